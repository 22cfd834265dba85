import Notebook

/// The coverage of an interval around the wrong mean.
enum Exercise2 {
  /// Returns the probability that |z − mean − δ| < 1.645 τ, for z from N(mean, τ²).
  ///
  /// - Parameters:
  ///   - shift: δ.
  ///   - deviation: τ.
  @Sendable static func coverage(shift: Double, deviation: Double) throws -> Double {
    throw NotAnswered()
  }
}
