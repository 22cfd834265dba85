/// An input outside the domain of a definition: what it was, what was expected, what was found.
public struct InvalidInput: Error, Equatable, CustomStringConvertible {
  /// The input's name, with its index where it has one.
  public let input: String
  /// The domain of the definition.
  public let expected: String
  /// What came instead.
  public let found: String

  /// Creates the error.
  public init(_ input: String, expected: String, found: String) {
    self.input = input
    self.expected = expected
    self.found = found
  }

  /// One line: the input, what was expected, what was found.
  public var description: String { "\(input): expected \(expected), found \(found)" }

  /// Refuses two shapes that must agree and do not.
  static func requireCount(_ input: String, _ count: Int, matches expected: Int, of other: String) throws(InvalidInput)
  {
    guard count == expected else {
      throw InvalidInput(input, expected: "\(expected) values, as many as \(other)", found: "\(count)")
    }
  }

  /// Refuses a vector with a value that is infinite or not a number.
  static func requireFinite(_ input: String, _ values: [Double]) throws(InvalidInput) {
    for (index, value) in values.enumerated() where !value.isFinite {
      throw InvalidInput("\(input)[\(index)]", expected: "a finite number", found: "\(value)")
    }
  }

  /// Refuses a vector with a value that is not a finite positive number.
  static func requirePositive(_ input: String, _ values: [Double]) throws(InvalidInput) {
    for (index, value) in values.enumerated() where !(value > 0 && value.isFinite) {
      throw InvalidInput("\(input)[\(index)]", expected: "a finite number above 0", found: "\(value)")
    }
  }
}
