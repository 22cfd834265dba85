import CKernels
import Arithmetic

// From the log-densities of a datum's draws to its objective, and the weight with which each draw enters the gradient.

extension Objective {
  /// Computes the objective of each of some data, and each draw's weight in its gradient.
  ///
  ///     K = 1:   weight 1/V        K > 1:   weight w̃ₖ/V,   w̃ₖ = wₖ / Σₗ wₗ
  ///
  /// since ∂ log Σₖ wₖ = Σₖ (wₖ / Σₗ wₗ) ∂ log wₖ. Subtracting the largest log-weight keeps every weight in [0, 1].
  ///
  /// - Parameters:
  ///   - logDensities: log p(x | z), a row for each datum, a column for each draw.
  ///   - logRatios: log q(z | x) − log p(z), likewise; not read for the analytic divergence.
  ///   - divergences: The divergence in closed form, one a datum; not read otherwise.
  ///   - weights: One a draw, likewise; overwritten.
  ///   - values: Three a datum, overwritten: the objective, the mean log-likelihood, the divergence.
  func formValues(
    logDensities: Rows<Double>, logRatios: Rows<Double>, divergences: Rows<Double>, weights: Rows<Double>,
    values: Rows<Double>
  ) {
    for datum in 0..<values.count {
      let reconstruction = mean(logDensities[datum])
      let divergence = divergence == .analytic ? divergences[datum][0] : mean(logRatios[datum])
      let value = values[datum]
      (value[1], value[2]) = (reconstruction, divergence)
      if importanceSamples == 1 {
        value[0] = reconstruction - divergenceWeight * divergence
        for draw in 0..<samples { weights[datum][draw] = 1 / Double(samples) }
      } else {
        value[0] = importanceWeightedBound(logDensities[datum], logRatios[datum], weights: weights[datum])
      }
    }
  }

  /// The mean over the V bounds of log (1/K) Σₖ wₖ; the weights become w̃ₖ/V.
  private func importanceWeightedBound(
    _ logDensities: UnsafePointer<Double>, _ logRatios: UnsafePointer<Double>, weights: UnsafeMutablePointer<Double>
  ) -> Double {
    var sum = 0.0
    for first in stride(from: 0, to: drawsOfDatum, by: importanceSamples) {
      for draw in first..<first + importanceSamples { weights[draw] = logDensities[draw] - logRatios[draw] }
      sum += normalize(UnsafeMutableBufferPointer(start: weights + first, count: importanceSamples))
    }
    return sum / Double(samples)
  }

  /// Replaces K log-weights by the normalised weights over V, and returns the log of the mean weight.
  private func normalize(_ weights: UnsafeMutableBufferPointer<Double>) -> Double {
    var largest = -Double.infinity
    // A weight that is not a number stays: the comparison's negation lets it through.
    for weight in weights where !(weight <= largest) { largest = weight }
    for draw in weights.indices { weights[draw] -= largest }
    weights.baseAddress.map { Double.kernels.pointee.map(LB_MAP_EXP, weights.count, $0, $0) }
    var sum = 0.0
    for weight in weights { sum += weight }
    for draw in weights.indices { weights[draw] /= sum * Double(samples) }
    return largest + log(sum / Double(importanceSamples))
  }

  private func mean(_ draws: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for draw in 0..<drawsOfDatum { sum += draws[draw] }
    return sum / Double(drawsOfDatum)
  }
}
