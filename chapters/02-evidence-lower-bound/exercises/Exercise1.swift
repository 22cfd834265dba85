import Notebook

/// The evidence lower bound of the toy.
enum Exercise1 {
  /// Returns E_q log p(x | z) − KL(q ‖ p(z)) in nats, for x | z ~ N(wz, s²) and q = N(μ, σ²).
  @Sendable static func bound(
    mean: Double, deviation: Double, slope: Double, variance: Double, observation: Double
  ) throws -> Double {
    throw NotAnswered()
  }
}
