/// The reason why the book cannot be made: the file, what was expected, and what was found, in one line.
public struct BookProblem: Error, Equatable, CustomStringConvertible {
  /// The file, or what is being made.
  public let file: String
  /// The expectation.
  public let expected: String
  /// The finding.
  public let found: String

  /// The problem in one line.
  public var description: String { "\(file): expected \(expected), found \(found)" }

  /// Creates a problem with a file.
  public init(file: String, expected: String, found: String) {
    (self.file, self.expected, self.found) = (file, expected, found)
  }
}
