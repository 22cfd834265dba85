/// The words of a piece of HTML, changed where they are words: not in tags, links, formulas, code or headings.
enum HTMLWords {
  private static let kept = ["a", "math", "code", "pre", "script", "button", "summary", "h1", "h2", "h3"]

  /// The HTML with each run of words replaced.
  static func replaced(in html: String, _ change: (Substring) -> String) -> String {
    var result = ""
    var rest = html[...]
    var closing: String?
    while let open = rest.firstIndex(of: "<") {
      let words = rest[..<open]
      result += closing == nil && !words.isBlank ? change(words) : String(words)
      guard let end = rest[open...].firstIndex(of: ">") else { break }
      let tag = rest[open...end]
      result += tag
      rest = rest[rest.index(after: end)...]
      if let wanted = closing {
        if tag == wanted { closing = nil }
      } else if let name = tag.prefixMatch(of: /<([a-z0-9]+)/)?.1, kept.contains(String(name)), !tag.hasSuffix("/>") {
        closing = "</\(name)>"
      }
    }
    return result + (closing == nil && !rest.isBlank && !rest.contains("<") ? change(rest) : String(rest))
  }
}
