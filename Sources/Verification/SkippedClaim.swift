/// A claim that these parameters leave no sense in, with the condition: it is reported, and not counted as holding.
public struct SkippedClaim: Codable, Sendable, Equatable {
  /// The number of the equation in the notes, as a claim has it.
  public let equation: String
  /// The claim that would be made.
  public let statement: String
  /// The reason why it is not checked, such as "σ is 1, and its own square".
  public let condition: String

  /// Creates a report of a claim that is skipped.
  public init(_ equation: String, _ statement: String, because condition: String) {
    (self.equation, self.statement, self.condition) = (equation, statement, condition)
  }
}
