import Glibc

extension LinearGaussian {
  /// Returns the logarithm of E p(x|z)²/p(x)² = 1 + Var[p(x|z)]/p(x)² for z ~ N(0, I): how the weights of eq. (1) spread.
  ///
  ///     E p(x|z)² = (4πs²)^(−D/2) N(x | b, WWᵀ + (s²/2) I)
  ///     log ratio = Σⱼ [ ½ log(1 + aⱼ²/(1 + 2aⱼ)) + gⱼ²/((1 + aⱼ)(1 + 2aⱼ)) ]
  ///
  /// with aⱼ the eigenvalues of WᵀW/s² and gⱼ the components of Wᵀ(x − b)/s² along its eigenvectors. The D dimensions'
  /// constants cancel exactly on paper; computing the two densities and subtracting them would leave their rounding, even
  /// a negative variance. The variance itself may be astronomical: at 64 pixels its logarithm runs into the hundreds.
  ///
  /// - Returns: The logarithm, in nats; never negative. For large values it is the logarithm of the variance too.
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  /// - Source: eq. (1), second moment.
  public func logSecondMomentRatio(of observation: [Double]) throws(InvalidInput) -> Double {
    let pull = try pull(of: observation)
    let spectrum = try SymmetricEigen(signalToNoise)
    var sum = 0.0
    for (j, eigenvalue) in spectrum.values.enumerated() {
      // An eigenvalue of a positive-semidefinite matrix may be rounded to just below 0.
      let a = Swift.max(eigenvalue, 0)
      let component = zip(spectrum.vectors[row: j], pull).reduce(0) { $0 + $1.0 * $1.1 }
      sum += 0.5 * log1p(a * (a / (1 + 2 * a))) + component.squared / (1 + a) / (1 + 2 * a)
    }
    return sum
  }

  /// Returns Var[p(x|z)]/p(x)² for z ~ N(0, I), possibly infinite.
  ///
  /// With m samples, eq. (1) has a relative standard error of √(this/m).
  ///
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  public func relativeVarianceOfPriorEstimate(of observation: [Double]) throws(InvalidInput) -> Double {
    expm1(try logSecondMomentRatio(of: observation))
  }
}
