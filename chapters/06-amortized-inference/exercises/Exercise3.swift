import Notebook

/// The best diagonal q of a posterior with dependent coordinates.
enum Exercise3 {
  /// Returns the variances of the diagonal q that maximizes the bound, for a posterior with the inverse covariance M of two
  /// rows.
  ///
  /// The derivation has one wrong step:
  ///
  ///     KL = ½ (Σⱼ Mⱼⱼ σⱼ² − 2 − Σⱼ log σⱼ² − log det M)       the means are equal
  ///     ∂KL/∂σⱼ² = ½ (Mⱼⱼ − 1/σⱼ²)                              differentiate
  ///     Mⱼⱼ σⱼ² = 1                                              set it to 0
  ///     σⱼ² = (M⁻¹)ⱼⱼ                                            solve for σⱼ²
  @Sendable static func variances(precision: [[Double]]) throws -> [Double] {
    try notAnsweredYet()  // Delete this line when the derivation is repaired.
    let determinant = precision[0][0] * precision[1][1] - precision[0][1] * precision[1][0]
    return [precision[1][1] / determinant, precision[0][0] / determinant]
  }
}
