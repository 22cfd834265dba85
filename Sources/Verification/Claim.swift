/// A statement that two sides of an equation agree, or that one lies below the other, checked when it is made.
///
/// An *exact* claim compares two numbers within a derived `Tolerance`. A *statistical* claim compares a sample mean with
/// its expectation in units of the standard error. Both say where each side comes from, and name a value that a known
/// mistake would give: a claim that this value would pass too could not fail, and counts as failed.
///
/// ```swift
/// let claim = Claim.exact(
///   "16", "the closed form is the integral", integral, .equal, q.divergenceFromStandard(),
///   comparing: .quadrature, with: .closedForm, within: .rounding(operations: 1000, scale: 2),
///   against: 2 * q.divergenceFromStandard())
/// ```
public struct Claim: Codable, Sendable, Equatable {
  /// The number of standard errors that a statistical claim allows: |z| > 6.11 happens once in 10⁹ correct claims.
  public static let threshold = 6.11
  /// The number of standard errors that a bias must measure to be caught with probability 0.999: 6.11 + 3.09.
  public static let detectableBias = 9.20
  /// From how many samples on an exact standard error is compared with the samples' own.
  public static let samplesThatKnowTheirError = 1000

  /// The unit in which the two sides are compared: a tolerance or standard errors.
  public enum Kind: String, Codable, Sendable {
    /// Two numbers, within a derived tolerance.
    case exact
    /// A sample mean and its expectation, within standard errors.
    case statistical
  }

  /// The relation of the observed side to the expected side.
  public enum Relation: String, Codable, Sendable {
    /// Both sides agree.
    case equal = "="
    /// The observed side lies strictly below, by more than the uncertainty.
    case less = "<"
    /// The observed side lies strictly above, by more than the uncertainty.
    case greater = ">"
  }

  /// The outcome of the check.
  public enum Verdict: String, Codable, Sendable {
    /// The relation was checked and is true.
    case holds
    /// The relation was checked and is false, or a side is not a number.
    case fails
    /// The mistake that it is about would pass too, or both sides come from one source and nothing says why they can
    /// differ.
    case couldNotFail = "could not fail"
    /// The exact standard error is less than half or more than twice the samples' own.
    case wrongStandardError = "wrong standard error"
  }

  /// The number of the equation in the notes, such as "16", or a comma-separated list.
  public let equation: String
  /// The claim, as a sentence.
  public let statement: String
  /// Exact or statistical.
  public let kind: Kind
  /// Equality, or a strict order beyond the uncertainty.
  public let relation: Relation
  /// The side under test.
  public let observed: Double
  /// The side that it is compared with.
  public let expected: Double
  /// The sources of both sides.
  public let sources: Sources
  /// The standard error of the observed side; nil for an exact claim, and where too few samples give none.
  public let standardError: Double?
  /// The standard error that the samples themselves give, where an exact one is used and can be judged by it.
  public let sampleStandardError: Double?
  /// The allowed absolute difference; nil for a statistical claim.
  public let tolerance: Double?
  /// The derivation of the tolerance or the standard error, in words.
  public let derivation: String
  /// The value that a known mistake would give in place of the observed side.
  public let mistaken: Mistaken
  /// The verdict, decided when the claim was made.
  public let verdict: Verdict

  /// A wrong observed side.
  public enum Mistaken: Codable, Sendable, Equatable {
    /// The value that a known mistake gives.
    case value(Double)
    /// Of an order: how far apart the sides must lie, within a factor of two.
    case gapOtherThan(Double)
  }

  /// True if the claim was checked and holds.
  public var holds: Bool { verdict == .holds }

  /// The smallest bias that the claim would catch: with certainty if exact, with probability 0.999 if statistical.
  public var detectable: Double? {
    switch kind {
    case .exact: tolerance
    case .statistical: standardError.map { Self.detectableBias * $0 }
    }
  }

  /// The difference that the claim is about: from the expected side to the mistaken value, or the gap of an order.
  public var difference: Double {
    switch mistaken {
    case .value(let value): abs(value - expected)
    case .gapOtherThan(let gap): gap
    }
  }
}
