import Notebook

/// One slide as HTML: its place above, its idea in the middle, its count below.
struct SlideHTML {
  let slide: Slide
  /// Its count, such as "3 / 30".
  let place: String
  let chapter: BookChapter
  /// The slide's Markdown, converted.
  let converted: String
  /// The speaker's notes, converted.
  let notes: String
  /// A figure's picture, as an address that needs no file.
  let picture: (_ slug: String) throws -> String

  func html() throws -> String {
    """
    <div class="frame\(slide.isDetail ? " detail" : "")"><section class="slide \(slide.names.style)" id="\(slide.anchor)" \
    aria-label="Slide \(place)">
    <header><span>\(heading)</span><span>\(slide.names.kind)</span></header>
    <div class="body"><div class="idea">
    \(try idea())
    </div></div>
    <footer><span>Lower Bound · Chapter \(chapter.number)</span><span>\(place)</span></footer>
    </section>\(notes.isEmpty ? "" : "\n<aside class=\"notes\" hidden>\n\(notes)\n</aside>")</div>
    """
  }

  private var heading: String {
    let number = slide.number.map { "<span class=\"number\">\($0.escapedHTML)</span> " } ?? ""
    switch slide.content {
    case .title, .section, .opener, .appendix: return ""
    default: return number + slide.title.escapedHTML
    }
  }

  private func idea() throws -> String {
    switch slide.content {
    case .title:
      return """
        <p class="kicker">Chapter \(chapter.number)</p>
        <h1>\(chapter.title.escapedHTML)</h1>
        \(converted)
        <p class="run"><code>\(chapter.command)</code> gives these numbers again.</p>
        """
    case .section: return sectionHeading
    case .opener:
      return sectionHeading + (converted.isEmpty ? "" : "\n<div class=\"words\">\(converted)</div>")
    case .instrument(let explorable): return try ExplorableHTML(explorable).html()
    case .prose, .question, .table: return converted
    case .solution(let name, _): return "<p class=\"kicker\">\(name.escapedHTML)</p>\n\(converted)"
    case .code(let code): return html(of: code)
    case .numbers(let records), .keyClaims(let records): return try HTMLOutput.html(of: records, picture: picture)
    case .figure(let record): return try HTMLOutput.html(of: [record], picture: picture)
    case .verdict: return verdict
    case .appendix:
      return "<h2>\(slide.title.escapedHTML)</h2>\n<p>The code that the slides before left out: imports, options, "
        + "outline, drawings and declarations.</p>"
    }
  }

  private var sectionHeading: String {
    let claims = chapter.run.claims.filter { $0.record.section == slide.number }.map(\.claim)
    var equations: [String] = []
    for equation in claims.flatMap(\.equations) where !equations.contains(equation) { equations.append(equation) }
    let names = equations.map { EquationLabel.inParentheses($0).escapedHTML }.joined(separator: ", ")
    let number = slide.number.map { "<p class=\"numeral\">\($0.escapedHTML)</p>\n" } ?? ""
    let extent = claims.count == 1 ? "1 claim" : "\(claims.count) claims"
    let about = claims.isEmpty ? "" : "\n<p class=\"about\">\(extent) about \(names)</p>"
    return "\(number)<h2>\(slide.title.escapedHTML)</h2>\(about)"
  }

  private func html(of code: SlideCode) -> String {
    let part = code.parts > 1 ? " · \(code.part) of \(code.parts)" : ""
    let lines = "\(chapter.textFile), lines \(code.lines.lowerBound)–\(code.lines.upperBound)\(part)"
    let listing = converted.replacing("<pre>", with: "<pre style=\"font-size:\(code.letterSize)px\">")
    return "<div class=\"cell\">\(listing)\n<p class=\"bar\">\(lines)</p></div>"
  }

  private var verdict: String {
    let claims = chapter.run.claims
    let failed = claims.count { !$0.claim.holds }
    let outcome = failed == 0 ? "all hold" : "\(failed) \(failed == 1 ? "fails" : "fail")"
    return """
      <h2>\(claims.count) claims, \(outcome)</h2>
      <p>Seed \(chapter.run.seed), default options. The same seed gives the same numbers:
      <code>\(chapter.command)</code></p>
      """
  }
}
