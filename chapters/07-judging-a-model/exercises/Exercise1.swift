import Notebook

/// The widest error bar of a log-likelihood.
enum Exercise1 {
  /// Predicts the largest standard error that 50 weights can report for the logarithm of their average, in nats.
  @Sendable static func largestError() throws -> Double {
    throw NotAnswered()
  }
}
