/// Prose as it is set: curly quotes, true minus signs, and no line break inside "n = 4" and "N(0, I)".
enum Typography {
  private static let space = "\u{00A0}"

  /// The HTML with its words set; tags, formulas and code stay.
  static func set(_ html: String) -> String { HTMLWords.replaced(in: html) { words(String($0)) } }

  private static func words(_ text: String) -> String {
    withQuotes(text)
      .replacing(/([\s(])-([0-9])/) { "\($0.1)−\($0.2)" }
      .replacing(/\b([\p{L}²′½]{1,4}(?:\([\p{L}]{1,3}\))?) (=|≤|≥|≈|≠|~|&lt;|&gt;) (?=[−+0-9½¼⅛\p{L}])/) { match in
        "\(match.1)\(space)\(match.2)\(space)"
      }
      .replacing(/\bN\(([^()\s]{1,9}), ([^()\s]{1,9})\)/) { "N(\($0.1),\(space)\($0.2))" }
  }

  /// A quote opens where a word begins after a blank or a bracket, and closes anywhere else.
  private static func withQuotes(_ text: String) -> String {
    var before: Character?
    var result = ""
    var rest = text.replacing("&quot;", with: "\"")[...]
    while let character = rest.popFirst() {
      let opens = before.map { $0.isWhitespace || "([–—“".contains($0) } ?? (rest.first?.isLetter == true)
      switch character {
      case "\"": result += opens ? "“" : "”"
      case "'": result += opens && before != nil ? "‘" : "’"
      default: result.append(character)
      }
      before = character
    }
    return result
  }
}
