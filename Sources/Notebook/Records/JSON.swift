/// A JSON value whose objects keep the order in which they were written.
public indirect enum JSON: Sendable, Equatable {
  /// No value.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number, written in full.
  case integer(Int)
  /// A whole number beyond `Int`, such as a seed.
  case unsigned(UInt64)
  /// A number; one that is not finite, which JSON cannot hold, becomes null.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Values by their names, in the order in which they were written.
  case object([(key: String, value: JSON)])

  /// Compares two values, objects member by member in order.
  public static func == (left: JSON, right: JSON) -> Bool { left.text == right.text }

  /// A number, or null where there is none.
  public static func optional(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }

  /// The value as text, on one line.
  public var text: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .number(let value): Self.text(of: value)
    case .string(let value): Self.quoted(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.key) + ": " + $0.value.text }.joined(separator: ", ") + "}"
    }
  }

  /// The shortest decimal that reads back as the same number.
  private static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let hidden where [.control, .format].contains(hidden.properties.generalCategory):
        // A terminal that the text is shown on must not obey it, nor hide a part.
        for unit in String(hidden).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
