import VAECore

/// A warm-up: the divergence's weight moves along a straight line from a first value to the objective's own.
///
///     βₑ = β₀ + (β − β₀) · e/N   for e < N,   then β
///
/// While the weight is small, a latent dimension can become useful before its divergence costs much.
///
/// - Source: Bowman et al. (2016), section 3.1; Sønderby et al. (2016).
public struct DivergenceWarmUp: Sendable, Equatable, Codable {
  /// β₀, the weight in the first epoch.
  public let start: Double
  /// N, the number of epochs until the weight is the objective's own.
  public let epochs: Int

  /// Creates a warm-up.
  ///
  /// - Parameters:
  ///   - start: β₀, from 0 up.
  ///   - epochs: N, at least 1.
  public init(start: Double, epochs: Int) { (self.start, self.epochs) = (start, epochs) }

  /// Returns the weight in an epoch, counted from 0.
  ///
  /// - Parameters:
  ///   - epoch: The epoch, e.
  ///   - end: β, the objective's own weight.
  public func weight(ofEpoch epoch: Int, end: Double) -> Double {
    epoch >= epochs ? end : start + (end - start) * (Double(epoch) / Double(epochs))
  }

  /// Refuses a weight below 0, a warm-up of no epoch, and any weight but 1 with importance samples.
  func requireValid(for objective: Objective) throws(InvalidInput) {
    guard start >= 0, start.isFinite else {
      throw InvalidInput("first divergence weight", expected: "a finite number, 0 or above", found: "\(start)")
    }
    guard (1...TrainingPlan.largestCount).contains(epochs) else {
      throw InvalidInput(
        "epochs of the divergence weight", expected: "from 1 to \(TrainingPlan.largestCount)", found: "\(epochs)")
    }
    guard objective.importanceSamples == 1 else {
      throw InvalidInput(
        "divergence weight with \(objective.importanceSamples) importance samples",
        expected: "1 in all epochs: other weights do not give a lower bound", found: "\(start) in the first one")
    }
  }
}
