/// The reason why a file could not be read, understood or written: the file, the place, what was expected, what was found.
public enum FileError: Error, Equatable, Sendable {
  /// The file could not be opened or read; the reason is the operating system's.
  case unreadable(path: String, reason: String)
  /// The file could not be written; what stood under its name before is still there.
  case unwritable(path: String, reason: String)
  /// The file's content breaks the rules of its format.
  case malformed(path: String, place: Place, expected: String, found: String)

  /// The place of a fault in a file.
  public enum Place: Equatable, Sendable {
    /// No single place: the file as a whole.
    case file
    /// A byte, counted from 0.
    case byte(Int)
    /// A line, counted from 1.
    case line(Int)
    /// A cell of a table, its line and its column counted from 1.
    case cell(line: Int, column: Int)
    /// A named part, such as a tensor.
    case part(String)
  }
}

extension FileError: CustomStringConvertible {
  /// One line: the file, the place, what was expected, what was found.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "cannot read \(path.onOneLine): \(reason)"
    case .unwritable(let path, let reason): "cannot write \(path.onOneLine): \(reason)"
    case .malformed(let path, let place, let expected, let found):
      "\(path.onOneLine)\(place.description): expected \(expected), found \(found)"
    }
  }
}

extension FileError.Place: CustomStringConvertible {
  /// The place as it follows a file's name.
  public var description: String {
    switch self {
    case .file: ""
    case .byte(let offset): ", byte \(offset)"
    case .line(let line): ", line \(line)"
    case .cell(let line, let column): ", line \(line), column \(column)"
    case .part(let name): ", \(name.onOneLine)"
    }
  }
}

extension String {
  /// The text as it can stand in a message: control characters escaped, and at most 200 characters of it.
  public var onOneLine: String {
    let most = unicodeScalars.index(unicodeScalars.startIndex, offsetBy: 200, limitedBy: unicodeScalars.endIndex)
    guard let most, most < unicodeScalars.endIndex else { return escaped }
    return String(unicodeScalars[..<most]).escaped + "…"
  }

  /// The text on one line, its control characters and those without a shape of their own as escapes: no terminal obeys
  /// it, and no line of it passes for another's.
  public var escaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
