/// Swift in a terminal, lightly coloured: keywords, strings, numbers and comments; the rest is left alone.
struct CodeText {
  let isStyled: Bool

  private enum Style: String {
    case keyword = "1"
    case string = "32"
    case number = "36"
    case comment = "2"
  }

  private static let keywords: Set<String> = [
    "let", "var", "func", "return", "if", "else", "guard", "for", "in", "while", "switch", "case", "default", "try",
    "throws", "throw", "struct", "enum", "extension", "private", "static", "import", "self", "Self", "where", "as",
    "is", "nil", "true", "false", "do", "catch", "init", "some", "any", "public", "mutating", "defer", "break",
    "continue", "inout",
  ]

  /// The lines of a cell, each two columns from the edge.
  func lines(_ code: String) -> [String] {
    code.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  " + coloured(String($0)) }
  }

  private func styled(_ text: some StringProtocol, _ style: Style) -> String {
    "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }

  func coloured(_ line: String) -> String {
    guard isStyled else { return line }
    var result = ""
    var rest = line[...]
    while let next = rest.first {
      if rest.hasPrefix("//") { return result + styled(rest, .comment) }
      if next == "\"" {
        let text = string(rest)
        result += styled(text, .string)
        rest.removeFirst(text.count)
      } else if next.isLetter || next == "_" || next == "@" || next == "#" {
        let word =
          next.isLetter || next == "_"
          ? rest.prefix(while: isInName) : rest.prefix(1) + rest.dropFirst().prefix(while: isInName)
        result += Self.keywords.contains(String(word)) || !next.isLetter ? styled(word, .keyword) : String(word)
        rest.removeFirst(word.count)
      } else if next.isASCII, next.isNumber {
        let number = rest.prefix { isInName($0) || $0 == "." }
        result += styled(number, .number)
        rest.removeFirst(number.count)
      } else {
        result.append(next)
        rest.removeFirst()
      }
    }
    return result
  }

  private func isInName(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }

  /// A string literal that ends on its line, with its quotes.
  private func string(_ text: Substring) -> Substring {
    var isEscaped = false
    for index in text.indices.dropFirst() {
      if isEscaped {
        isEscaped = false
      } else if text[index] == "\\" {
        isEscaped = true
      } else if text[index] == "\"" {
        return text[...index]
      }
    }
    return text
  }
}
