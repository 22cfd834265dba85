import Notebook

/// What a wrong width costs.
enum Exercise2 {
  /// Predicts the gap, in nats, of a q with the posterior's mean and three times, or a third of, its deviation.
  ///
  /// - Returns: Both gaps; 0.01 nats off is near enough.
  @Sendable static func gaps() throws -> (tooWide: Double, tooNarrow: Double) {
    throw NotAnswered()
  }
}
