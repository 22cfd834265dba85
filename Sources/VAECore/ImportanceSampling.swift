extension Autoencoder {
  /// Returns the log-weight of a draw z = μ + σ ⊙ ε of q(z | x): log p(x | z) + log p(z) − log q(z | x), in nats.
  ///
  /// Its mean is the evidence lower bound; the mean of the weight itself is p(x).
  /// - Source: eq. (3), third line, first term; eq. (1), as an average over q.
  public func logWeight(of x: [Double], under q: DiagonalGaussian, noise: [Double]) -> Double {
    let z = q.reparameterized(noise: noise)
    // log p(z) − log q(z | x): the constants cancel, and (z − μ)/σ is the noise, so we need no division.
    let logRatio = z.indices.reduce(0) { $0 + 0.5 * (noise[$1].squared - z[$1].squared + q.logVariance[$1]) }
    return decoder.logDensity(of: x, given: z) + logRatio
  }

  /// Returns an estimate of log p(x) from K importance samples, drawn from the encoder's q.
  ///
  ///     log p(x) ≈ log (1/K) Σₖ p(x | zₖ) p(zₖ)/q(zₖ | x),   zₖ ~ q(z | x)
  ///
  /// The expectation is the evidence lower bound for K = 1, never falls as K grows, and never exceeds log p(x).
  /// - Source: eq. (1), as an average over q; Burda, Grosse and Salakhutdinov (2015).
  public func logMarginalLikelihood(of x: [Double], samples: Int, noise: RandomStream) -> LogMeanEstimate {
    let q = encoder.approximatePosterior(of: x)
    return MonteCarlo(samples: samples, noise: noise).logMean(dimension: q.dimension) {
      logWeight(of: x, under: q, noise: $0)
    }
  }
}

extension Decoder {
  /// Returns an estimate of log p(x) from m draws from the prior.
  /// - Source: eq. (1), in logarithms.
  public func logMarginalLikelihood(of x: [Double], _ sampling: MonteCarlo) -> LogMeanEstimate {
    sampling.logMean(dimension: network.layers.first?.matrix.columns ?? x.count) { logDensity(of: x, given: $0) }
  }
}
