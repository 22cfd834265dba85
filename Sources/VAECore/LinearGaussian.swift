/// The linear-Gaussian model, with a closed form for every quantity: z ~ N(0, I_d), x | z ~ N(W z + b, s² I_D).
///
/// It is a variational autoencoder with a linear decoder. With d = D = 1 it is this book's toy model:
///
///     let toy = try LinearGaussian(slope: 2, observationVariance: 0.5)
///     toy.logMarginalLikelihood(of: [1.5])                     // −1.9209772316 nats, eq. (1)
///     toy.bestDiagonalPosterior(of: [1.5])                     // N(2/3, 1/9): the posterior itself
/// - Source: eq. (8); Tipping and Bishop (1999), "Probabilistic principal component analysis".
public struct LinearGaussian: Sendable, Equatable {
  /// W, of shape (D, d).
  public let matrix: Matrix
  /// b, of shape (D).
  public let bias: [Double]
  /// s², the variance of each component of x given z.
  public let observationVariance: Double
  /// M = I + WᵀW/s², of shape (d, d): the inverse of the posterior's covariance, the same for every observation.
  public let posteriorPrecision: Matrix
  /// aⱼ, the eigenvalues of WᵀW/s²: the signal-to-noise ratio of each latent direction.
  let signalToNoise: [Double]
  /// The eigenvectors of WᵀW/s², one per row.
  let directions: Matrix
  /// (D/2) log 2πs².
  let logNormalizer: Double
  /// The number of observed dimensions, D.
  public var observedDimension: Int { matrix.rows }
  /// The number of latent dimensions, d.
  public var latentDimension: Int { matrix.columns }

  /// Creates the model from W, b and s².
  /// - Throws: `InvalidInput` if the shapes differ, a value or WᵀW/s² is not finite, or the variance is not above 0.
  public init(matrix: Matrix, bias: [Double], observationVariance: Double) throws(InvalidInput) {
    try InvalidInput.requireCount("bias", bias.count, matches: matrix.rows, of: "the matrix's rows")
    try InvalidInput.requireFinite("matrix", matrix.elements)
    try InvalidInput.requireFinite("bias", bias)
    try InvalidInput.requirePositive("observation variance", [observationVariance])
    let ratio = matrix.transposed.times(matrix).map { $0 / observationVariance }
    try InvalidInput.requireFinite("signal to noise WᵀW/s²", ratio.elements)
    let spectrum = SymmetricEigen(ratio)
    (self.matrix, self.bias, self.observationVariance) = (matrix, bias, observationVariance)
    (signalToNoise, directions) = (spectrum.values.map { max(0, $0) }, spectrum.vectors)
    posteriorPrecision = ratio.combined(with: .identity(matrix.columns)) { $0 + $1 }
    logNormalizer = Double(matrix.rows) * (halfLogTwoPi + 0.5 * log(observationVariance))
  }

  /// Creates the toy: z ~ N(0, 1), x | z ~ N(w z, s²), with the slope w.
  /// - Throws: `InvalidInput` if the slope is not finite or the variance is not above 0.
  public init(slope: Double, observationVariance: Double) throws(InvalidInput) {
    try self.init(matrix: Matrix([[slope]]), bias: [0], observationVariance: observationVariance)
  }

  /// Returns log p(x | z) = −‖x − W z − b‖²/(2s²) − (D/2) log 2πs², in nats.
  /// - Source: eq. (8), decoder.
  public func logDensity(of x: [Double], given z: [Double]) -> Double {
    let residual = residual(of: x, at: z)
    return -0.5 * dot(residual, residual) / observationVariance - logNormalizer
  }

  /// Returns log p(x) = log N(x | b, WWᵀ + s² I), in nats.
  ///
  ///     −½ [ ‖x − W m − b‖²/s² + ‖m‖² + Σⱼ log (1 + aⱼ) + D log 2πs² ],   m the posterior's mean
  /// - Source: eq. (1), in closed form.
  public func logMarginalLikelihood(of x: [Double]) -> Double {
    let mean = posteriorMean(of: x)
    let residual = residual(of: x, at: mean)
    let quadratic = dot(residual, residual) / observationVariance + dot(mean, mean)
    return -0.5 * signalToNoise.reduce(quadratic) { $0 + log1p($1) } - logNormalizer
  }

  /// Returns the mean of the posterior p(z | x), M⁻¹ Wᵀ(x − b)/s².
  public func posteriorMean(of x: [Double]) -> [Double] {
    directions.transposedTimes(zip(pull(of: x), signalToNoise).map { $0 / (1 + $1) })
  }

  /// Returns the diagonal Gaussian with the highest bound: the posterior's mean, and σⱼ² = 1/Mⱼⱼ.
  /// It is the posterior itself where the columns of W are orthogonal, as for the toy.
  public func bestDiagonalPosterior(of x: [Double]) -> DiagonalGaussian {
    DiagonalGaussian(
      ofEncoder: posteriorMean(of: x), logVariance: (0..<latentDimension).map { -log(posteriorPrecision[$0, $0]) })
  }

  /// Returns the model with rotated latent axes: W R instead of W, which does not change p(x).
  /// - Throws: `InvalidInput` unless R is of shape (d, d) with RᵀR = I to within 2⁻²⁶.
  public func rotated(by rotation: Matrix) throws(InvalidInput) -> LinearGaussian {
    let (d, gram) = (latentDimension, rotation.transposed.times(rotation).elements)
    let isOrthogonal = gram.enumerated().allSatisfy { abs($1 - ($0 % (d + 1) == 0 ? 1 : 0)) <= 0x1p-26 }
    guard rotation.rows == d, rotation.columns == d, isOrthogonal else {
      throw InvalidInput("rotation", expected: "\(d) × \(d) orthogonal matrix", found: "\(rotation)")
    }
    return try LinearGaussian(matrix: matrix.times(rotation), bias: bias, observationVariance: observationVariance)
  }

  /// x − W z − b.
  func residual(of x: [Double], at z: [Double]) -> [Double] {
    precondition(x.count == observedDimension, "one value per observed dimension")
    let decoded = matrix.times(z)
    return x.indices.map { x[$0] - decoded[$0] - bias[$0] }
  }

  /// Returns g, the components of Wᵀ(x − b)/s² along the eigenvectors of WᵀW/s²: the pull of x on the latent.
  func pull(of x: [Double]) -> [Double] {
    precondition(x.count == observedDimension, "one value per observed dimension")
    return directions.times(matrix.transposedTimes(zip(x, bias).map { ($0 - $1) / observationVariance }))
  }

  /// Returns the toy's log p(x | z), in nats.
  public func logDensity(of x: Double, given z: Double) -> Double {
    precondition(observedDimension == 1 && latentDimension == 1, "one observed and one latent dimension")
    return -0.5 * (x - matrix.elements[0] * z - bias[0]).squared / observationVariance - logNormalizer
  }

  /// Returns the toy's log p(x) = log N(x | b, w² + s²), in nats.
  public func logMarginalLikelihood(of x: Double) -> Double { logMarginalLikelihood(of: [x]) }
  /// Returns the toy's posterior p(z | x).
  public func posterior(of x: Double) -> DiagonalGaussian { bestDiagonalPosterior(of: [x]) }
}
