import Plotting
import Verification

/// Everything that a run of a chapter showed, in order, each record with the source line that made it.
///
/// The terminal's tables and the JSON are rendered from it; so is any later form, a page or a deck.
public struct Transcript: Sendable {
  /// One thing that a cell showed.
  public struct Record: Sendable {
    /// The number of the section whose cell made the record, such as "3.4".
    public let section: String
    /// The line of the chapter's source.
    public let line: Int
    /// What was shown.
    public let content: Content
  }

  /// What a cell can show.
  public enum Content: Sendable {
    /// A claim with both of its sides.
    case claim(Claim)
    /// A named number, with what it is in words.
    case value(name: String, meaning: String, value: Double)
    /// A figure, drawn or to be drawn.
    case figure(Figure)
    /// A sentence about the numbers of this run.
    case remark(String)
  }

  /// The chapter's number.
  public let chapter: Int
  /// The chapter's title.
  public let title: String
  /// The seed of every draw.
  public let seed: UInt64
  /// The number of samples of each average.
  public let samples: Int
  /// The chapter's own parameters.
  public let parameters: [Parameter]
  /// The mistake that was made on purpose, if one was.
  public let mistake: Mistake?
  /// The records, in the order in which they were made.
  public internal(set) var records: [Record] = []

  /// The claims, with the records that hold them.
  public var claims: [(record: Record, claim: Claim)] {
    records.compactMap { record in
      if case .claim(let claim) = record.content { (record, claim) } else { nil }
    }
  }

  /// Whether every claim was checked and holds.
  public var holds: Bool { claims.allSatisfy { $0.claim.holds } }

  /// The first claim that failed, which is the one that caught a mistake.
  public var firstFailure: (record: Record, claim: Claim)? { claims.first { $0.claim.verdict == .fails } }
}
