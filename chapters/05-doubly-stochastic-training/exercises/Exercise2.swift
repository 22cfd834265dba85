import Notebook

/// The best number of draws per image.
enum Exercise2 {
  /// Returns the number V of draws per image with the least variance for a fixed budget, not rounded.
  ///
  /// - Parameters:
  ///   - ofImages: A, the variance between images.
  ///   - ofDraws: B, the variance of one draw.
  ///   - encoderCost: What an encoder pass costs, in draws.
  @Sendable static func draws(ofImages: Double, ofDraws: Double, encoderCost: Double) throws -> Double {
    throw NotAnswered()
  }
}
