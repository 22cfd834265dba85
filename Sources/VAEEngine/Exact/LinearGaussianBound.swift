import Glibc

extension LinearGaussian {
  /// Returns the evidence lower bound for an approximate posterior, exactly.
  ///
  ///     E_q log p(x|z) = −[ ‖x − Wμ − b‖² + Σⱼ σⱼ² ‖wⱼ‖² ]/(2s²) − (D/2) log 2πs²
  ///
  /// where wⱼ is column j of W. The divergence is eq. (16).
  ///
  /// - Throws: `InvalidInput` if a shape is wrong.
  /// - Source: eq. (4), left side; eq. (7) for one datum.
  public func evidenceLowerBound(
    _ approximatePosterior: DiagonalGaussian, for observation: [Double]
  ) throws(InvalidInput) -> EvidenceLowerBound {
    let residual = try residual(observation, at: approximatePosterior.mean)
    let spread = zip(columnSquares, approximatePosterior.standardDeviation).reduce(0) { $0 + $1.0 * $1.1.squared }
    let squares = residual.reduce(0) { $0 + $1 * $1 } + spread
    return EvidenceLowerBound(
      reconstruction: -0.5 * squares / observationVariance - logNormalizer,
      divergence: approximatePosterior.divergenceFromStandard())
  }

  /// Returns KL(q ‖ p(z | x)), in nats.
  ///
  ///     ½ [ ‖Lᵀ(μ − m)‖² + Σ_{i > j} (Lᵢⱼ σᵢ)² + Σⱼ (Bⱼⱼ² − 1 − log Bⱼⱼ²) ],   Bⱼⱼ = Lⱼⱼ σⱼ,   M = L Lᵀ
  ///
  /// It is `DiagonalGaussian.divergence(to:)` written with the posterior's precision, which is factored already: again a
  /// sum of terms that are never negative, without the cancellation of tr(M diag σ²) − d − Σ log σⱼ² − log det M.
  ///
  /// - Returns: The divergence, in nats, summed over dimensions; never negative.
  /// - Throws: `InvalidInput` if a shape is wrong.
  /// - Source: eq. (4), the term between the bound and log p(x).
  public func divergenceToPosterior(
    from approximatePosterior: DiagonalGaussian, given observation: [Double]
  ) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount(
      "approximate posterior", approximatePosterior.dimension, matches: latentDimension, of: "the latent")
    let shift = zip(approximatePosterior.mean, try posteriorMean(of: observation)).map { $0 - $1 }
    var sum = 0.5 * precisionFactor.transposedProduct(shift).reduce(0) { $0 + $1.squared }
    for (i, deviation) in approximatePosterior.standardDeviation.enumerated() {
      sum += 0.5 * (0..<i).reduce(0) { $0 + (precisionFactor.lower(i, $1) * deviation).squared }
      sum += halfExcess(ofLogRatio: 2 * log(precisionFactor.lower(i, i) * deviation))
    }
    return sum
  }

  /// Returns the bound's gradient with respect to the approximate posterior's mean and deviation.
  ///
  ///     ∂/∂μ = Wᵀ(x − Wμ − b)/s² − μ,   ∂/∂σⱼ = 1/σⱼ − Mⱼⱼ σⱼ
  ///
  /// The gradient with respect to log σⱼ² is ½ σⱼ times the second.
  ///
  /// - Throws: `InvalidInput` if a shape is wrong.
  /// - Source: eq. (17), for one datum.
  public func gradientOfBound(
    _ approximatePosterior: DiagonalGaussian, for observation: [Double]
  ) throws(InvalidInput) -> GaussianGradient {
    let pull = projected(try residual(observation, at: approximatePosterior.mean))
    let deviation = approximatePosterior.standardDeviation
    return GaussianGradient(
      mean: pull.indices.map { pull[$0] - approximatePosterior.mean[$0] },
      standardDeviation: deviation.indices.map { 1 / deviation[$0] - posteriorPrecision[$0, $0] * deviation[$0] })
  }

  /// Returns the bound's gradient with respect to the model: W of shape (D, d), b of shape (D), and s².
  ///
  ///     ∂/∂W = (r μᵀ − W diag σ²)/s²,   ∂/∂b = r/s²,   ∂/∂s² = (‖r‖² + Σⱼ σⱼ²‖wⱼ‖²)/(2s⁴) − D/(2s²),   r = x − Wμ − b
  ///
  /// - Throws: `InvalidInput` if a shape is wrong.
  /// - Source: eq. (17), for one datum.
  public func gradientOfBoundByModel(
    _ approximatePosterior: DiagonalGaussian, for observation: [Double]
  ) throws(InvalidInput) -> (weight: Batch<Double>, bias: [Double], observationVariance: Double) {
    let residual = try residual(observation, at: approximatePosterior.mean)
    let (mean, deviation) = (approximatePosterior.mean, approximatePosterior.standardDeviation)
    var gradient = weight.elements
    for row in residual.indices {
      for j in mean.indices {
        let element = row * mean.count + j
        gradient[element] = (residual[row] * mean[j] - gradient[element] * deviation[j].squared) / observationVariance
      }
    }
    let spread = zip(columnSquares, deviation).reduce(0) { $0 + $1.0 * $1.1.squared }
    let squares = residual.reduce(0) { $0 + $1 * $1 } + spread
    let byVariance = 0.5 * (squares / observationVariance - Double(observedDimension)) / observationVariance
    let byWeight = Batch(rows: observedDimension, columns: latentDimension, elements: gradient)
    return (byWeight, residual.map { $0 / observationVariance }, byVariance)
  }

  /// ‖wⱼ‖² for each column of W.
  private var columnSquares: [Double] {
    (0..<latentDimension).map { signalToNoise[$0, $0] * observationVariance }
  }
}
