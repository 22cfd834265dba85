/// A famous error of a derivation, which a chapter can make on purpose.
public struct Mistake: Codable, Sendable, Equatable {
  /// What `--mistake` takes: lower case and hyphens.
  public let name: String
  /// What goes wrong, in one line.
  public let summary: String
  /// The equation whose claim catches it.
  public let equation: String
  /// Public threads where learners made it or asked about it, such as "keras-team/keras#5691".
  public let threads: [String]

  /// Creates a mistake that the claim of an equation must catch.
  public init(_ name: String, _ summary: String, caughtBy equation: String, askedIn threads: [String] = []) {
    self.name = name
    self.summary = summary
    self.equation = equation
    self.threads = threads
  }
}
