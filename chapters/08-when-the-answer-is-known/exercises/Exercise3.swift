import Notebook

/// The length of the best column.
enum Exercise3 {
  /// Returns w², the squared length of the best column along an eigenvector with eigenvalue λ.
  ///
  /// The derivation has one wrong step:
  ///
  ///     share of the bound = −½ log 2πc − λ/(2c),   c = w² + s²
  ///     ∂/∂c               = −1/(2c) + λ/c²           differentiate in c
  ///     0                  = −c + 2λ                  set it to 0, times 2c²
  ///     w²                 = max(0, 2λ − s²)          solve for w²; no square is below 0
  @Sendable static func squaredLength(eigenvalue: Double, observationVariance: Double) throws -> Double {
    try notAnsweredYet()  // Delete this line when the derivation is repaired.
    return max(0, 2 * eigenvalue - observationVariance)
  }
}
