import VAECore

/// ½ log of the product of the turned M's diagonal elements over that of its eigenvalues.
enum Solution2 {
  @Sendable static func cost(first: Double, second: Double, angle: Double) throws -> Double {
    let (c, s) = (cos(angle).squared, sin(angle).squared)
    return 0.5 * log((first * c + second * s) * (first * s + second * c) / (first * second))
  }
}
