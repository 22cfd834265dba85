/// Text made safe for HTML, and names made safe for addresses.
enum HTMLText {
  /// The text with the characters escaped that mean something in HTML.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
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

  /// The anchor that GitHub gives a heading, so that a link into a page works on both: "3.4 The form" is "34-the-form".
  static func anchor(of heading: String) -> String {
    var result = ""
    for scalar in heading.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-" || scalar == "_" {
        result.unicodeScalars.append(scalar)
      } else if scalar == " " {
        result += "-"
      }
    }
    return result
  }

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

  /// The words of a piece of HTML: no tags, no TeX source beside a formula, one blank between words.
  static func words(of html: String) -> String {
    var result = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      rest = rest[open...]
      let end = rest.hasPrefix("<annotation") ? rest.firstRange(of: "</annotation>")?.upperBound : nil
      let isInline = ["<m", "</m", "<c", "</c", "<e", "</e", "<s", "</s", "<a", "</a"].contains { rest.hasPrefix($0) }
      rest = rest[(end ?? rest.firstIndex(of: ">").map { rest.index(after: $0) } ?? rest.endIndex)...]
      if !isInline { result += " " }
    }
    result += rest
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
      result = result.replacing(entity, with: character)
    }
    return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
