/// A stretch of a paragraph in one style.
enum InlineSpan: Equatable {
  case plain(String)
  case bold(String)
  case italic(String)
  case code(String)
  case formula(String)
  case link(String, address: String)

  /// Takes a paragraph's Markdown apart.
  static func spans(of text: String) -> [InlineSpan] {
    var spans: [InlineSpan] = []
    var plain = ""
    var rest = text[...]
    while let next = rest.first {
      if let (span, after) = marked(rest, follows: plain.last) {
        if !plain.isEmpty { spans.append(.plain(plain)) }
        plain = ""
        spans.append(span)
        rest = after
      } else {
        plain.append(next)
        rest.removeFirst()
      }
    }
    return plain.isEmpty ? spans : spans + [.plain(plain)]
  }

  /// The marked span that a text begins with.
  private static func marked(_ text: Substring, follows last: Character?) -> (InlineSpan, Substring)? {
    let marks: [(String, String, (String) -> InlineSpan)] = [
      ("$`", "`$", { .formula($0) }), ("`", "`", { .code($0) }), ("**", "**", { .bold($0) }),
    ]
    for (open, close, span) in marks {
      if let (inside, after) = enclosed(text, open, close) { return (span(inside), after) }
    }
    // A star between spaces is a product, and an underscore inside a word is a letter.
    let isInWord = last.map { $0.isLetter || $0.isNumber } ?? false
    for mark in ["*", "_"] where !isInWord {
      if let (inside, after) = enclosed(text, mark, mark), inside.first?.isWhitespace == false {
        return (.italic(inside), after)
      }
    }
    if let (label, after) = enclosed(text, "[", "]"), let (address, end) = enclosed(after, "(", ")") {
      return (.link(label, address: address), end)
    }
    return nil
  }

  private static func enclosed(_ text: Substring, _ open: String, _ close: String) -> (String, Substring)? {
    guard text.hasPrefix(open) else { return nil }
    let inside = text.dropFirst(open.count)
    var end = inside.startIndex
    while end < inside.endIndex, !inside[end...].hasPrefix(close) { end = inside.index(after: end) }
    guard end < inside.endIndex, end > inside.startIndex else { return nil }
    return (String(inside[..<end]), inside[end...].dropFirst(close.count))
  }
}
