/// The gradient of a scalar with respect to a diagonal Gaussian's parameters.
public struct GaussianGradient: Sendable, Equatable {
  /// ∂/∂μ, of shape (d).
  public var mean: [Double]
  /// ∂/∂σ, of shape (d).
  public var standardDeviation: [Double]

  /// Creates a gradient.
  public init(mean: [Double], standardDeviation: [Double]) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

extension DiagonalGaussian {
  /// Returns the sample that a noise draw becomes, z = μ + σ ⊙ ε.
  ///
  /// If ε ~ N(0, I) then z ~ N(μ, diag σ²), and z is a differentiable function of μ and σ.
  ///
  /// - Parameter noise: ε, of shape (d).
  /// - Throws: `InvalidInput` if the noise has another number of dimensions.
  /// - Source: eq. (19).
  public func reparameterized(noise: [Double]) throws(InvalidInput) -> [Double] {
    try InvalidInput.requireCount("noise", noise.count, matches: dimension, of: "the Gaussian's dimensions")
    return mean.indices.map { mean[$0] + standardDeviation[$0] * noise[$0] }
  }

  /// Returns the parameters' gradient that a sample's gradient becomes: ∂f/∂μ = g, ∂f/∂σ = g ⊙ ε.
  ///
  /// - Parameters:
  ///   - gradient: g = ∂f/∂z at the sample, of shape (d).
  ///   - noise: The ε that the sample came from, of shape (d).
  /// - Throws: `InvalidInput` if either has another number of dimensions.
  /// - Source: eq. (19), by the chain rule.
  public func pullbackOfReparameterization(
    _ gradient: [Double], noise: [Double]
  ) throws(InvalidInput) -> GaussianGradient {
    try InvalidInput.requireCount("gradient", gradient.count, matches: dimension, of: "the Gaussian's dimensions")
    try InvalidInput.requireCount("noise", noise.count, matches: dimension, of: "the Gaussian's dimensions")
    return GaussianGradient(
      mean: gradient, standardDeviation: gradient.indices.map { gradient[$0] * noise[$0] })
  }

  /// Returns the gradient of the log-density at a fixed point with respect to the parameters: the score.
  ///
  ///     ∂ log q/∂μ = (z − μ)/σ²,   ∂ log q/∂σ = (((z − μ)/σ)² − 1)/σ
  ///
  /// - Parameter point: z, of shape (d).
  /// - Throws: `InvalidInput` if the point has another number of dimensions.
  public func score(at point: [Double]) throws(InvalidInput) -> GaussianGradient {
    try InvalidInput.requireCount("point", point.count, matches: dimension, of: "the Gaussian's dimensions")
    let standardized = mean.indices.map { (point[$0] - mean[$0]) / standardDeviation[$0] }
    return GaussianGradient(
      mean: mean.indices.map { standardized[$0] / standardDeviation[$0] },
      standardDeviation: mean.indices.map {
        (standardized[$0] * standardized[$0] - 1) / standardDeviation[$0]
      })
  }
}
