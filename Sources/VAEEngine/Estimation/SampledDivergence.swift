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
    let atATime = Swift.max(4, 4096 / Swift.max(1, dimension) / 4 * 4)
    let draws = AlignedNumbers<Double>(count: atATime * dimension)
    let ratios = AlignedNumbers<Double>(count: atATime)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: atATime) {
      let count = Swift.min(atATime, range.upperBound - first)
      noise.fillNormals(draws.start, count: count * dimension, from: first * dimension)
      for sample in 0..<count { ratios.start[sample] = logRatio(at: draws.start + sample * dimension) }
      estimate.merge(MonteCarloEstimate(UnsafeBufferPointer(start: ratios.start, count: count)))
    }
    return estimate
  }

  /// Σⱼ [½ (zⱼ² − εⱼ²) − log σⱼ] at z = μ + σε.
  private func logRatio(at noise: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for j in 0..<dimension {
      let z = mean[j] + standardDeviation[j] * noise[j]
      sum += 0.5 * (z * z - noise[j] * noise[j] - logVariance[j])
    }
    return sum
  }
}
