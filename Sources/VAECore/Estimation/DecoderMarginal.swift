extension Decoder {
  /// How many samples go through the network at a time: their hidden values stay in a core's own cache.
  private static var tile: Int { 512 }
  /// How many samples make a shard, whatever the number of threads.
  private static var shard: Int { 32768 }

  /// Returns the logarithm of the marginal likelihood of one observation, as an average over the prior.
  ///
  ///     log p(x) ≈ log (1/m) Σᵢ p(x | f(zᵢ)),   zᵢ ~ N(0, I)
  ///
  /// The network runs in its own precision, the weights add up in double precision. Sample i takes the draws from i·d
  /// of the noise stream; memory does not grow with m, and the bits do not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - observation: x, of shape (D).
  ///   - sampling: m, the noise and the threads.
  /// - Throws: `InvalidInput` if the observation has another dimension.
  /// - Source: eq. (1).
  public func logMarginal(of observation: [Scalar], sampling: MonteCarlo) throws(InvalidInput) -> LogMeanEstimate {
    try InvalidInput.requireCount(
      "observation", observation.count, matches: observationDimension, of: "the decoder's outputs")
    let row = Matrix(rows: 1, columns: observation.count, elements: observation)
    var estimate = LogMeanEstimate()
    orderedReduction(sampling.samples, shardSize: Self.shard, threads: sampling.threads) { range in
      average(over: range, observation: row, noise: sampling.noise)
    } merge: {
      estimate.merge($0)
    }
    return estimate
  }

  /// The average over one shard of samples.
  private func average(over range: Range<Int>, observation: Matrix<Scalar>, noise: RandomStream) -> LogMeanEstimate {
    var partial = LogMeanEstimate()
    var latents = Matrix<Scalar>.empty
    var tape = Tape()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.tile) { logWeights in
      for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.tile) {
        let count = Swift.min(Self.tile, range.upperBound - first)
        latents.reshape(rows: count, columns: latentDimension)
        latents.elements.withUnsafeMutableBufferPointer {
          Scalar.fillNormals($0, of: noise, from: first * latentDimension)
        }
        value(of: latents, tape: &tape)
        let logWeightsOfTile = UnsafeMutableBufferPointer(rebasing: logWeights[..<count])
        logDensities(of: observation, tape: tape, into: logWeightsOfTile)
        partial.add(logWeightsOfTile)
      }
    }
    return partial
  }
}
