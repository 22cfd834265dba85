import Notebook
import VAECore

/// The cost of a wrong width of q.
enum Exercise3 {
  /// Returns R, the variance of the weights ρ = p(z)/q(z) under q, for p = N(0, τ²) and q = N(0, σ²); ∞ if it is infinite.
  ///
  /// The derivation has one wrong step:
  ///
  ///     E_q ρ²   = ∫ p(z)²/q(z) dz                                the mean of the square
  ///     p²/q     = σ/(τ² √2π) · exp(−½ z² (1/τ² − 1/σ²))          collect the exponents
  ///     E_q ρ²   = σ/τ² · (1/τ² − 1/σ²)^(−½)                      integrate; infinite unless the bracket is above 0
  ///     R        = E_q ρ² − 1                                     the mean of ρ is 1
  @Sendable static func relativeVariance(posterior tau: Double, proposal sigma: Double) throws -> Double {
    try notAnsweredYet()  // Delete this line when the derivation is repaired.
    let precision = 1 / (tau * tau) - 1 / (sigma * sigma)
    return precision > 0 ? sigma / (tau * tau) / precision.squareRoot() - 1 : .infinity
  }
}
