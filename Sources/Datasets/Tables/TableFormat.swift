import Files

/// The signs that take the lines of a table apart into cells, and these into numbers.
public struct TableFormat: Sendable, Equatable, Codable {
  /// The character between two cells.
  public enum Delimiter: String, Sendable, CaseIterable, Codable {
    case comma, tab, semicolon

    /// The character.
    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .tab: 0x09
      case .semicolon: UInt8(ascii: ";")
      }
    }
  }

  /// The character before a number's decimals.
  public enum DecimalMark: String, Sendable, CaseIterable, Codable { case point, comma }

  /// The character between two cells.
  public var delimiter = Delimiter.comma
  /// The character before a number's decimals.
  public var decimalMark = DecimalMark.point
  /// True if the first line gives the columns' names.
  public var hasHeader = false

  /// The format in words, as far as it is not the plainest one; empty for commas, decimal points and no header.
  var differences: [String] {
    var words: [String] = []
    if delimiter != .comma { words.append("a \(delimiter.rawValue) between cells") }
    if decimalMark != .point { words.append("decimal commas") }
    if hasHeader { words.append("a header") }
    return words
  }
}

/// The treatment of rows with a cell without a value.
public enum MissingValues: String, Sendable, CaseIterable, Codable {
  /// The file is refused with the first such cell.
  case refuse
  /// Such rows are left out.
  case drop

  /// The texts that stand for no value, in lower case.
  private static let spellings: Set<String> = ["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?"]

  /// Returns true for a cell without a value.
  static func isMissing(_ cell: some Collection<UInt8>) -> Bool {
    guard let first = cell.first else { return true }
    // Most cells are numbers.
    return !(0x30...0x39).contains(first) && cell.count <= 4
      && spellings.contains(String(decoding: cell, as: UTF8.self).lowercased())
  }
}
