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
    let spread = zip(columnSquares, approximatePosterior.standardDeviation).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let squares = residual.reduce(0) { $0 + $1 * $1 } + spread
    return EvidenceLowerBound(
      reconstruction: -0.5 * squares / observationVariance - logNormalizer,
      divergence: approximatePosterior.divergenceFromStandard())
  }

  /// Returns KL(q ‖ p(z | x)), in nats.
  ///
  ///     ½ [ (μ − m)ᵀ M (μ − m) + Σⱼ (Mⱼⱼ σⱼ² − 1 − log σⱼ²) − log det M ]
  ///
  /// - Throws: `InvalidInput` if a shape is wrong.
  /// - Source: eq. (4), the term between the bound and log p(x).
  public func divergenceToPosterior(
    from approximatePosterior: DiagonalGaussian, given observation: [Double]
  ) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount(
      "approximate posterior", approximatePosterior.dimension, matches: latentDimension, of: "the latent")
    let shift = zip(approximatePosterior.mean, try posteriorMean(of: observation)).map { $0 - $1 }
    var sum = 0.0
    for i in shift.indices {
      let row = shift.indices.reduce(0) { $0 + posteriorPrecision[i, $1] * shift[$1] }
      let deviation = approximatePosterior.standardDeviation[i]
      sum += shift[i] * row + posteriorPrecision[i, i] * deviation * deviation - 1 - approximatePosterior.logVariance[i]
    }
    return Swift.max(0.5 * (sum - precisionFactor.logDeterminant), 0)
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
  ) throws(InvalidInput) -> (weight: Matrix<Double>, bias: [Double], observationVariance: Double) {
    let residual = try residual(observation, at: approximatePosterior.mean)
    let (mean, deviation) = (approximatePosterior.mean, approximatePosterior.standardDeviation)
    var gradient = weight
    for row in 0..<observedDimension {
      for j in 0..<latentDimension {
        let value = residual[row] * mean[j] - weight[row, j] * deviation[j] * deviation[j]
        gradient[row, j] = value / observationVariance
      }
    }
    let spread = zip(columnSquares, deviation).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let squares = residual.reduce(0) { $0 + $1 * $1 } + spread
    let byVariance = 0.5 * (squares / observationVariance - Double(observedDimension)) / observationVariance
    return (gradient, residual.map { $0 / observationVariance }, byVariance)
  }

  /// Returns the logarithm of 1 + Var[p(x|z)]/p(x)² for z ~ N(0, I): how the weights of eq. (1) are spread.
  ///
  ///     E p(x|z)² = (4πs²)^(−D/2) N(x | b, WWᵀ + (s²/2) I)
  ///
  /// The variance itself may be astronomical: at 64 pixels its logarithm runs into the hundreds.
  ///
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  /// - Source: eq. (1), second moment.
  public func logSecondMomentRatio(of observation: [Double]) throws(InvalidInput) -> Double {
    let halved = try LinearGaussian(weight: weight, bias: bias, observationVariance: observationVariance / 2)
    let logConstant = -0.5 * Double(observedDimension) * (2 * halfLogTwoPi + log(2 * observationVariance))
    return try logConstant + halved.logMarginalLikelihood(of: observation) - 2 * logMarginalLikelihood(of: observation)
  }

  /// Returns Var[p(x|z)]/p(x)² for z ~ N(0, I), possibly infinite: m samples give eq. (1) a relative standard error of
  /// √(this/m).
  ///
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  public func relativeVarianceOfPriorEstimate(of observation: [Double]) throws(InvalidInput) -> Double {
    expm1(try logSecondMomentRatio(of: observation))
  }

  /// ‖wⱼ‖² for each column of W.
  private var columnSquares: [Double] {
    (0..<latentDimension).map { column in
      (0..<observedDimension).reduce(0) { $0 + weight[$1, column] * weight[$1, column] }
    }
  }
}
