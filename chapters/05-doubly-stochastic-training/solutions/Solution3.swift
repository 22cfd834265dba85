/// β belongs to both terms in the brackets: 0 = −w²/s² + β/σ² − β.
enum Solution3 {
  @Sendable static func variance(slope: Double, observationVariance: Double, beta: Double) throws -> Double {
    beta / (beta + slope * slope / observationVariance)
  }
}
