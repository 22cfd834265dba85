import VAECore

extension Claim {
  /// Claims an exact relation within a derived tolerance.
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - observed: The side under test.
  ///   - relation: Equality, or a strict order beyond the uncertainty.
  ///   - expected: The side that it is compared with.
  ///   - source: The source of the observed side.
  ///   - other: The source of the expected side.
  ///   - reason: The reason why the sides can differ, if both come from one source.
  ///   - tolerance: How far the sides may lie apart, with its derivation.
  ///   - alternative: The value that a known mistake would give; the claim must fail on it.
  public static func exact(
    _ equation: String, _ statement: String, _ observed: Double, _ relation: Relation, _ expected: Double,
    comparing source: Source, with other: Source, because reason: String? = nil, within tolerance: Tolerance,
    against alternative: Double
  ) -> Claim {
    Claim(
      equation, statement, observed, relation, expected, Sources(source, other, because: reason), tolerance,
      .value(alternative))
  }

  /// Claims that one number lies below or above another, by a gap that is known to a factor of two.
  ///
  /// `gap` is the expected distance between the sides, positive; the other parameters are those of `exact`.
  public static func order(
    _ equation: String, _ statement: String, _ observed: Double, _ relation: Relation, _ expected: Double,
    comparing source: Source, with other: Source, because reason: String? = nil, within tolerance: Tolerance,
    gap: Double
  ) -> Claim {
    Claim(
      equation, statement, observed, relation, expected, Sources(source, other, because: reason), tolerance,
      .gapOtherThan(gap))
  }

  private init(
    _ equation: String, _ statement: String, _ observed: Double, _ relation: Relation, _ expected: Double,
    _ sources: Sources, _ tolerance: Tolerance, _ mistaken: Mistaken
  ) {
    let allowed = tolerance.value
    let sees = Self.sees(mistaken, relation, expected, resolution: allowed)
    let holds = Self.holds(observed, relation, expected, allowed: allowed, mistaken)
    self.init(
      equation: equation, statement: statement, kind: .exact, relation: relation, observed: observed,
      expected: expected, sources: sources, standardError: nil, sampleStandardError: nil, tolerance: allowed,
      derivation: tolerance.derivation, mistaken: mistaken,
      verdict: !holds ? .fails : sees && sources.canDiffer ? .holds : .couldNotFail)
  }

  /// Claims that a sample mean has the given expectation.
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - estimate: The sample mean under test.
  ///   - expected: The side that it is compared with.
  ///   - other: The source of the expected side.
  ///   - reason: The reason why the sides can differ, if both are draws.
  ///   - exactStandardError: The standard error where theory gives one; the samples' own otherwise. From 1000 samples
  ///     on, one that is not within a factor of two of the samples' own is a failure.
  ///   - heavyTails: The reason why the samples' own error cannot judge the exact one, if it cannot.
  ///   - alternative: The value that a known mistake would give; too few samples to tell it apart is a failure.
  public static func statistical(
    _ equation: String, _ statement: String, _ estimate: MonteCarloEstimate, _ expected: Double,
    with other: Source, because reason: String? = nil, exactStandardError: Double? = nil, heavyTails: String? = nil,
    against alternative: Double
  ) -> Claim {
    let rounding = roundingOfMean(estimate)
    let standardError = (exactStandardError ?? estimate.standardError).map { error in
      // Beside an error a thousand times as large, rounding makes no difference to a verdict.
      rounding > 1e-3 * error ? error + rounding : error
    }
    let sources = Sources(.draws, other, because: reason)
    let own = exactStandardError == nil || estimate.count < samplesThatKnowTheirError ? nil : estimate.standardError
    let mistaken = Mistaken.value(alternative)
    let verdict: Verdict
    if let standardError, sources.canDiffer,
      sees(mistaken, .equal, expected, resolution: detectableBias * standardError)
    {
      let isPlausible =
        heavyTails != nil
        || own.map { own in exactStandardError.map { own / 2 <= $0 && $0 <= 2 * own } ?? true } ?? true
      let holds = holds(estimate.mean, .equal, expected, allowed: threshold * standardError, mistaken)
      verdict = !holds ? .fails : isPlausible ? .holds : .wrongStandardError
    } else {
      verdict = .couldNotFail
    }
    return Claim(
      equation: equation, statement: statement, kind: .statistical, relation: .equal, observed: estimate.mean,
      expected: expected, sources: sources, standardError: standardError, sampleStandardError: own, tolerance: nil,
      derivation: derivation(standardError, exactStandardError, count: estimate.count, heavyTails), mistaken: mistaken,
      verdict: verdict)
  }

  private static func derivation(
    _ standardError: Double?, _ exact: Double?, count: Int, _ heavyTails: String?
  ) -> String {
    switch (standardError, exact, count) {
    case (nil, _, let count): "no standard error from \(count) sample"
    // One number that may itself be an average, as the logarithm of one is.
    case (_, .some, 1): "exact standard error"
    case (_, .some, let count):
      "exact standard error for \(count) samples" + (heavyTails.map { ", not compared with theirs: \($0)" } ?? "")
    case (_, nil, let count): "standard error estimated from \(count) samples"
    }
  }

  /// The largest rounding error of a running mean of n samples.
  ///
  ///     |error| ≤ Σₖ (k/n) · 2⁻⁵³ |x̄| = ½ (n + 1) · 2⁻⁵³ |x̄|
  ///
  /// Adding sample k rounds the mean once, and the samples after it shrink that error by k/n. Equal samples have a standard
  /// error of 0, and their mean may still be wrong by as much.
  private static func roundingOfMean(_ estimate: MonteCarloEstimate) -> Double {
    0.5 * Double(estimate.count + 1) * 0x1p-53 * abs(estimate.mean)
  }

  // MARK: The rules

  /// Returns true if the relation is true. Every comparison is false for NaN, so a NaN on either side fails.
  private static func holds(
    _ observed: Double, _ relation: Relation, _ expected: Double, allowed: Double, _ mistaken: Mistaken
  ) -> Bool {
    guard observed.isFinite, expected.isFinite, allowed.isFinite else { return false }
    let gap: Double
    switch relation {
    case .equal: return abs(observed - expected) <= allowed
    case .less: gap = expected - observed
    case .greater: gap = observed - expected
    }
    guard case .gapOtherThan(let known) = mistaken else { return gap > allowed }
    return gap > allowed && known / 2 <= gap && gap <= 2 * known
  }

  /// Returns true if the claim would fail after the mistake.
  private static func sees(
    _ mistaken: Mistaken, _ relation: Relation, _ expected: Double, resolution: Double
  ) -> Bool {
    switch (mistaken, relation) {
    case (.value(let value), .equal): abs(value - expected) > resolution
    case (.value(let value), .less): expected - value <= resolution
    case (.value(let value), .greater): value - expected <= resolution
    // A mistake halves the gap; what is left must still be more than rounding.
    case (.gapOtherThan(let gap), _): gap / 2 > resolution
    }
  }
}
