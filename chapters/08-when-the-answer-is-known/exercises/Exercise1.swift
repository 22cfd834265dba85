import Notebook

/// The nats that a code carries at the optimum.
enum Exercise1 {
  /// Predicts the mean divergence, in nats, for the eigenvalues 5, 3, 1, 0.6, 0.2, four coordinates and s² = 0.8.
  @Sendable static func divergence() throws -> Double {
    throw NotAnswered()
  }
}
