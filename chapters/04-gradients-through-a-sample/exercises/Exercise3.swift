import Arithmetic
import Notebook

/// The last link of the chain, from σ to log σ².
enum Exercise3 {
  /// Returns ∂f(μ + σε)/∂λ for λ = log σ², from the slope f′.
  ///
  /// The derivation has one wrong step:
  ///
  ///     z = μ + σε                   the path
  ///     σ = exp(λ/2)                 since λ = log σ²
  ///     ∂f/∂σ = f′(z) ε              the chain's first link
  ///     ∂σ/∂λ = exp(λ/2) = σ         the exponential is its own derivative
  ///     ∂f/∂λ = f′(z) ε σ
  @Sendable static func derivative(
    ofSlope slope: (Double) -> Double, mean: Double, logVariance: Double, noise: Double
  ) throws -> Double {
    try notAnsweredYet()  // Delete this line when the derivation is repaired.
    let deviation = exp(0.5 * logVariance)
    return slope(mean + deviation * noise) * noise * deviation
  }
}
