import Arithmetic

/// The last link of the chain, from σ to log σ².
enum Solution3 {
  /// The exponent λ/2 has a derivative too: ∂σ/∂λ = ½σ.
  @Sendable static func derivative(
    ofSlope slope: (Double) -> Double, mean: Double, logVariance: Double, noise: Double
  ) throws -> Double {
    let deviation = exp(0.5 * logVariance)
    return slope(mean + deviation * noise) * noise * 0.5 * deviation
  }
}
