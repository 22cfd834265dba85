/// The square of p has twice its exponent: 2/τ² − 1/σ².
enum Solution3 {
  @Sendable static func relativeVariance(posterior tau: Double, proposal sigma: Double) throws -> Double {
    let precision = 2 / (tau * tau) - 1 / (sigma * sigma)
    return precision > 0 ? sigma / (tau * tau) / precision.squareRoot() - 1 : .infinity
  }
}
