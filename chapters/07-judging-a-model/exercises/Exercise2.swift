import Notebook
import VAECore

/// The score of one image, without overflow.
enum Exercise2 {
  /// Returns log (1/K) Σ exp(logWeights[i]), for log-weights of any size.
  @Sendable static func logMean(logWeights: [Double]) throws -> Double {
    throw NotAnswered()
  }
}
