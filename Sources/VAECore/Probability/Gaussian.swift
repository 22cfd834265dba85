import Glibc

/// A Gaussian distribution with a full covariance, N(m, C).
public struct Gaussian: Sendable {
  /// m, of shape (d).
  public let mean: [Double]
  /// C, of shape (d, d).
  public let covariance: Matrix<Double>
  private let factor: Cholesky

  /// Creates the Gaussian of a mean and a covariance.
  ///
  /// - Throws: `InvalidInput` if the shapes differ or the covariance is not positive definite.
  public init(mean: [Double], covariance: Matrix<Double>) throws(InvalidInput) {
    try InvalidInput.requireCount("covariance's rows", covariance.rows, matches: mean.count, of: "the mean")
    try InvalidInput.requireFinite("mean", mean)
    factor = try Cholesky(covariance)
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
