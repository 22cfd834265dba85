import Notebook
import Verification

/// A mistake, and the claim that failed when it was made.
public struct CaughtMistake: Sendable, Equatable {
  /// The mistake that the chapter declares.
  public let mistake: Mistake
  /// The first claim that failed, if one did.
  public let failure: Claim?

  /// Its name, as code.
  var name: String { "`\(mistake.name)`" }
  /// Its summary, in a table's cell.
  var summary: String { MarkdownText.plain(mistake.summary) }

  /// The claim with both of its sides, in a table's cell.
  var claim: String {
    guard let failure else { return "nothing" }
    let sides = "\(failure.text.observed) against \(failure.text.expected)"
    return "\(EquationLabel.inParentheses(failure.equation)) \(MarkdownText.plain(failure.statement)): \(sides)"
  }
}
