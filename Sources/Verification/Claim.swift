import VAECore

/// A statement that two sides of an equation agree, checked when it is made.
///
/// An *exact* claim compares two numbers within a derived `Tolerance`. A *statistical* claim compares a sample mean with
/// its expectation in units of the standard error. Both name, where they can, the difference that they are about: the
/// distance to the value that the best-known mistake would give. A claim too coarse to see that difference could not
/// fail, and counts as failed.
public struct Claim: Codable, Sendable, Equatable {
  /// How many standard errors a statistical claim allows: |z| > 6.11 happens once in 10⁹ correct claims.
  public static let threshold = 6.11
  /// How many standard errors a bias must measure to be caught with probability 0.999: 6.11 + 3.09.
  public static let detectableBias = 9.20

  /// Whether the two sides are compared within a tolerance or within standard errors.
  public enum Kind: String, Codable, Sendable {
    /// Two numbers, within a derived tolerance.
    case exact
    /// A sample mean and its expectation, within standard errors.
    case statistical
  }

  /// What is claimed of the observed side against the expected side.
  public enum Relation: String, Codable, Sendable {
    /// Both sides agree.
    case equal = "="
    /// The observed side lies strictly below, by more than the uncertainty.
    case less = "<"
    /// The observed side lies strictly above, by more than the uncertainty.
    case greater = ">"
  }

  /// How the check ended.
  public enum Verdict: String, Codable, Sendable {
    /// The relation was checked and is true.
    case holds
    /// The relation was checked and is false, or a side is not a number.
    case fails
    /// The check is too coarse to see the difference that it is about.
    case couldNotFail = "could not fail"
  }

  /// The number of the equation in the notes, such as "16", or a comma-separated list.
  public let equation: String
  /// What is claimed, as a sentence.
  public let statement: String
  /// Exact or statistical.
  public let kind: Kind
  /// Equality, or a strict order beyond the uncertainty.
  public let relation: Relation
  /// The side under test.
  public let observed: Double
  /// The side it is held against.
  public let expected: Double
  /// The standard error of the observed side; nil for an exact claim, and where too few samples give none.
  public let standardError: Double?
  /// The allowed absolute difference; nil for a statistical claim.
  public let tolerance: Double?
  /// Where the tolerance or the standard error comes from, in words.
  public let derivation: String
  /// The difference that the claim is about; nil where none was named.
  public let difference: Double?
  /// The verdict, decided when the claim was made.
  public let verdict: Verdict

  /// Whether the claim was checked and holds.
  public var holds: Bool { verdict == .holds }

  /// The smallest bias that the claim would catch: with certainty if exact, with probability 0.999 if statistical.
  public var detectable: Double? {
    switch kind {
    case .exact: tolerance
    case .statistical: standardError.map { Self.detectableBias * $0 }
    }
  }

  /// Claims an exact relation within a derived tolerance.
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - observed: The side under test.
  ///   - relation: Equality, or a strict order beyond the uncertainty.
  ///   - expected: The side that it is held against.
  ///   - tolerance: How far the sides may lie apart, with its derivation.
  ///   - alternative: The value that a known mistake would give; the claim must be able to tell it apart.
  public static func exact(
    _ equation: String, _ statement: String, _ observed: Double, _ relation: Relation = .equal, _ expected: Double,
    within tolerance: Tolerance, against alternative: Double? = nil
  ) -> Claim {
    Claim(
      equation: equation, statement: statement, kind: .exact, relation: relation, observed: observed,
      expected: expected, uncertainty: tolerance.value, allowance: tolerance.value, resolution: tolerance.value,
      derivation: tolerance.derivation, difference: alternative.map { abs($0 - expected) })
  }

  /// Claims that a sample mean has the given expectation (or lies strictly to one side of it).
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - estimate: The sample mean under test.
  ///   - relation: Equality, or a strict order beyond the uncertainty.
  ///   - expected: The side that it is held against.
  ///   - exactStandardError: The standard error where theory gives one; the estimated one otherwise.
  ///   - alternative: The value that a known mistake would give; too few samples to tell it apart is a failure.
  public static func statistical(
    _ equation: String, _ statement: String, _ estimate: MonteCarloEstimate, _ relation: Relation = .equal,
    _ expected: Double, exactStandardError: Double? = nil, against alternative: Double
  ) -> Claim {
    let standardError = exactStandardError ?? estimate.standardError
    let derivation =
      switch (standardError, exactStandardError, estimate.count) {
      case (nil, _, let count): "no standard error from \(count) sample"
      // One number that may itself be an average, as the logarithm of one is.
      case (_, .some, 1): "exact standard error"
      case (_, .some, let count): "exact standard error for \(count) samples"
      case (_, nil, let count): "standard error estimated from \(count) samples"
      }
    return Claim(
      equation: equation, statement: statement, kind: .statistical, relation: relation, observed: estimate.mean,
      expected: expected, uncertainty: standardError, allowance: standardError.map { threshold * $0 },
      resolution: standardError.map { detectableBias * $0 },
      derivation: derivation, difference: abs(alternative - expected))
  }

  private init(
    equation: String, statement: String, kind: Kind, relation: Relation, observed: Double, expected: Double,
    uncertainty: Double?, allowance: Double?, resolution: Double?, derivation: String, difference: Double?
  ) {
    self.equation = equation
    self.statement = statement
    self.kind = kind
    self.relation = relation
    self.observed = observed
    self.expected = expected
    standardError = kind == .statistical ? uncertainty : nil
    tolerance = kind == .exact ? uncertainty : nil
    self.derivation = derivation
    self.difference = difference

    // Every comparison below is false for NaN, so that a NaN on either side fails.
    let holds: Bool
    switch (relation, allowance) {
    case (_, nil): holds = false
    case (.equal, let allowance?): holds = observed == expected || abs(observed - expected) <= allowance
    case (.less, let allowance?): holds = expected - observed > allowance
    case (.greater, let allowance?): holds = observed - expected > allowance
    }
    let blind = difference.map { difference in !(resolution.map { $0 < difference } ?? false) } ?? false
    verdict = blind ? .couldNotFail : holds ? .holds : .fails
  }
}
