import Glibc

// From the log-densities of a batch's draws to the objective, and the weight with which each draw enters its gradient.

extension Objective {
  /// Adds up the objective over the data of a batch, and writes each draw's weight in its gradient.
  ///
  ///     K = 1:   weight 1/V        K > 1:   weight w̃ₖ/V,   w̃ₖ = wₖ / Σₗ wₗ
  ///
  /// since ∂ log Σₖ wₖ = Σₖ (wₖ / Σₗ wₗ) ∂ log wₖ. Subtracting the largest log-weight keeps every weight in [0, 1].
  ///
  /// - Parameters:
  ///   - logDensities: log p(x | z), one a draw.
  ///   - logRatios: log q(z | x) − log p(z), one a draw; not read for the analytic divergence.
  ///   - divergence: The divergence in closed form, summed over the data; not read otherwise.
  ///   - data: n.
  ///   - weights: One a draw.
  /// - Returns: Sums over the data.
  func sum(
    logDensities: UnsafeBufferPointer<Double>, logRatios: UnsafeBufferPointer<Double>,
    divergence analytic: Double, data: Int, weights: UnsafeMutableBufferPointer<Double>
  ) -> ObjectiveValue {
    let draws = Double(logDensities.count / Swift.max(1, data))
    var (reconstruction, divergence, weighted) = (0.0, analytic, 0.0)
    for value in logDensities { reconstruction += value }
    reconstruction /= draws
    if self.divergence != .analytic {
      divergence = 0
      for value in logRatios { divergence += value }
      divergence /= draws
    }
    if importanceSamples > 1 {
      let bounds = draws / Double(importanceSamples)
      for first in stride(from: 0, to: logDensities.count, by: importanceSamples) {
        for draw in first..<first + importanceSamples { weights[draw] = logDensities[draw] - logRatios[draw] }
        let ofBound = UnsafeMutableBufferPointer(rebasing: weights[first..<first + importanceSamples])
        weighted += normalize(ofBound, over: bounds) / bounds
      }
    } else {
      weighted = reconstruction - divergenceWeight * divergence
      weights.update(repeating: 1 / draws)
    }
    return ObjectiveValue(
      objective: weighted, bound: EvidenceLowerBound(reconstruction: reconstruction, divergence: divergence))
  }

  /// Replaces K log-weights by the normalised weights over `bounds`, and returns the log of the mean weight.
  private func normalize(_ weights: UnsafeMutableBufferPointer<Double>, over bounds: Double) -> Double {
    var largest = -Double.infinity
    // A weight that is not a number stays: the comparison's negation lets it through.
    for weight in weights where !(weight <= largest) { largest = weight }
    var sum = 0.0
    for draw in weights.indices {
      weights[draw] = exp(weights[draw] - largest)
      sum += weights[draw]
    }
    for draw in weights.indices { weights[draw] /= sum * bounds }
    return largest + log(sum / Double(importanceSamples))
  }
}
