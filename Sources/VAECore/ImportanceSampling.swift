extension Autoencoder {
  /// Returns the log-weight of a draw z = μ + σ ⊙ ε of q(z | x): log p(x | z) + log p(z) − log q(z | x), in nats.
  ///
  /// Its mean is the evidence lower bound; the mean of the weight itself is p(x).
  /// - Source: eq. (3), second line; eq. (1), as an average over q.
  public func logWeight(of x: [Double], under q: DiagonalGaussian, noise: [Double]) -> Double {
    let z = q.reparameterized(noise: noise)
    // log p(z) − log q(z | x): the constants cancel, and nothing is divided.
    let logRatio = z.indices.reduce(0) { $0 + 0.5 * (noise[$1].squared - z[$1].squared + q.logVariance[$1]) }
    return decoder.logDensity(of: x, given: z) + logRatio
  }

  /// Returns an estimate of log p(x) by K importance samples, with the encoder's q as the proposal.
  ///
  ///     log p(x) ≈ log (1/K) Σₖ p(x | zₖ) p(zₖ)/q(zₖ | x),   zₖ ~ q(z | x)
  ///
  /// With K = 1 its expectation is the evidence lower bound; it rises with K and stays below log p(x).
  /// - Source: eq. (1), as an average over q; Burda, Grosse and Salakhutdinov (2015).
  public func logMarginalLikelihood(of x: [Double], samples: Int, noise: RandomStream) -> LogMeanEstimate {
    let q = encoder.approximatePosterior(of: x)
    return MonteCarlo(samples: samples, noise: noise).logMean(dimension: q.dimension) {
      logWeight(of: x, under: q, noise: $0)
    }
  }
}

extension Decoder {
  /// Returns an estimate of log p(x) by m draws from the prior.
  /// - Source: eq. (1), in logarithms.
  public func logMarginalLikelihood(of x: [Double], _ sampling: MonteCarlo) -> LogMeanEstimate {
    let latentDimension = network.layers.first?.matrix.columns ?? x.count
    return sampling.logMean(dimension: latentDimension) { logDensity(of: x, given: $0) }
  }
}
