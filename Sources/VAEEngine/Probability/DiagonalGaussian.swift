import Glibc

/// ½ log 2π, the logarithm of the standard normal density's constant, with its sign reversed.
let halfLogTwoPi = 0.918938533204672741780329736406

/// A Gaussian distribution with independent coordinates, N(μ, diag σ²).
///
/// The deviation and the log-variance are kept side by side: a density divides by σ before it squares (σ² may underflow
/// where σ does not), and a divergence needs log σ² itself.
///
/// - Source: eq. (10), with the covariance diag(σ²) that its exponent uses, not the diag(σ) printed above it.
public struct DiagonalGaussian: Sendable, Equatable {
  /// μ, one value a dimension.
  public let mean: [Double]
  /// σ, one positive value a dimension.
  public let standardDeviation: [Double]
  /// log σ², one value a dimension, in nats.
  public let logVariance: [Double]

  /// The number of dimensions, d.
  public var dimension: Int { mean.count }

  /// Creates the Gaussian of a mean and a standard deviation.
  ///
  /// - Throws: `InvalidInput` if the counts differ, a mean is not finite, or a deviation is not finite and above 0.
  public init(mean: [Double], standardDeviation: [Double]) throws(InvalidInput) {
    try InvalidInput.requireCount("standard deviation", standardDeviation.count, matches: mean.count, of: "the mean")
    try InvalidInput.requireFinite("mean", mean)
    try InvalidInput.requirePositive("standard deviation", standardDeviation)
    self.mean = mean
    self.standardDeviation = standardDeviation
    logVariance = standardDeviation.map { 2 * log($0) }
  }

  /// Creates the Gaussian of a mean and a log-variance, as an encoder gives them.
  ///
  /// - Throws: `InvalidInput` if the counts differ, a value is not finite, or a deviation exp(½ log σ²) is 0 or ∞.
  public init(mean: [Double], logVariance: [Double]) throws(InvalidInput) {
    try InvalidInput.requireCount("log-variance", logVariance.count, matches: mean.count, of: "the mean")
    try InvalidInput.requireFinite("mean", mean)
    try InvalidInput.requireFinite("log-variance", logVariance)
    let standardDeviation = logVariance.map { exp(0.5 * $0) }
    try InvalidInput.requirePositive("standard deviation exp(½ log-variance)", standardDeviation)
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.logVariance = logVariance
  }

  /// The standard Gaussian N(0, I) in d dimensions: the prior p(z).
  public static func standard(dimension: Int) -> DiagonalGaussian {
    DiagonalGaussian(unitVarianceMean: [Double](repeating: 0, count: dimension))
  }

  private init(unitVarianceMean mean: [Double]) {
    self.mean = mean
    standardDeviation = [Double](repeating: 1, count: mean.count)
    logVariance = [Double](repeating: 0, count: mean.count)
  }

  /// Returns the logarithm of the density at a point, in nats.
  ///
  ///     log N(x | μ, σ²) = −Σⱼ [ ½ ((xⱼ − μⱼ)/σⱼ)² + log σⱼ + ½ log 2π ]
  ///
  /// - Parameter point: x, of shape (d).
  /// - Throws: `InvalidInput` if the point has another number of dimensions.
  /// - Source: eq. (10).
  public func logDensity(at point: [Double]) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount("point", point.count, matches: dimension, of: "the Gaussian's dimensions")
    var sum = 0.0
    for (j, x) in point.enumerated() {
      let standardized = (x - mean[j]) / standardDeviation[j]
      sum -= 0.5 * standardized * standardized + (log(standardDeviation[j]) + halfLogTwoPi)
    }
    return sum
  }

  /// The entropy −∫ q log q, in nats, summed over dimensions: Σⱼ (½ log 2π + ½ + log σⱼ) = −I₁.
  ///
  /// - Source: eq. (15), with its sum over the dimensions j rather than the printed i.
  public var entropy: Double {
    zip(standardDeviation, mean).reduce(0) { $0 + (halfLogTwoPi + 0.5 + log($1.0)) }
  }

  /// The cross-entropy −∫ q log N(z | 0, I), in nats: Σⱼ (½ log 2π + ½ (μⱼ² + σⱼ²)) = −I₂.
  ///
  /// - Source: eq. (14).
  public var crossEntropyToStandard: Double {
    zip(mean, standardDeviation).reduce(0) { $0 + (halfLogTwoPi + 0.5 * ($1.0 * $1.0 + $1.1 * $1.1)) }
  }
}
