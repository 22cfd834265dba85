import VAECore

/// ½ log(λ/s²) for each eigenvalue above s² = 0.8.
enum Solution1 {
  @Sendable static func divergence() throws -> Double { 0.5 * (log(5 / 0.8) + log(3 / 0.8) + log(1 / 0.8)) }
}
