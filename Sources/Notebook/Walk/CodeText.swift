/// Swift in a terminal, coloured line by line: comments, strings, numbers, keywords, types and attributes.
enum CodeText {
  /// The lines of a cell, each indented by two columns.
  static func lines(_ code: String, isStyled: Bool) -> [String] {
    code.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.isEmpty ? "" : "  " + (isStyled ? coloured(line) : String(line))
    }
  }

  private static func coloured(_ line: Substring) -> String {
    let word = /\/\/.*|"(?:\\.|[^"\\])*"|[@#]\w+|[0-9][0-9_]*(?:\.[0-9]+)?(?:e-?[0-9]+)?|\w+/
    return String(line).replacing(word) { match in
      switch match.0.first {
      case "/": match.0.styled(.dim, if: true)
      case "\"": match.0.styled(.green, if: true)
      case "@", "#": match.0.styled(.yellow, if: true)
      case let first? where first.isNumber: match.0.styled(.cyan, if: true)
      case _ where keywords.contains(match.0): match.0.styled(.magenta, if: true)
      default: match.0.styled(.blue, if: match.0.first?.isUppercase == true)
      }
    }
  }

  private static let keywords: Set<Substring> = [
    "let", "var", "func", "return", "if", "else", "guard", "for", "in", "while", "switch", "case", "default", "try",
    "throws", "throw", "struct", "enum", "extension", "private", "static", "import", "self", "Self", "where", "as",
    "is", "nil", "true", "false", "do", "catch", "init", "some", "any", "public", "mutating", "defer", "break",
    "continue", "inout",
  ]
}
