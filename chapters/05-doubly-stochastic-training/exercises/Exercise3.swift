import Notebook

/// The best q for another weight of the divergence.
enum Exercise3 {
  /// Returns the variance σ² of the q that maximizes E_q log p(x|z) − β KL(q ‖ p) for the toy x|z ~ N(wz, s²).
  ///
  /// The derivation has one wrong step:
  ///
  ///     objective = −w²σ²/(2s²) + (β/2)(1 + log σ² − σ² − μ²) + what does not depend on σ
  ///     ∂/∂σ²     = −w²/(2s²) + (β/2)(1/σ² − 1)                 differentiate in σ²
  ///     0         = −w²/s² + β/σ² − 1                            set it to 0, times 2
  ///     σ²        = β/(1 + w²/s²)                                solve for σ²
  @Sendable static func variance(slope: Double, observationVariance: Double, beta: Double) throws -> Double {
    try notAnsweredYet()  // Delete this line when the derivation is repaired.
    return beta / (1 + slope * slope / observationVariance)
  }
}
