/// The width of text in columns of a terminal.
enum TextWidth {
  /// The columns of a text; escape sequences take none.
  static func of(_ text: some StringProtocol) -> Int {
    var columns = 0
    var isInEscape = false
    for scalar in text.unicodeScalars {
      if isInEscape {
        // A sequence ends with its first letter: ESC [ 1 ; 3 1 m.
        isInEscape = !scalar.properties.isAlphabetic
      } else if scalar == "\u{1B}" {
        isInEscape = true
      } else {
        columns += of(scalar)
      }
    }
    return columns
  }

  /// Combining marks take no column, East Asian wide characters and emoji two.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// Pads a text to a width; a longer one keeps its length.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - of(text)))
  }

  /// Breaks words into lines no wider than `columns`; later lines begin where the words after the prefix do.
  static func wrapped(_ words: [String], columns: Int, after prefix: String = "") -> [String] {
    let indent = String(repeating: " ", count: of(prefix))
    var lines: [String] = []
    var (line, isEmpty) = (prefix, true)
    for word in words {
      if !isEmpty, of(line) + 1 + of(word) > columns {
        lines.append(line)
        (line, isEmpty) = (indent, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return isEmpty ? lines : lines + [line]
  }

  /// Parts a line that is wider than `columns`, between words where it can.
  ///
  /// A style that is open where a line is parted goes on in the next one, which begins four columns further in.
  static func folded(_ line: String, columns: Int) -> [String] {
    guard of(line) > columns, columns > 4 else { return [line] }
    let indent = String(repeating: " ", count: min(line.prefix { $0 == " " }.count + 4, columns / 2))
    var pieces: [String] = []
    var (piece, width, style) = ("", 0, "")
    func part() {
      pieces.append(piece + (style.isEmpty ? "" : "\u{1B}[0m"))
      (piece, width) = (indent + style, indent.count)
    }
    for word in words(of: line) {
      let isTooWide = of(word) > columns - indent.count
      if !isTooWide, width + of(word) > columns {
        part()
        if word == " " { continue }
      }
      for token in tokens(of: word, one: isTooWide) {
        if token.hasPrefix("\u{1B}") {
          style = token == "\u{1B}[0m" ? "" : style + token
        } else if width + of(token) > columns {
          part()
        }
        piece += token
        width += of(token)
      }
    }
    return pieces + [piece]
  }

  /// A line's words and single blanks, in order; a word keeps the escape sequences in it.
  private static func words(of line: String) -> [String] {
    var words: [String] = []
    var isOpen = false
    for character in line {
      if character != " ", isOpen { words[words.count - 1].append(character) } else { words.append(String(character)) }
      isOpen = character != " "
    }
    return words
  }

  /// The escape sequences of a word, and what stands between them, character by character if it must be parted.
  private static func tokens(of word: String, one isParted: Bool) -> [String] {
    var tokens: [String] = []
    var rest = word[...]
    while let next = rest.first {
      var count = 1
      if next == "\u{1B}" {
        count = (rest.firstIndex(where: \.isLetter).map { rest.distance(from: rest.startIndex, to: $0) } ?? 0) + 1
      } else if !isParted {
        count = rest.prefix { $0 != "\u{1B}" }.count
      }
      tokens.append(String(rest.prefix(count)))
      rest.removeFirst(count)
    }
    return tokens
  }
}
