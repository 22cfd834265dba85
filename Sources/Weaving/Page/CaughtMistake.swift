/// A mistake, and the claim that failed when it was made.
public struct CaughtMistake: Sendable, Equatable {
  /// What the chapter declares.
  public let mistake: MistakeRecord
  /// The first claim that failed, if one did.
  public let failure: ClaimRecord?

  /// Its name, as code.
  var name: String { "`\(mistake.name)`" }
  /// What goes wrong.
  var summary: String { MarkdownText.plain(mistake.summary) }

  /// The claim with both of its sides, in a table's cell.
  var claim: String {
    guard let failure else { return "nothing" }
    let sides = "\(failure.observedText) against \(failure.expectedText)"
    return "\(MarkdownText.equation(failure.equation)) \(MarkdownText.plain(failure.statement)): \(sides)"
  }
}
