/// Colours Swift for reading: comments, strings, numbers, keywords, attributes and the names of types.
///
/// One pass over the characters; what it takes for a keyword inside an interpolation stays part of the string.
struct SwiftColours {
  private var rest: Substring
  private var html = ""

  /// The code as HTML, each colour a `span` with a class.
  static func html(of code: String) -> String {
    var colours = SwiftColours(rest: code[...])
    while !colours.rest.isEmpty { colours.readToken() }
    return colours.html
  }

  private init(rest: Substring) { self.rest = rest }

  private mutating func readToken() {
    guard let first = rest.first else { return }
    if rest.hasPrefix("//") {
      emit("c", rest.prefix { $0 != "\n" })
    } else if rest.hasPrefix("\"\"\"") {
      let end = rest.dropFirst(3).firstRange(of: "\"\"\"")?.upperBound ?? rest.endIndex
      emit("s", rest[..<end])
    } else if first == "\"" {
      emit("s", stringLiteral())
    } else if first.isLetter || first == "_" {
      word(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    } else if first == "@" || first == "#" {
      let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber }
      emit(name.isEmpty ? nil : "a", rest[..<name.endIndex])
    } else if first.isASCII, first.isNumber {
      emit("n", number())
    } else {
      emit(nil, rest.prefix(1))
    }
  }

  /// A string up to its closing quote, over the quotes inside its interpolations.
  private func stringLiteral() -> Substring {
    var index = rest.index(after: rest.startIndex)
    var depth = 0
    while index < rest.endIndex {
      let character = rest[index]
      let next = rest.index(after: index)
      if character == "\\", next < rest.endIndex {
        if rest[next] == "(" { depth += 1 }
        index = rest.index(after: next)
        continue
      }
      if depth > 0 {
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
      } else if character == "\"" || character == "\n" {
        return rest[..<next]
      }
      index = next
    }
    return rest
  }

  /// Digits, a point that a digit follows, and an exponent with its sign; a range's dots are none of it.
  private func number() -> Substring {
    var index = rest.startIndex
    var previous: Character = "0"
    while index < rest.endIndex {
      let character = rest[index]
      let next = rest.index(after: index)
      let isPoint = character == "." && next < rest.endIndex && rest[next].isNumber
      let isSign = (character == "-" || character == "+") && (previous == "e" || previous == "p")
      guard character.isNumber || character.isLetter || character == "_" || isPoint || isSign else { break }
      (previous, index) = (character, next)
    }
    return rest[..<index]
  }

  private mutating func word(_ word: Substring) {
    let isMember = html.last == "."
    let kind: String? =
      !isMember && Self.keywords.contains(word) ? "k" : word.first?.isUppercase == true ? "t" : nil
    emit(kind, word)
  }

  private mutating func emit(_ kind: String?, _ text: Substring) {
    let escaped = HTMLText.escaped(text)
    html += kind.map { "<span class=\"\($0)\">\(escaped)</span>" } ?? escaped
    rest = rest[text.endIndex...]
  }

  private static let keywords: Set<Substring> = [
    "as", "associatedtype", "await", "break", "case", "catch", "continue", "default", "defer", "do", "else", "enum",
    "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout",
    "internal", "is", "let", "mutating", "nil", "operator", "package", "private", "protocol", "public", "repeat",
    "return", "self", "Self", "some", "any", "static", "struct", "subscript", "super", "switch", "throw", "throws",
    "true", "try", "typealias", "var", "where", "while", "get", "set",
  ]
}
