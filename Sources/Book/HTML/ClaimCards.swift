import Notebook
import Verification

/// The card of each claim of a chapter's page: both sides with all their digits, where they come from, what is allowed and
/// why, what a mistake would give, the seed, and the line that claims it.
final class ClaimCards {
  private let chapter: BookChapter
  /// The claims that have no card yet, by their numbers from 1.
  private var waiting: [(number: Int, record: Transcript.Record)]

  init(_ chapter: BookChapter) {
    self.chapter = chapter
    waiting = chapter.run.claims.enumerated().map { ($0.offset + 1, $0.element.record) }
  }

  /// The number of a claim on its page; of two that are alike, the first that has no card yet.
  func number(of record: Transcript.Record) -> Int? {
    waiting.firstIndex { $0.record == record }.map { waiting.remove(at: $0).number }
  }

  /// The card, which is hidden until one of the claim's numbers is pressed.
  func html(of claim: Claim, number: Int, record: Transcript.Record) -> String {
    let value = { (number: Double) in HTMLText.number(NumberText.significant(number, digits: 12)) }
    // The digits of what is zero but for rounding are the processor's.
    let isRounding = claim.text.observed.hasPrefix("below")
    var rows = [
      (claim.sources.observed.rawValue, isRounding ? HTMLText.number(claim.text.observed) : value(claim.observed)),
      ("\(claim.sources.expected.rawValue) (\(claim.relation.rawValue))", value(claim.expected)),
      (claim.kind == .exact ? "allowed" : "uncertainty", HTMLText.number(claim.text.uncertainty)),
      ("because", claim.derivation.escapedHTML),
    ]
    if let reason = claim.sources.reason { rows.append(("independent", reason.escapedHTML)) }
    switch claim.mistaken {
    case .value(let mistaken): rows.append(("a mistake would give", value(mistaken)))
    case .gapOtherThan(let gap): rows.append(("expected gap", value(gap)))
    }
    rows += [
      ("seed", "\(chapter.run.seed), \(chapter.run.samples) samples; the other options as by default"),
      ("source", "<code>\(record.file), line \(record.line)</code>"),
    ]
    let list = rows.map { "<dt>\($0.0.escapedHTML)</dt><dd>\($0.1)</dd>" }.joined()
    return """
      <div popover class="card-of-claim" id="about-\(number)">
      <p class="kicker">\(EquationLabel.inParentheses(claim.equation).escapedHTML) · section \(record.section)</p>
      <p>\(claim.statement.escapedHTML)</p>
      <dl>\(list)</dl></div>
      """
  }
}
