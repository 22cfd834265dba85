extension DiagonalGaussian {
  /// Returns the Kullback–Leibler divergence from `self` to the standard Gaussian, in nats, summed over dimensions.
  ///
  ///     KL(q ‖ p) = ½ Σⱼ (μⱼ² + σⱼ² − 1 − log σⱼ²) ≥ 0
  ///
  /// σ² − 1 − log σ² is computed as one function: near σ² = 1, subtracting term by term can lose every digit.
  /// - Source: eq. (16), its sum over j, not the printed i; Kingma and Welling (2013), appendix B, who give −KL.
  public func divergenceFromStandard() -> Double {
    zip(mean, logVariance).reduce(0) { $0 + (0.5 * $1.0.squared + halfExcess(ofLogRatio: $1.1)) }
  }

  /// Returns the divergence and its pullback: ∂/∂μ = μ, ∂/∂σ = σ − 1/σ, each times the incoming gradient g.
  /// - Source: eq. (16), differentiated.
  public func divergenceFromStandardWithPullback() -> (value: Double, pullback: (Double) -> GaussianGradient) {
    let slope = standardDeviation.map { $0 - 1 / $0 }
    return (
      divergenceFromStandard(),
      { g in GaussianGradient(mean: mean.map { g * $0 }, standardDeviation: slope.map { g * $0 }) }
    )
  }

  /// Returns the Kullback–Leibler divergence from `self` to another Gaussian r = N(m, diag s²), in nats.
  ///
  ///     KL(q ‖ r) = ½ Σⱼ [ ((μⱼ − mⱼ)/sⱼ)² + (σⱼ/sⱼ)² − 1 − log (σⱼ/sⱼ)² ] ≥ 0
  public func divergence(to other: DiagonalGaussian) -> Double {
    precondition(other.dimension == dimension, "Gaussians of equal dimension")
    return mean.indices.reduce(0) { sum, j in
      // A ratio of two nearly equal deviations keeps more digits than a difference of their logarithms.
      let (own, others) = (standardDeviation[j], other.standardDeviation[j])
      let nearlyEqual = own > 0.5 * others && own < 2 * others
      let logRatio = nearlyEqual ? 2 * log1p((own - others) / others) : logVariance[j] - other.logVariance[j]
      return sum + 0.5 * ((mean[j] - other.mean[j]) / others).squared + halfExcess(ofLogRatio: logRatio)
    }
  }

  /// The log-ratio log q(z) − log N(z | 0, I) at a draw z = μ + σ ⊙ ε, as a function of the noise.
  ///
  ///     Σⱼ [ ½ μⱼ² − log σⱼ + μⱼ σⱼ εⱼ + ½ (σⱼ² − 1) εⱼ² ]
  ///
  /// Its mean is eq. (16). Its variance, Σⱼ [ (σⱼ² − 1)²/2 + μⱼ² σⱼ² ], is that of one sample of the divergence.
  /// - Source: eq. (9).
  public var logRatioToStandard: QuadraticOfNoise {
    QuadraticOfNoise(
      constant: zip(mean, logVariance).reduce(0) { $0 + 0.5 * ($1.0.squared - $1.1) },
      linear: zip(mean, standardDeviation).map { $0 * $1 },
      square: .diagonal(standardDeviation.map { 0.5 * ($0 - 1) * ($0 + 1) }))
  }

  /// Returns the divergence from `self` to the standard Gaussian as a sample mean of log-ratios.
  /// - Source: eq. (9) sampled; its limit is eq. (16).
  public func sampledDivergenceFromStandard(_ sampling: MonteCarlo) -> MonteCarloEstimate {
    let prior = DiagonalGaussian.standard(dimension: dimension)
    return sampling.averages(dimension: dimension, of: 1) { noise, values in
      let z = reparameterized(noise: noise)
      values[0] = logDensity(at: z) - prior.logDensity(at: z)
    }[0]
  }
}

/// Returns ½ (eˡ − 1 − l), half the excess of eˡ over its tangent at 0, accurate relative to its own size for every l.
///
/// Near 0 we sum ½ (l²/2! + l³/3! + …). For l > 709, eˡ can overflow where ½ eˡ does not, so we use ½ (e^{l/2})².
func halfExcess(ofLogRatio l: Double) -> Double {
  if abs(l) < 0.5 {
    var (term, sum, order) = (0.25 * l * l, 0.0, 3.0)
    while sum + term != sum { (sum, term, order) = (sum + term, term * l / order, order + 1) }
    return sum
  }
  if l > 709 {
    let root = exp(0.5 * l)
    return (0.5 * root) * root
  }
  return 0.5 * (expm1(l) - l)
}
