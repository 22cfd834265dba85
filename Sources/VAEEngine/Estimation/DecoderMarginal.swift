import VAECore

/// How many samples are averaged on their own before averages merge, in `VAECore.MonteCarlo` and here.
let samplesOfPart = 16384

extension DecoderNetwork {
  /// Returns the logarithm of the marginal likelihood of one observation, as an average over the prior.
  ///
  ///     log p(x) ≈ log (1/m) Σᵢ p(x | f(zᵢ)),   zᵢ ~ N(0, I)
  ///
  /// The network runs in its own precision, the weights add up in double precision. Sample i takes the draws from i·d
  /// of the noise stream; memory does not grow with m, and the bits do not depend on the number of threads.
  ///
  /// Defined by `VAECore.Decoder.logMarginalLikelihood(of:_:)`.
  ///
  /// - Parameters:
  ///   - observation: x, of shape (D).
  ///   - sampling: m and the noise.
  ///   - threads: How many threads share the samples.
  /// - Throws: `InvalidInput` if the observation has another dimension.
  /// - Source: eq. (1).
  public func logMarginalLikelihood(
    of observation: [Scalar], _ sampling: MonteCarlo, threads: Threads = .all
  ) throws(InvalidInput) -> LogMeanEstimate {
    try InvalidInput.requireCount(
      "observation", observation.count, matches: observationDimension, of: "the decoder's outputs")
    let observation = Batch(rows: 1, columns: observation.count, elements: observation)
    let triangle = TriangularLayer(of: self, samples: sampling.samples, threads: threads)?
      .distance(to: observation.elements)
    var estimate = LogMeanEstimate()
    reduceInOrder(sampling.samples, partsOf: samplesOfPart, threads: threads) { range in
      DrawsThroughDecoder(decoder: self, observation: observation, triangle: triangle)
        .average(over: range, noise: sampling.noise)
    } merge: {
      estimate.merge($0)
    }
    return estimate
  }
}
