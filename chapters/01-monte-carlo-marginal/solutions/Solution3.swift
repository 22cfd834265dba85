import VAECore

/// The logarithm of (2): many data, each with its own draws.
enum Solution3 {
  /// The average belongs inside the product: Σⱼ log (1/m) Σᵢ p(xⱼ | zⱼᵢ).
  @Sendable static func logLikelihood(_ logDensities: [[Double]]) throws -> Double {
    logDensities.reduce(0) { $0 + logMeanExp($1) }
  }
}
