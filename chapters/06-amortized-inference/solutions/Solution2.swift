import VAECore

/// z − mean − δ is N(−δ, τ²): the mass between −1.645 − δ/τ and 1.645 − δ/τ.
enum Solution2 {
  @Sendable static func coverage(shift: Double, deviation: Double) throws -> Double {
    let center = shift / deviation
    return Quadrature.integral(over: -20...20, intervals: 1600) { t in
      let y = 1.6448536 * tanh(t)
      return exp(-0.5 * (y - center).squared - halfLogTwoPi) * 1.6448536 * (1 - tanh(t).squared)
    }.value
  }
}
