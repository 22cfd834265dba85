extension DecoderNetwork {
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
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func logMarginal(of observation: [Scalar], sampling: MonteCarlo) throws(InvalidInput) -> LogMeanEstimate {
    try InvalidInput.requireCount(
      "observation", observation.count, matches: observationDimension, of: "the decoder's outputs")
    let distance = TriangularLayer(of: self)?.distance(to: observation)
    var estimate = LogMeanEstimate()
    orderedReduction(sampling.samples, shardSize: MonteCarlo.shard, threads: sampling.threads) { range in
      var tiles = DecoderTiles(decoder: self, observation: observation, distance: distance)
      return tiles.average(over: range, noise: sampling.noise)
    } merge: {
      estimate.merge($0)
    }
    return estimate
  }
}
