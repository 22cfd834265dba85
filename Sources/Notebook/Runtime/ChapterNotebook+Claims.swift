import VAECore
import Verification

/// Claims of a chapter's cells. Each says where its sides come from and what a known mistake would give.
extension ChapterNotebook {
  /// Claims that a sample mean has the given expectation.
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - estimate: The sample mean under test.
  ///   - expected: The side that it is compared with.
  ///   - other: The source of that side.
  ///   - reason: The reason why the sides can differ, if both are draws.
  ///   - exactStandardError: The standard error where theory gives one.
  ///   - heavyTails: The reason why the samples' own standard error cannot judge that one, if it cannot.
  ///   - alternative: What the best-known mistake would give; too few samples to tell it apart is a failure.
  ///   - condition: The reason why the claim makes no sense with these parameters, if it makes none; it is reported as skipped.
  ///   - file: The file in which the claim stands; leave it out.
  ///   - line: The line in that file; leave it out.
  public func check(
    _ equation: String, _ statement: String, _ estimate: MonteCarloEstimate, equals expected: Double,
    with other: Source, because reason: String? = nil, exactStandardError: Double? = nil, heavyTails: String? = nil,
    against alternative: Double, unless condition: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    let claim = Claim.statistical(
      equation, statement, estimate, expected, with: other, because: reason, exactStandardError: exactStandardError,
      heavyTails: heavyTails, against: alternative)
    record(claim, unless: condition, file, line)
  }

  /// Claims that two numbers agree within a derived tolerance.
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - observed: The side under test.
  ///   - expected: The side that it is compared with.
  ///   - source: The source of the observed side.
  ///   - other: The source of the expected side.
  ///   - reason: The reason why the sides can differ, if both come from one source.
  ///   - tolerance: How far the sides may lie apart, with its derivation.
  ///   - alternative: What the best-known mistake would give; a tolerance that hides it is a failure.
  ///   - condition: The reason why the claim makes no sense with these parameters, if it makes none; it is reported as skipped.
  ///   - file: The file in which the claim stands; leave it out.
  ///   - line: The line in that file; leave it out.
  public func check(
    _ equation: String, _ statement: String, _ observed: Double, equals expected: Double, comparing source: Source,
    with other: Source, because reason: String? = nil, within tolerance: Tolerance, against alternative: Double,
    unless condition: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    let claim = Claim.exact(
      equation, statement, observed, .equal, expected, comparing: source, with: other, because: reason,
      within: tolerance, against: alternative)
    record(claim, unless: condition, file, line)
  }

  /// Claims that one number lies strictly below another, by more than a derived tolerance.
  ///
  /// The alternative is the value that a mistake would give in place of `observed`: a number that does not lie below.
  public func check(
    _ equation: String, _ statement: String, _ observed: Double, isBelow bound: Double, comparing source: Source,
    with other: Source, because reason: String? = nil, by tolerance: Tolerance, against alternative: Double,
    unless condition: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    let claim = Claim.exact(
      equation, statement, observed, .less, bound, comparing: source, with: other, because: reason, within: tolerance,
      against: alternative)
    record(claim, unless: condition, file, line)
  }

  /// Claims that one number lies strictly above another, by more than a derived tolerance.
  ///
  /// The alternative is the value that a mistake would give in place of `observed`: a number that does not lie above.
  public func check(
    _ equation: String, _ statement: String, _ observed: Double, isAbove bound: Double, comparing source: Source,
    with other: Source, because reason: String? = nil, by tolerance: Tolerance, against alternative: Double,
    unless condition: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    let claim = Claim.exact(
      equation, statement, observed, .greater, bound, comparing: source, with: other, because: reason,
      within: tolerance, against: alternative)
    record(claim, unless: condition, file, line)
  }

  /// Claims that one number lies below another by a gap that is known to a factor of two.
  public func check(
    _ equation: String, _ statement: String, _ observed: Double, isBelow bound: Double, comparing source: Source,
    with other: Source, because reason: String? = nil, by tolerance: Tolerance, gap: Double,
    unless condition: String? = nil, file: String = #fileID, line: Int = #line
  ) {
    let claim = Claim.order(
      equation, statement, observed, .less, bound, comparing: source, with: other, because: reason, within: tolerance,
      gap: gap)
    record(claim, unless: condition, file, line)
  }

  private func record(_ claim: Claim, unless condition: String?, _ file: String, _ line: Int) {
    let reason = condition ?? (claim.verdict == .couldNotFail ? reasonForBlindClaims : nil)
    let skipped = reason.map { SkippedClaim(claim.equation, claim.statement, because: $0) }
    record(skipped.map(Transcript.Content.skipped) ?? .claim(claim), file, line)
  }
}
