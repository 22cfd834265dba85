import Glibc

/// A Gaussian distribution with a full covariance, N(m, C).
public struct Gaussian: Sendable {
  /// m, of shape (d).
  public let mean: [Double]
  /// C, of shape (d, d).
  public let covariance: Batch<Double>
  /// L, of C = L Lᵀ.
  let factor: Cholesky

  /// Creates the Gaussian of a mean and a covariance.
  ///
  /// - Throws: `InvalidInput` if the shapes differ, a value is not finite, or the covariance is not symmetric and
  ///   positive definite.
  public init(mean: [Double], covariance: Batch<Double>) throws(InvalidInput) {
    try InvalidInput.requireCount("covariance's rows", covariance.rows, matches: mean.count, of: "the mean")
    try InvalidInput.requireFinite("mean", mean)
    factor = try Cholesky(covariance, named: "covariance")
    self.mean = mean
    self.covariance = covariance
  }

  /// The number of dimensions, d.
  public var dimension: Int { mean.count }

  /// Returns the logarithm of the density at a point, in nats: −½ [‖L⁻¹(x − m)‖² + log det C + d log 2π].
  ///
  /// - Throws: `InvalidInput` if the point has another number of dimensions.
  public func logDensity(at point: [Double]) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount("point", point.count, matches: dimension, of: "the Gaussian's dimensions")
    let whitened = factor.forwardSolve(zip(point, mean).map { $0 - $1 })
    return -0.5 * (whitened.reduce(0) { $0 + $1 * $1 } + factor.logDeterminant) - Double(dimension) * halfLogTwoPi
  }

  /// The entropy, in nats: ½ (log det C + d log 2πe).
  public var entropy: Double { 0.5 * factor.logDeterminant + Double(dimension) * (halfLogTwoPi + 0.5) }
}

extension DiagonalGaussian {
  /// Returns the Kullback–Leibler divergence from `self` to a Gaussian with a full covariance.
  ///
  ///     KL(q ‖ N(m, C)) = ½ [ ‖L⁻¹(μ − m)‖² + Σ_{i > j} Bᵢⱼ² + Σⱼ (Bⱼⱼ² − 1 − log Bⱼⱼ²) ],   B = L⁻¹ diag σ,   C = L Lᵀ
  ///
  /// B is triangular, so that its diagonal alone carries the determinants. The textbook's tr(C⁻¹ diag σ²) + log det C −
  /// Σ log σ² − d is the same sum, but subtracts terms that nearly cancel when q is close to N(m, C).
  ///
  /// - Parameter other: N(m, C), of as many dimensions.
  /// - Returns: The divergence, in nats, summed over dimensions; never negative.
  /// - Throws: `InvalidInput` if the dimensions differ.
  public func divergence(to other: Gaussian) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount("second Gaussian", other.dimension, matches: dimension, of: "the first")
    let shift = other.factor.forwardSolve(mean.indices.map { mean[$0] - other.mean[$0] })
    var sum = 0.5 * shift.reduce(0) { $0 + $1.squared }
    for j in 0..<dimension {
      let column = other.factor.forwardSolve((0..<dimension).map { $0 == j ? standardDeviation[j] : 0 })
      sum += halfExcess(ofLogRatio: 2 * log(column[j])) + 0.5 * column[(j + 1)...].reduce(0) { $0 + $1.squared }
    }
    return sum
  }
}
