/// An input outside the domain of a definition.
public struct InvalidInput: Error, Equatable, CustomStringConvertible {
  /// The input's name, with its index where it has one.
  public let input: String
  /// The domain of the definition.
  public let expected: String
  /// The value that was given instead.
  public let found: String

  /// Creates the error.
  public init(_ input: String, expected: String, found: String) {
    (self.input, self.expected, self.found) = (input, expected, found)
  }

  /// One line: the input, what was expected, what was found.
  public var description: String { "\(input): expected \(expected), found \(found)" }

  /// Throws unless two counts agree.
  public static func requireCount(
    _ input: String, _ count: Int, matches expected: Int, of other: String
  ) throws(InvalidInput) {
    guard count != expected else { return }
    throw InvalidInput(input, expected: "\(expected) values, as many as \(other)", found: "\(count)")
  }

  /// Throws unless every value is finite.
  public static func requireFinite(_ input: String, _ values: [Double]) throws(InvalidInput) {
    for (index, value) in values.enumerated() where !value.isFinite {
      throw InvalidInput("\(input)[\(index)]", expected: "a finite number", found: "\(value)")
    }
  }

  /// Throws unless every value is finite and above 0.
  public static func requirePositive(_ input: String, _ values: [Double]) throws(InvalidInput) {
    for (index, value) in values.enumerated() where !(value > 0 && value.isFinite) {
      throw InvalidInput("\(input)[\(index)]", expected: "a finite number above 0", found: "\(value)")
    }
  }
}
