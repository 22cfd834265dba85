/// A place where the notes are wrong: what they print, what it must be, and the claim that shows it.
public struct Erratum: Codable, Sendable, Equatable {
  /// Where it is printed: "9", or "Definition 1".
  public let place: String
  /// As printed, in Markdown.
  public let printed: String
  /// As it must be, in Markdown.
  public let correct: String
  /// The statement of the claim that shows the difference.
  public let claim: String

  /// Creates an erratum that the claim of a given statement, in the same chapter, shows.
  public init(_ place: String, printed: String, correct: String, shownBy claim: String) {
    self.place = place
    self.printed = printed
    self.correct = correct
    self.claim = claim
  }
}
