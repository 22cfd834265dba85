import Notebook

/// A statement of formatted Swift, with the comments above it.
///
/// The chapters' code is formatted: a statement begins at its block's indentation, and what goes on has a deeper one or
/// closes a bracket.
struct SwiftStatement {
  var lines: [Substring]
  let indentation: Int

  /// The statements of a block, in order; blank lines are left out.
  static func statements(of lines: some Sequence<Substring>, indentation: Int) -> [SwiftStatement] {
    var statements: [SwiftStatement] = []
    for line in lines where !line.isBlank {
      let text = line.drop { $0 == " " }
      let goesOn = text.first.map(")]}".contains) == true || text.hasPrefix("else") || text.hasPrefix(".")
      let isCommented = statements.last?.lines.last.map(Self.isComment) == true
      if statements.isEmpty || !(goesOn || isCommented), line.count - text.count == indentation {
        statements.append(SwiftStatement(lines: [line], indentation: indentation))
      } else if !statements.isEmpty {
        statements[statements.count - 1].lines.append(line)
      }
    }
    return statements
  }

  private static func isComment(_ line: Substring) -> Bool { line.drop { $0 == " " }.hasPrefix("//") }

  /// The code without the comments above it and without indentation.
  var code: String { lines.drop(while: Self.isComment).joined(separator: "\n").trimmed }

  /// The last line of a block's head and the lines inside its braces; nil if the statement is no block on lines of its own.
  var block: (head: ArraySlice<Substring>, inside: ArraySlice<Substring>)? {
    let opens = lines.firstIndex { line in
      line.hasSuffix("{") && line.prefix { $0 == " " }.count == indentation && !Self.isComment(line)
        || line.trimmed == "] {" || line.trimmed == ") {"
    }
    guard let opens, lines.last?.trimmed == "}", opens < lines.count - 1 else { return nil }
    return (lines[...opens], lines[(opens + 1)..<(lines.count - 1)])
  }

  /// The arguments of a call that begins at the end of a prefix of the code, each without its blanks.
  func arguments(after prefix: some StringProtocol) -> [String] {
    var (arguments, current) = ([String](), "")
    var (depth, isText, isEscaped) = (0, false, false)
    for character in code.dropFirst(prefix.count) {
      if isText {
        isText = isEscaped || character != "\""
        isEscaped = !isEscaped && character == "\\"
      } else {
        if depth == 0, character == "," || character == ")" {
          arguments.append(current.trimmed)
          current = ""
          if character == ")" { break }
          continue
        }
        if "([{".contains(character) { depth += 1 }
        if ")]}".contains(character) { depth -= 1 }
        isText = character == "\""
      }
      current.append(character)
    }
    return arguments
  }
}
