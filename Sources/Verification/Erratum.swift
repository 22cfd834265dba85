/// A place where the notes are wrong: what they print, what it must be, and the claims that show it.
public struct Erratum: Codable, Sendable, Equatable {
  /// Where it is printed: "9", or "Definition 1".
  public let place: String
  /// As printed, in Markdown.
  public let printed: String
  /// As it must be, in Markdown.
  public let correct: String
  /// The statements of the claims that show that the printed form is wrong and the corrected one right.
  public let claims: [String]

  /// Creates an erratum that claims of the same chapter show: one equality whose alternative is the printed form, or
  /// two claims, one that the printed form is wrong and one that the corrected form is right.
  public init(_ place: String, printed: String, correct: String, shownBy claims: String...) {
    self.place = place
    self.printed = printed
    self.correct = correct
    self.claims = claims
  }
}
