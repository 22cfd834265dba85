/// Something in the book that is stale or does not hold: where, what was expected, and what was found.
public struct Finding: Sendable, Equatable, CustomStringConvertible {
  /// The file's path below the package's folder.
  public let file: String
  /// The line, if it is about one.
  public let line: Int?
  public let expected: String
  public let found: String

  public var description: String {
    "\(file)\(line.map { ":\($0)" } ?? ""): expected \(expected), found \(found)"
  }

  /// Creates a finding.
  public init(_ file: String, line: Int? = nil, expected: String, found: String) {
    (self.file, self.line, self.expected, self.found) = (file, line, expected, found)
  }
}
