import VAECore

/// The fourth moment of a Gaussian.
enum Solution1 {
  /// μ⁴ + 6μ²σ² + 3σ⁴: what is left of (μ + σε)⁴ when the odd powers of ε have mean 0, ε² has 1 and ε⁴ has 3.
  @Sendable static func fourthMoment(mean: Double, deviation: Double) throws -> Double {
    let (squaredMean, variance) = (mean.squared, deviation.squared)
    return squaredMean.squared + 6 * squaredMean * variance + 3 * variance.squared
  }
}
