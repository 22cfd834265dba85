/// One slide as HTML: its place above, its idea in the middle, its count below.
struct SlideHTML {
  let slide: Slide
  /// Counted from 1.
  let position: Int
  let count: Int
  let chapter: BookChapter
  /// The slide's Markdown, converted.
  let prose: String
  /// A figure's picture, as an address that needs no file.
  let picture: (_ slug: String) throws -> String

  func html() throws -> String {
    """
    <div class="frame"><section class="slide \(slide.style)" id="\(slide.anchor)" aria-label="Slide \(position) of \(count)">
    <header><span>\(place)</span><span>\(slide.kind)</span></header>
    <div class="body"><div class="idea">
    \(try idea())
    </div></div>
    <footer><span>Lower Bound · Chapter \(chapter.number)</span><span>\(position) / \(count)</span></footer>
    </section></div>
    """
  }

  private var place: String {
    let number = slide.number.map { "<span class=\"number\">\(HTMLText.escaped($0))</span> " } ?? ""
    switch slide.content {
    case .title, .section, .appendix: return ""
    default: return number + HTMLText.escaped(slide.title)
    }
  }

  private func idea() throws -> String {
    switch slide.content {
    case .title:
      return """
        <p class="kicker">Chapter \(chapter.number)</p>
        <h1>\(HTMLText.escaped(chapter.title))</h1>
        \(prose)
        <p class="run"><code>swift run chapter\(chapter.number)</code> gives these numbers again.</p>
        """
    case .section: return sectionHeading
    case .prose, .question, .table: return prose
    case .solution(let name, _): return "<p class=\"kicker\">\(HTMLText.escaped(name))</p>\n\(prose)"
    case .code(let code): return html(of: code)
    case .numbers(let records): return "<ul class=\"given\">\n\(records.map(html).joined(separator: "\n"))\n</ul>"
    case .figure(let figure): return try html(of: figure)
    case .verdict: return verdict
    case .appendix:
      return "<h2>\(HTMLText.escaped(slide.title))</h2>\n<p>What the slides before left out: imports, options, "
        + "outline, drawings and declarations.</p>"
    }
  }

  private var sectionHeading: String {
    let claims = chapter.run.claims.filter { $0.section == slide.number && slide.number != nil }
    var equations: [String] = []
    for equation in claims.flatMap(\.equations) where !equations.contains(equation) { equations.append(equation) }
    let names = equations.map(HTMLOutput.equations).joined(separator: ", ")
    let number = slide.number.map { "<p class=\"numeral\">\(HTMLText.escaped($0))</p>\n" } ?? ""
    let extent = claims.count == 1 ? "1 claim" : "\(claims.count) claims"
    let about = claims.isEmpty ? "" : "\n<p class=\"about\">\(extent) about \(names)</p>"
    return "\(number)<h2>\(HTMLText.escaped(slide.title))</h2>\(about)"
  }

  private func html(of code: SlideCode) -> String {
    let part = code.parts > 1 ? " · \(code.part) of \(code.parts)" : ""
    let lines = "Chapter\(chapter.number).swift, lines \(code.lines.lowerBound)–\(code.lines.upperBound)\(part)"
    return """
      <div class="cell"><pre style="font-size:\(code.letterSize)px"><code>\(SwiftColours.html(of: code.code))</code></pre>
      <p class="bar">\(lines)</p></div>
      """
  }

  private func html(of record: OutputRecord) -> String {
    switch record {
    case .claim(let claim):
      let mark = claim.holds ? "✓" : "✗ \(HTMLText.escaped(claim.verdictText))"
      return """
        <li class="claim\(claim.holds ? "" : " failed")"><span class="eq">\(HTMLOutput.equations(claim.equation))</span>\
        <span class="what">\(HTMLText.escaped(claim.statement))</span><span class="mark">\(mark)</span>\
        <span class="sides">\(HTMLOutput.number(claim.observedText)) <i>\(HTMLText.escaped(claim.relation))</i> \
        \(HTMLOutput.number(claim.expectedText)) \
        <small title="\(HTMLText.escaped(claim.derivation))">\(HTMLOutput.number(claim.uncertaintyText))</small></span></li>
        """
    case .value(let value):
      return """
        <li class="value"><span class="what">\(HTMLText.escaped(value.meaning))</span>\
        <code>\(HTMLText.escaped(value.name))</code><span class="right">\(HTMLOutput.number(value.valueText))</span></li>
        """
    case .remark(let remark): return "<li class=\"remark\">\(HTMLText.escaped(remark.sentence))</li>"
    case .figure: return ""
    }
  }

  private func html(of figure: FigureRecord) throws -> String {
    let (title, caption) = (HTMLText.escaped(figure.title), HTMLText.escaped(figure.caption))
    return """
      <figure id="figure-\(HTMLText.escaped(figure.slug))"><div class="paper"><img src="\(try picture(figure.slug))" \
      alt="\(title). \(caption)"></div>
      <figcaption><strong>\(title).</strong> \(caption)</figcaption></figure>
      """
  }

  private var verdict: String {
    let claims = chapter.run.claims
    let failed = claims.count { !$0.holds }
    let outcome = failed == 0 ? "all hold" : "\(failed) \(failed == 1 ? "fails" : "fail")"
    return """
      <h2>\(claims.count) claims, \(outcome)</h2>
      <p>Seed \(chapter.run.seed), default options. The same seed gives the same numbers:
      <code>swift run chapter\(chapter.number)</code></p>
      """
  }
}
