import Arithmetic

/// The evidence lower bound of the toy.
enum Solution1 {
  /// The squared error averages (x − wμ)² + w²σ² under q; the divergence is (16) in one dimension.
  @Sendable static func bound(
    mean: Double, deviation: Double, slope: Double, variance: Double, observation: Double
  ) throws -> Double {
    let residual = observation - slope * mean
    let squaredError = residual * residual + slope * slope * deviation * deviation
    let reconstruction = -0.5 * log(2 * Double.pi * variance) - squaredError / (2 * variance)
    let divergence = 0.5 * (mean * mean + deviation * deviation - 1 - log(deviation * deviation))
    return reconstruction - divergence
  }
}
