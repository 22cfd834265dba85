import Notebook

extension StringProtocol {
  /// The text with the characters escaped that mean something in HTML.
  var escapedHTML: String {
    var result = ""
    result.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Pieces of HTML, changed or read.
enum HTMLText {
  /// Each table in a box that scrolls by itself, and that the keyboard reaches.
  static func withScrollingTables(_ html: String) -> String {
    html.replacing("<table>", with: "<div class=\"scroll\"><table class=\"plain\">")
      .replacing("</table>", with: "</table></div>")
  }

  /// The options in spans of code, such as `--check-exercise`, kept from breaking at their hyphens.
  static func withWholeOptions(_ html: String) -> String {
    html.replacing(/(<pre[^>]*>)?<code>([^<]*)<\/code>/) { match in
      guard match.1 == nil else { return String(match.0) }
      let words = match.2.replacing(/--[a-z][a-z-]*/) { "<span class=\"option\">\($0.0)</span>" }
      return "<code>\(words)</code>"
    }
  }

  /// The words of a piece of HTML: no tags, formulas on one line, one blank between words.
  static func words(of html: String) -> String {
    var result = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      rest = rest[open...]
      if rest.hasPrefix("<math"), let formula = rest.firstRange(of: "</math>") {
        result += " \(line(ofFormula: rest[..<formula.lowerBound]).escapedHTML) "
        rest = rest[formula.upperBound...]
        continue
      }
      let isInline = ["<m", "</m", "<c", "</c", "<e", "</e", "<s", "</s", "<a", "</a"].contains { rest.hasPrefix($0) }
      rest = rest[(rest.firstIndex(of: ">").map { rest.index(after: $0) } ?? rest.endIndex)...]
      if !isInline { result += " " }
    }
    return plain(result + rest).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The text with its characters as they are read.
  private static func plain(_ html: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(html) { $0.replacing($1.0, with: $1.1) }
  }

  /// A formula as one line of text, from the TeX that stands in it; `…` for one that has no such line.
  private static func line(ofFormula math: Substring) -> String {
    guard let mark = math.firstRange(of: "<annotation"), let end = math.firstRange(of: "</annotation>"),
      let start = math[mark.upperBound...].firstIndex(of: ">")
    else { return "…" }
    let latex = plain(String(math[math.index(after: start)..<end.lowerBound]))
    return latex.contains("\\begin") ? "…" : (try? FormulaText.line(latex)) ?? "…"
  }

  /// A number with a true minus sign and its power of ten raised: "6.4e-13" is 6.4 × 10⁻¹³.
  static func number(_ text: String) -> String {
    text.escapedHTML.replacing(/([0-9])e\+?(-?)0*([0-9]+)/) { "\($0.1) × 10<sup>\($0.2)\($0.3)</sup>" }
      .replacing("-", with: "−")
  }
}
