import CKernels
import VAECore

extension DiagonalGaussian {
  /// Returns the divergence from `self` to the standard Gaussian as a sample mean.
  ///
  ///     KL(q ‖ p) ≈ (1/m) Σᵢ [log q(zᵢ) − log p(zᵢ)],   zᵢ = μ + σ ⊙ εᵢ
  ///
  /// At z = μ + σε the log-ratio is Σⱼ [½ (zⱼ² − εⱼ²) − log σⱼ]: the constants cancel and nothing is divided.
  ///
  /// Defined by `VAECore.DiagonalGaussian.sampledDivergenceFromStandard(_:)`.
  ///
  /// - Parameters:
  ///   - sampling: m and the noise.
  ///   - threads: How many threads share the samples.
  /// - Returns: The estimate, in nats, whose variance of one sample is that of `logRatioToStandard`.
  /// - Source: eq. (9) sampled; its limit is eq. (16).
  public func sampledDivergenceFromStandard(_ sampling: MonteCarlo, threads: Threads) -> MonteCarloEstimate {
    var estimate = MonteCarloEstimate()
    reduceInOrder(sampling.samples, partsOf: samplesOfPart, threads: threads) { range in
      estimateOfDivergence(over: range, noise: sampling.noise)
    } merge: {
      estimate.merge($0)
    }
    return estimate
  }

  /// Averages a range of samples.
  private func estimateOfDivergence(over range: Range<Int>, noise: RandomStream) -> MonteCarloEstimate {
    var estimate = MonteCarloEstimate()
    let halfLogDeterminant = 0.5 * logVariance.reduce(0, +)
    let atATime = 1024
    withUnsafeTemporaryAllocation(of: Double.self, capacity: atATime) { ratios in
      guard let start = ratios.baseAddress else { return }
      for first in stride(from: range.lowerBound, to: range.upperBound, by: atATime) {
        let count = Swift.min(atATime, range.upperBound - first)
        Double.kernels.pointee.log_ratios(
          noise.seed, noise.number, UInt64(first), count, dimension, mean, standardDeviation, start)
        for sample in 0..<count { start[sample] -= halfLogDeterminant }
        estimate.merge(MonteCarloEstimate(UnsafeBufferPointer(start: start, count: count)))
      }
    }
    return estimate
  }
}
