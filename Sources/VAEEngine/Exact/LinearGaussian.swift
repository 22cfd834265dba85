import Glibc

/// The linear-Gaussian model, whose every quantity is known: z ~ N(0, I_d), x | z ~ N(W z + b, s² I_D).
///
/// It is the variational autoencoder with a linear decoder, and probabilistic principal component analysis when fitted.
/// All formulas pass through the posterior precision M = I + WᵀW/s², a d×d matrix that is factored once; nothing of
/// size D×D is formed.
///
/// - Source: Tipping and Bishop (1999), "Probabilistic principal component analysis"; eqs. (1), (4) and (8).
public struct LinearGaussian: Sendable {
  /// W, of shape (D, d).
  public let weight: Batch<Double>
  /// b, of shape (D).
  public let bias: [Double]
  /// s², the variance of an observation about its mean.
  public let observationVariance: Double
  /// M = I + WᵀW/s², of shape (d, d): the inverse of the posterior's covariance, the same for every observation.
  public let posteriorPrecision: Batch<Double>
  /// WᵀW/s², of shape (d, d): how much each latent direction is seen through the noise.
  let signalToNoise: Batch<Double>
  /// L, of M = L Lᵀ.
  let precisionFactor: Cholesky

  /// D.
  public var observedDimension: Int { weight.rows }
  /// d.
  public var latentDimension: Int { weight.columns }

  /// Creates the model of a weight, a bias and an observation variance.
  ///
  /// - Throws: `InvalidInput` if the shapes differ, a value is not finite, or the variance is not above 0.
  public init(weight: Batch<Double>, bias: [Double], observationVariance: Double) throws(InvalidInput) {
    try InvalidInput.requireCount("bias", bias.count, matches: weight.rows, of: "the weight's rows")
    try InvalidInput.requireFinite("weight", weight.elements)
    try InvalidInput.requireFinite("bias", bias)
    try InvalidInput.requirePositive("observation variance", [observationVariance])
    self.weight = weight
    self.bias = bias
    self.observationVariance = observationVariance
    var ratio = Batch(rows: weight.columns, columns: weight.columns, repeating: 0.0)
    let columns = weight.transposed
    for i in 0..<weight.columns {
      for j in 0...i {
        ratio[i, j] = zip(columns[row: i], columns[row: j]).reduce(0) { $0 + $1.0 * $1.1 } / observationVariance
        ratio[j, i] = ratio[i, j]
      }
    }
    signalToNoise = ratio
    for i in 0..<weight.columns { ratio[i, i] += 1 }
    posteriorPrecision = ratio
    precisionFactor = try Cholesky(ratio, named: "posterior precision I + WᵀW/s²")
  }

  /// Returns the mean of an observation given a latent, W z + b.
  ///
  /// - Throws: `InvalidInput` if the latent has another number of dimensions than d.
  public func decoded(_ latent: [Double]) throws(InvalidInput) -> [Double] {
    try InvalidInput.requireCount("latent", latent.count, matches: latentDimension, of: "the weight's columns")
    let elements = weight.elements
    return bias.indices.map { row in
      latent.indices.reduce(bias[row]) { $0 + elements[row * latent.count + $1] * latent[$1] }
    }
  }

  /// Returns log p(x | z) = −‖x − W z − b‖²/(2s²) − (D/2) log 2πs², in nats.
  ///
  /// - Throws: `InvalidInput` if a shape is wrong.
  /// - Source: eq. (8), decoder.
  public func logDensity(of observation: [Double], given latent: [Double]) throws(InvalidInput) -> Double {
    let residual = try residual(observation, at: latent)
    return -0.5 * residual.reduce(0) { $0 + $1 * $1 } / observationVariance - logNormalizer
  }

  /// Returns log p(x) = log N(x | b, WWᵀ + s² I), in nats.
  ///
  ///     −½ [ ‖x − W m − b‖²/s² + ‖m‖² + log det M + D log 2πs² ],   m the posterior's mean
  ///
  /// The quadratic form is the minimum over z of ‖x − Wz − b‖²/s² + ‖z‖²: two sums of squares, where Woodbury's identity
  /// would subtract two large numbers for a small s².
  ///
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  /// - Source: eq. (1), in closed form.
  public func logMarginalLikelihood(of observation: [Double]) throws(InvalidInput) -> Double {
    let mean = try posteriorMean(of: observation)
    let residual = try residual(observation, at: mean)
    let quadratic = residual.reduce(0) { $0 + $1 * $1 } / observationVariance + mean.reduce(0) { $0 + $1 * $1 }
    return -0.5 * (quadratic + precisionFactor.logDeterminant) - logNormalizer
  }

  /// Returns the mean of p(z | x), M⁻¹ Wᵀ(x − b)/s².
  ///
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  public func posteriorMean(of observation: [Double]) throws(InvalidInput) -> [Double] {
    try precisionFactor.solve(pull(of: observation))
  }

  /// Returns the posterior p(z | x) = N(M⁻¹ Wᵀ(x − b)/s², M⁻¹).
  ///
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  public func posterior(of observation: [Double]) throws(InvalidInput) -> Gaussian {
    try Gaussian(mean: posteriorMean(of: observation), covariance: precisionFactor.inverse)
  }

  /// Returns the diagonal Gaussian with the highest bound: the posterior's mean, and σⱼ² = 1/Mⱼⱼ.
  ///
  /// - Throws: `InvalidInput` if the observation has another number of dimensions than D.
  public func bestDiagonalPosterior(of observation: [Double]) throws(InvalidInput) -> DiagonalGaussian {
    try DiagonalGaussian(
      mean: posteriorMean(of: observation),
      standardDeviation: (0..<latentDimension).map { 1 / posteriorPrecision[$0, $0].squareRoot() })
  }

  /// Returns the model whose latent axes are turned: W R in place of W, which leaves p(x) as it is.
  ///
  /// - Parameter rotation: R, an orthogonal matrix of shape (d, d); a reflection will do.
  /// - Throws: `InvalidInput` if its shape is another, or if RᵀR is not I to half of a number's digits.
  public func rotated(by rotation: Batch<Double>) throws(InvalidInput) -> LinearGaussian {
    try InvalidInput.requireCount("rotation's rows", rotation.rows, matches: latentDimension, of: "the latent")
    try InvalidInput.requireCount("rotation's columns", rotation.columns, matches: latentDimension, of: "the latent")
    let axes = rotation.transposed
    for i in 0..<latentDimension {
      for j in 0...i {
        let product = zip(axes[row: i], axes[row: j]).reduce(0) { $0 + $1.0 * $1.1 }
        guard abs(product - (i == j ? 1 : 0)) <= 0x1p-26 else {
          throw InvalidInput(
            "rotation", expected: "columns of length 1 at right angles",
            found: "the inner product \(product) of columns \(i) and \(j)")
        }
      }
    }
    var turned: [Double] = []
    for row in 0..<observedDimension {
      for column in 0..<latentDimension {
        turned.append(zip(weight[row: row], axes[row: column]).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
    let weight = Batch(rows: observedDimension, columns: latentDimension, elements: turned)
    return try LinearGaussian(weight: weight, bias: bias, observationVariance: observationVariance)
  }

  /// x − W z − b.
  func residual(_ observation: [Double], at latent: [Double]) throws(InvalidInput) -> [Double] {
    try InvalidInput.requireCount("observation", observation.count, matches: observedDimension, of: "the weight's rows")
    return zip(observation, try decoded(latent)).map { $0 - $1 }
  }

  /// Wᵀ(x − b)/s²: where the observation pulls the latent.
  func pull(of observation: [Double]) throws(InvalidInput) -> [Double] {
    try InvalidInput.requireCount("observation", observation.count, matches: observedDimension, of: "the weight's rows")
    return projected(zip(observation, bias).map { $0 - $1 })
  }

  /// Wᵀ r/s².
  func projected(_ residual: [Double]) -> [Double] {
    let elements = weight.elements
    var sum = [Double](repeating: 0, count: latentDimension)
    for row in residual.indices {
      for j in sum.indices { sum[j] += elements[row * sum.count + j] * residual[row] }
    }
    return sum.map { $0 / observationVariance }
  }

  /// (D/2) log 2πs².
  var logNormalizer: Double { Double(observedDimension) * (halfLogTwoPi + 0.5 * log(observationVariance)) }
}
