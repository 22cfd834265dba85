/// A Gaussian distribution with independent coordinates, N(μ, diag σ²).
///
///     let q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8])
///     let z = q.reparameterized(noise: [0, 1, -1])                   // [0.5, 0.5, 1.2], eq. (19)
///     q.divergenceFromStandard()                                     // 3.6366512475 nats, eq. (16)
/// - Source: eq. (10), with the covariance diag(σ²) that its exponent uses, not the diag(σ) printed above it.
public struct DiagonalGaussian: Sendable, Equatable {
  /// μ, one value per dimension.
  public let mean: [Double]
  /// σ, one positive value per dimension.
  public let standardDeviation: [Double]
  /// log σ², one value per dimension, in nats.
  public let logVariance: [Double]
  /// The number of dimensions, d.
  public var dimension: Int { mean.count }

  /// Creates the Gaussian with a given mean and standard deviation.
  /// - Throws: `InvalidInput` if the counts differ, a value is not finite, or a deviation is not above 0.
  public init(mean: [Double], standardDeviation: [Double]) throws(InvalidInput) {
    try InvalidInput.requireCount("standard deviation", standardDeviation.count, matches: mean.count, of: "the mean")
    try InvalidInput.requireFinite("mean", mean)
    try InvalidInput.requirePositive("standard deviation", standardDeviation)
    (self.mean, self.standardDeviation) = (mean, standardDeviation)
    logVariance = standardDeviation.map { 2 * log($0) }
  }

  /// Creates the Gaussian with a given mean and log-variance.
  /// - Throws: `InvalidInput` if the counts differ, a value is not finite, or a deviation exp(½ log σ²) is 0 or ∞.
  public init(mean: [Double], logVariance: [Double]) throws(InvalidInput) {
    try InvalidInput.requireCount("log-variance", logVariance.count, matches: mean.count, of: "the mean")
    try InvalidInput.requireFinite("mean", mean)
    try InvalidInput.requireFinite("log-variance", logVariance)
    self.init(ofEncoder: mean, logVariance: logVariance)
    try InvalidInput.requirePositive("standard deviation exp(½ log-variance)", standardDeviation)
  }

  /// Creates the Gaussian from an encoder's two outputs, without checks: NaN in, NaN out.
  init(ofEncoder mean: [Double], logVariance: [Double]) {
    (self.mean, self.logVariance) = (mean, logVariance)
    standardDeviation = logVariance.map { exp(0.5 * $0) }
  }

  /// Returns the standard Gaussian N(0, I) in d dimensions: the prior p(z) of eq. (8).
  public static func standard(dimension: Int) -> DiagonalGaussian {
    let zeros = [Double](repeating: 0, count: dimension)
    return DiagonalGaussian(ofEncoder: zeros, logVariance: zeros)
  }

  /// Returns the logarithm of the density at a point x of shape (d), in nats.
  ///
  ///     log N(x | μ, σ²) = −Σⱼ [ ½ ((xⱼ − μⱼ)/σⱼ)² + log σⱼ + ½ log 2π ]
  /// - Source: eq. (10).
  public func logDensity(at point: [Double]) -> Double {
    precondition(point.count == dimension, "one value per dimension")
    var sum = 0.0
    for (j, x) in point.enumerated() {
      sum -= 0.5 * ((x - mean[j]) / standardDeviation[j]).squared + (0.5 * logVariance[j] + halfLogTwoPi)
    }
    return sum
  }

  /// Returns the log-density at a draw z = m + s ⊙ ε of another Gaussian N(m, diag s²), as a function of the noise ε.
  /// - Source: eqs. (10) and (19).
  public func logDensity(atDrawOf other: DiagonalGaussian) -> QuadraticOfNoise {
    let shift = mean.indices.map { (other.mean[$0] - mean[$0]) / standardDeviation[$0] }
    let scale = mean.indices.map { other.standardDeviation[$0] / standardDeviation[$0] }
    return QuadraticOfNoise(
      constant: logDensity(at: other.mean), linear: zip(shift, scale).map { -$0 * $1 },
      square: .diagonal(scale.map { -0.5 * $0.squared }))
  }

  /// The entropy −∫ q log q, in nats: Σⱼ (½ log 2π + ½ + log σⱼ) = −I₁.
  /// - Source: eq. (15), with its sum over the dimensions j, not the printed i.
  public var entropy: Double { logVariance.reduce(0) { $0 + (halfLogTwoPi + 0.5 + 0.5 * $1) } }

  /// The cross-entropy −∫ q log N(z | 0, I), in nats: Σⱼ (½ log 2π + ½ (μⱼ² + σⱼ²)) = −I₂.
  /// - Source: eq. (14), the result of the steps (11) to (13).
  public var crossEntropyToStandard: Double {
    zip(mean, standardDeviation).reduce(0) { $0 + (halfLogTwoPi + 0.5 * ($1.0.squared + $1.1.squared)) }
  }

  /// Returns the draw z = μ + σ ⊙ ε made from noise ε of shape (d).
  /// - Source: eq. (19).
  public func reparameterized(noise: [Double]) -> [Double] {
    precondition(noise.count == dimension, "one normal per dimension")
    return mean.indices.map { mean[$0] + standardDeviation[$0] * noise[$0] }
  }

  /// Returns the draw z and its pullback: a gradient g = ∂f/∂z becomes ∂f/∂μ = g and ∂f/∂σ = g ⊙ ε.
  /// - Source: eq. (19), by the chain rule.
  public func reparameterizedWithPullback(
    noise: [Double]
  ) -> (draw: [Double], pullback: ([Double]) -> GaussianGradient) {
    (reparameterized(noise: noise), { GaussianGradient(mean: $0, standardDeviation: zip($0, noise).map { $0 * $1 }) })
  }
}

/// The gradient of a number with respect to a diagonal Gaussian's parameters.
public struct GaussianGradient: Sendable, Equatable {
  /// ∂/∂μ, of shape (d).
  public var mean: [Double]
  /// ∂/∂σ, of shape (d).
  public var standardDeviation: [Double]

  /// Returns ∂/∂ log σ² = ½ σ ⊙ ∂/∂σ, for an encoder that gives log σ².
  public func logVariance(of q: DiagonalGaussian) -> [Double] {
    zip(q.standardDeviation, standardDeviation).map { 0.5 * $0 * $1 }
  }

  /// The gradient of a sum: the sum of the gradients.
  public static func + (left: Self, right: Self) -> Self {
    Self(
      mean: zip(left.mean, right.mean).map { $0 + $1 },
      standardDeviation: zip(left.standardDeviation, right.standardDeviation).map { $0 + $1 })
  }
}
