extension LinearGaussian {
  /// Returns log p(x | z) at a draw z = μ + σ ⊙ ε of an approximate posterior q, as a function of the noise ε.
  ///
  ///     −‖r − B ε‖²/(2s²) − (D/2) log 2πs²,   r = x − W μ − b,   B = W diag σ
  /// - Source: eqs. (8) and (19).
  public func logDensity(of x: [Double], atDrawOf q: DiagonalGaussian) -> QuadraticOfNoise {
    let spread = matrix.times(.diagonal(q.standardDeviation))
    return QuadraticOfNoise(
      constant: logDensity(of: x, given: q.mean),
      linear: spread.transposedTimes(residual(of: x, at: q.mean)).map { $0 / observationVariance },
      square: spread.transposed.times(spread).map { -0.5 * $0 / observationVariance })
  }

  /// Returns the evidence lower bound of an approximate posterior, exactly.
  ///
  ///     E_q log p(x | z) = −[ ‖x − Wμ − b‖² + Σⱼ σⱼ² ‖wⱼ‖² ]/(2s²) − (D/2) log 2πs²,   wⱼ column j of W
  /// - Source: eq. (4), the bound ℒ, with the divergence of eq. (16).
  public func evidenceLowerBound(_ q: DiagonalGaussian, for x: [Double]) -> EvidenceLowerBound {
    EvidenceLowerBound(reconstruction: logDensity(of: x, atDrawOf: q).mean, divergence: q.divergenceFromStandard())
  }

  /// Returns KL(q ‖ p(z | x)), in nats: the gap between the bound and log p(x).
  ///
  ///     ½ (μ − m)ᵀ M (μ − m) + ½ Σⱼ (Mⱼⱼ σⱼ² − 1 − log Mⱼⱼ σⱼ²) + ½ (Σⱼ log Mⱼⱼ − log det M)
  ///
  /// The terms, none negative, are the costs of a wrong mean, a wrong σ and a diagonal form (`gapOfDiagonalFamily`).
  /// - Source: eq. (4), second line. It is ≥ 0, and 0 only for q = p(z | x): Definition 1, and eq. (5), sign corrected.
  public func divergenceToPosterior(from q: DiagonalGaussian, given x: [Double]) -> Double {
    let shift = directions.times(zip(q.mean, posteriorMean(of: x)).map { $0 - $1 })
    let ofMean = zip(shift, signalToNoise).reduce(0) { $0 + 0.5 * (1 + $1.1) * $1.0.squared }
    let ofDeviation = (0..<latentDimension).reduce(0) {
      $0 + halfExcess(ofLogRatio: log(posteriorPrecision[$1, $1]) + q.logVariance[$1])
    }
    return ofMean + ofDeviation + gapOfDiagonalFamily
  }

  /// The gap of the best diagonal Gaussian, ½ (Σⱼ log Mⱼⱼ − log det M), in nats; 0 for orthogonal columns of W.
  public var gapOfDiagonalFamily: Double {
    let logDiagonal = (0..<latentDimension).reduce(0) { $0 + log(posteriorPrecision[$1, $1]) }
    return max(0, 0.5 * signalToNoise.reduce(logDiagonal) { $0 - log1p($1) })
  }

  /// Returns the bound's gradient with respect to q: ∂/∂μ = Wᵀ(x − Wμ − b)/s² − μ, ∂/∂σⱼ = 1/σⱼ − Mⱼⱼ σⱼ.
  /// - Source: eq. (17), for one data point.
  public func gradientOfBound(_ q: DiagonalGaussian, for x: [Double]) -> GaussianGradient {
    let projected = matrix.transposedTimes(residual(of: x, at: q.mean))
    return GaussianGradient(
      mean: projected.indices.map { projected[$0] / observationVariance - q.mean[$0] },
      standardDeviation: q.standardDeviation.enumerated().map { 1 / $1 - posteriorPrecision[$0, $0] * $1 })
  }

  /// Returns log E ρᵅ of the weight ρ = p(x | z)/p(x) with z from the prior and α ≥ 0, in nats.
  ///
  ///     ½ Σⱼ [ α log (1 + aⱼ) − log (1 + α aⱼ) + α (α − 1) gⱼ²/((1 + aⱼ)(1 + α aⱼ)) ]
  ///
  /// with aⱼ the eigenvalues of WᵀW/s² and gⱼ the components of Wᵀ(x − b)/s² along its eigenvectors.
  /// - Source: eq. (1), its moments.
  public func logMomentOfWeights(_ power: Double, of x: [Double]) -> Double {
    zip(signalToNoise, pull(of: x)).reduce(0) { sum, direction in
      let (a, g) = direction
      // For α = 2, this form avoids the cancellation in 2 log (1 + a) − log (1 + 2a).
      let ofSpectrum = power == 2 ? log1p(a * (a / (1 + 2 * a))) : power * log1p(a) - log1p(power * a)
      return sum + 0.5 * (ofSpectrum + power * (power - 1) * (g.squared / (1 + a) / (1 + power * a)))
    }
  }

  /// Returns R = Var ρ = E ρ² − 1 (∞ on overflow): eq. (1) with m samples has a relative standard error of √(R/m).
  public func relativeVarianceOfWeights(of x: [Double]) -> Double { expm1(logMomentOfWeights(2, of: x)) }
}
