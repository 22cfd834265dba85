import Notebook

/// A gradient from a few data.
enum Exercise1 {
  /// Estimates the gradient of a sum over n data from the data whose indices were picked, all equally likely.
  ///
  /// - Parameters:
  ///   - gradient: The gradient of one datum, by its index from 0 to n − 1.
  ///   - indices: The m indices that were picked.
  ///   - n: The number of data.
  @Sendable static func minibatchGradient(
    of gradient: (Int) -> Double, at indices: [Int], outOf n: Int
  ) throws -> Double {
    throw NotAnswered()
  }
}
