import Arithmetic

/// The first summand of (13).
enum Solution3 {
  /// z₁ is not odd about μ₁: its integral is μ₁ √(2π) σ₁, so that the middle term gives 2μ₁², and σ₁² + μ₁² is left.
  @Sendable static func firstSummand(mean: [Double], deviation: [Double]) throws -> Double {
    let volume = pow(2 * Double.pi, Double(mean.count) / 2) * deviation.reduce(1, *)
    return volume * (deviation[0] * deviation[0] + mean[0] * mean[0])
  }
}
