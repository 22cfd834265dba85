import Arithmetic
import Notebook

/// The first summand of (13).
enum Exercise3 {
  /// Returns J₁ = ∫ z₁² exp(−½ Σₖ (zₖ − μₖ)²/σₖ²) dz.
  ///
  /// The derivation has one wrong step:
  ///
  ///     J₁ = ∏ₖ₌₂ᵈ √(2π) σₖ · ∫ z₁² exp(−½ (z₁ − μ₁)²/σ₁²) dz₁       the other coordinates integrate to √(2π) σₖ
  ///     z₁² = (z₁ − μ₁)² + 2μ₁z₁ − μ₁²                                 complete the square
  ///     ∫ … dz₁ = √(2π) σ₁ (σ₁² + 0 − μ₁²)                             the middle term is odd and vanishes
  ///     J₁ = (2π)^(d/2) ∏ₖ σₖ (σ₁² − μ₁²)
  @Sendable static func firstSummand(mean: [Double], deviation: [Double]) throws -> Double {
    try notAnsweredYet()  // Delete this line when the derivation is repaired.
    let volume = pow(2 * Double.pi, Double(mean.count) / 2) * deviation.reduce(1, *)
    return volume * (deviation[0] * deviation[0] - mean[0] * mean[0])
  }
}
