import Notebook
import Verification

/// A cell's output as HTML: claims and values as tables, remarks as sentences, figures with their captions.
///
/// The site, the slides and the notebooks share it; each has its own styles.
enum HTMLOutput {
  /// Some records, in the order in which they were made.
  ///
  /// - Parameters:
  ///   - cards: The cards that open at a claim's numbers, where there are any.
  ///   - picture: The address of a figure's picture.
  static func html(
    of records: some Sequence<Transcript.Record>, cards: ClaimCards? = nil,
    picture: (_ slug: String) throws -> String
  ) rethrows -> String {
    var parts: [String] = []
    var (claims, values, opened): ([String], [String], [String]) = ([], [], [])
    func end() {
      if !claims.isEmpty { parts.append(table("claims", claimHeads, claims)) }
      if !values.isEmpty { parts.append(table("values", valueHeads, values)) }
      parts += opened
      (claims, values, opened) = ([], [], [])
    }
    for record in records {
      switch record.content {
      case .claim(let claim):
        if !values.isEmpty { end() }
        let number = cards?.number(of: record)
        claims.append(row(of: claim, number: number))
        if let cards, let number { opened.append(cards.html(of: claim, number: number, record: record)) }
      case .skipped(let claim):
        if !values.isEmpty { end() }
        claims.append(row(of: claim))
      case .value(let value):
        if !claims.isEmpty { end() }
        values.append(row(of: value))
      case .remark(let sentence):
        end()
        parts.append("<p class=\"remark\">\(sentence.escapedHTML)</p>")
      case .figure(let figure):
        end()
        parts.append(html(of: figure, picture: try picture(figure.slug)))
      }
    }
    end()
    return parts.joined(separator: "\n")
  }

  // MARK: Tables

  private static let claimHeads = """
    <thead><tr><th scope="col">eq.</th><th scope="col">claim</th><th scope="col" class="left">one side</th>\
    <th scope="col"><span class="unseen">relation</span></th><th scope="col" class="right">the other</th>\
    <th scope="col">uncertainty</th><th scope="col">verdict</th></tr></thead>
    """
  private static let valueHeads = """
    <thead class="unseen"><tr><th scope="col">quantity</th><th scope="col">name</th><th scope="col">value</th></tr></thead>
    """

  private static func table(_ name: String, _ heads: String, _ rows: [String]) -> String {
    """
    <div class="scroll"><table class="\(name)">
    \(heads)
    <tbody>
    \(rows.joined(separator: "\n"))
    </tbody></table></div>
    """
  }

  /// - Parameter card: The number of its card, if it has one.
  private static func row(of claim: Claim, number card: Int?) -> String {
    let text = claim.text
    let number = HTMLText.number
    let side = { (text: String) in
      guard let card else { return number(text) }
      return "<button type=\"button\" class=\"side\" popovertarget=\"about-\(card)\">\(number(text))</button>"
    }
    // A card says more than a title that appears when the pointer rests.
    let derivation = "\(claim.sources.text); \(claim.derivation)".escapedHTML
    let title = card == nil ? " title=\"\(derivation)\"" : ""
    let id = card.map { " id=\"claim-\($0)\"" } ?? ""
    let verdict = claim.holds ? "✓</span> holds" : "✗</span> \(text.verdict.escapedHTML)"
    return """
      <tr\(id)\(claim.holds ? "" : " class=\"failed\"")>\
      <td class="eq">\(EquationLabel.inParentheses(claim.equation).escapedHTML)</td>\
      <td class="what">\(claim.statement.escapedHTML)</td>\
      <td class="left">\(side(text.observed))</td><td class="relation">\(claim.relation.rawValue.escapedHTML)</td>\
      <td class="right">\(side(text.expected))</td>\
      <td class="within"\(title)>\(number(text.uncertainty))</td>\
      <td class="verdict"><span class="mark">\(verdict)</td></tr>
      """
  }

  private static func row(of claim: SkippedClaim) -> String {
    """
    <tr><td class="eq">\(EquationLabel.inParentheses(claim.equation).escapedHTML)</td>\
    <td class="what">\(claim.statement.escapedHTML)</td>\
    <td class="what" colspan="4">\(claim.condition.escapedHTML)</td><td class="verdict">skipped</td></tr>
    """
  }

  private static func row(of value: ShownValue) -> String {
    """
    <tr><td class="what">\(value.meaning.escapedHTML)</td><td><code>\(value.name.escapedHTML)</code></td>\
    <td class="right">\(HTMLText.number(value.text))</td></tr>
    """
  }

  // MARK: Figures

  private static func html(of figure: ShownFigure, picture: String) -> String {
    let (slug, title, caption) = (figure.slug.escapedHTML, figure.title.escapedHTML, figure.caption.escapedHTML)
    return """
      <figure class="figure" id="\(slug)">
      <div class="scroll paper"><img src="\(picture)" alt="\(title). \(caption)"></div>
      <figcaption><strong>\(title).</strong> \(caption)
      <span class="how">Redraw it: <code>gnuplot figures/\(slug).gp</code></span></figcaption>
      </figure>
      """
  }
}
