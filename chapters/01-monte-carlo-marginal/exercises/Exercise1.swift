import Notebook

/// The number of draws for a standard error of 0.001 nats.
enum Exercise1 {
  /// Predicts how many draws from the prior log p(x) of the toy takes.
  ///
  /// - Returns: The number at the defaults, and the number with s² = 0.005; 2 % off is near enough.
  @Sendable static func draws() throws -> (atDefaults: Double, sharpDecoder: Double) {
    throw NotAnswered()
  }
}
