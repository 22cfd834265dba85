import Arithmetic
import VAECore

extension Likelihood {
  /// Refuses a variance that is not a finite number above 0.
  func requireValid() throws(InvalidInput) {
    if let variance { try InvalidInput.requirePositive("observation variance", [variance]) }
  }

  /// Computes log p(x | z) of each row, in nats, summed over dimensions.
  ///
  ///     Gaussian:   −‖f − x‖²/(2s²) − (D/2) log 2πs²        Bernoulli:   Σⱼ [xⱼ fⱼ − softplus(fⱼ)]
  ///     Poisson:    Σⱼ [xⱼ fⱼ − exp fⱼ − log xⱼ!]
  ///
  /// Defined by `VAECore.Decoder.logDensity(of:given:)`.
  ///
  /// - Parameters:
  ///   - observations: x, of shape (n, D).
  ///   - outputs: f, of shape (n · V, D); row i·V + v belongs to datum i.
  ///   - result: One value a row of the outputs.
  /// - Source: eq. (20), with the factor 1/(2s²) that it drops.
  func logDensities<Scalar: NetworkScalar>(
    of observations: Rows<Scalar>, given outputs: Rows<Scalar>, into result: UnsafeMutablePointer<Double>
  ) {
    let draws = outputs.count / Swift.max(1, observations.count)
    precondition(outputs.count == draws * observations.count, "V rows for each datum")
    precondition(outputs.columns == observations.columns, "outputs have the observations' dimension")
    let (x, f, kernels) = (observations, outputs, Scalar.kernels.pointee)
    if self == .poisson {
      kernels.poisson_log_densities(f.count, f.columns, x.start, x.stride, draws, f.start, f.stride, result)
      return subtractLogFactorials(of: x, draws: draws, from: result)
    }
    guard let variance else {
      return kernels.bernoulli_log_densities(f.count, f.columns, x.start, x.stride, draws, f.start, f.stride, result)
    }
    kernels.squared_distances(f.count, f.columns, x.start, x.stride, draws, f.start, f.stride, result)
    let constant = Self.logNormalizer(dimension: f.columns, variance: variance)
    for row in 0..<f.count { result[row] = -0.5 * result[row] / variance - constant }
  }

  /// Subtracts Σⱼ log xⱼ! of each datum from all its draws.
  private func subtractLogFactorials<Scalar: NetworkScalar>(
    of observations: Rows<Scalar>, draws: Int, from result: UnsafeMutablePointer<Double>
  ) {
    for datum in 0..<observations.count {
      let x = observations[datum]
      let sum = (0..<observations.columns).reduce(0.0) { $0 + logFactorial(Double(x[$1])) }
      for draw in datum * draws..<(datum + 1) * draws { result[draw] -= sum }
    }
  }

  /// (D/2) log 2πs², from the logarithms of its factors: the product may overflow.
  static func logNormalizer(dimension: Int, variance: Double) -> Double {
    Double(dimension) * (halfLogTwoPi + 0.5 * log(variance))
  }

  /// Computes the gradient of Σ `scale` · `weights` · log p(x | z) with respect to the outputs, row by row.
  ///
  ///     Gaussian:   (x − f)/s²        Bernoulli:   x − σ(f)        Poisson:   x − exp f
  ///
  /// - Parameters:
  ///   - weights: One a row of the outputs.
  ///   - result: Of the outputs' shape (n · V, D).
  func formGradient<Scalar: NetworkScalar>(
    of observations: Rows<Scalar>, given outputs: Rows<Scalar>, weights: UnsafePointer<Double>, scale: Double,
    into result: Rows<Scalar>
  ) {
    let draws = outputs.count / Swift.max(1, observations.count)
    let (x, f, g, kernels) = (observations, outputs, result, Scalar.kernels.pointee)
    let form =
      switch self {
      case .gaussian, .gaussianWithLearnedVariance: kernels.gaussian_gradient
      case .bernoulli: kernels.bernoulli_gradient
      case .poisson: kernels.poisson_gradient
      }
    form?(
      f.count, f.columns, x.start, x.stride, draws, f.start, f.stride, weights, scale / (variance ?? 1), g.start,
      g.stride)
  }

  /// Returns the gradient of Σ `scale` · `weights` · log p(x | z) with respect to log s².
  ///
  ///     ∂ log p/∂ log s² = ‖x − f‖²/(2s²) − D/2 = −log p − (D/2) (log 2πs² + 1)
  ///
  /// It vanishes where s² is the weighted mean of the squared errors. The second form reads what is known already.
  ///
  /// - Parameter logDensities: log p(x | z), one a row.
  func gradientOfLogVariance(
    logDensities: Rows<Double>, dimension: Int, weights: Rows<Double>, scale: Double
  ) -> Double {
    guard let variance else { return 0 }
    let constant = Self.logNormalizer(dimension: dimension, variance: variance) + 0.5 * Double(dimension)
    var sum = 0.0
    for row in 0..<logDensities.count { sum -= weights.start[row] * (logDensities.start[row] + constant) }
    return scale * sum
  }
}
