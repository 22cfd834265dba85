import Verification

extension DiagonalGaussian {
  /// Returns the divergence from `self` to the standard Gaussian as a sample mean.
  ///
  ///     KL(q ‖ p) ≈ (1/m) Σᵢ [log q(zᵢ) − log p(zᵢ)],   zᵢ = μ + σ ⊙ εᵢ
  ///
  /// At z = μ + σε the log-ratio is Σⱼ [½ (zⱼ² − εⱼ²) − log σⱼ]: the constants cancel and nothing is divided.
  ///
  /// - Returns: The estimate, in nats, whose variance of one sample is `varianceOfSampledDivergence`.
  /// - Source: eq. (9) sampled; its limit is eq. (16).
  public func sampledDivergenceFromStandard(_ sampling: MonteCarlo) -> MonteCarloEstimate {
    let logDeterminant = 0.5 * logVariance.reduce(0, +)
    var estimate = MonteCarloEstimate()
    sampling.forEachTile(dimension: dimension) {
      MonteCarloEstimate()
    } tile: { noise, count, partial in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { ratios in
        for sample in 0..<count {
          ratios[sample] = self.logRatioToStandard(noise, at: sample * dimension) - logDeterminant
        }
        partial.add(UnsafeBufferPointer(ratios))
      }
    } merge: {
      estimate.merge($0)
    }
    return estimate
  }

  /// Σⱼ ½ (zⱼ² − εⱼ²) at z = μ + σε, in four interleaved lanes.
  @inline(__always)
  private func logRatioToStandard(_ noise: UnsafeMutableBufferPointer<Double>, at start: Int) -> Double {
    mean.withUnsafeBufferPointer { mean in
      standardDeviation.withUnsafeBufferPointer { deviation in
        var lanes = SIMD4<Double>.zero
        let whole = mean.count - mean.count % 4
        for j in stride(from: 0, to: whole, by: 4) {
          let epsilon = SIMD4(noise[start + j], noise[start + j + 1], noise[start + j + 2], noise[start + j + 3])
          let scale = SIMD4(deviation[j], deviation[j + 1], deviation[j + 2], deviation[j + 3])
          let z = SIMD4(mean[j], mean[j + 1], mean[j + 2], mean[j + 3]) + scale * epsilon
          lanes += z * z - epsilon * epsilon
        }
        var sum = lanes.sum()
        for j in whole..<mean.count {
          let z = mean[j] + deviation[j] * noise[start + j]
          sum += z * z - noise[start + j] * noise[start + j]
        }
        return 0.5 * sum
      }
    }
  }
}
