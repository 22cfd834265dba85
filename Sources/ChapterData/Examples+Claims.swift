import VAECore
import Verification

extension Examples {
  /// The reason to skip a claim that is about the digits; nil for them.
  public var onlyOfDigits: String? { areDigits ? nil : "it is about the digits, and these are other data" }

  /// Returns the reason to skip a claim if a mistake gives the same number to within the tolerance; nil for the digits, which
  /// the claim must be able to tell apart.
  public func hides(_ mistaken: Double, from expected: Double, within tolerance: Tolerance) -> String? {
    areDigits || abs(mistaken - expected) > 2 * tolerance.value ? nil : Self.sameNumber
  }

  /// Returns the same of a claim about a mean, judged by its exact standard error, or else by its own.
  public func hides(
    _ mistaken: Double, from expected: Double, of estimate: MonteCarloEstimate, exactStandardError: Double? = nil
  ) -> String? {
    let error = exactStandardError ?? estimate.standardError ?? .nan
    return areDigits || abs(mistaken - expected) > Claim.detectableBias * error ? nil : Self.sameNumber
  }

  private static let sameNumber = "on these data the mistake gives the same number to within the error"
}
