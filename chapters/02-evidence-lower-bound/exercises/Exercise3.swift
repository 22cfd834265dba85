import Notebook

/// The last line of (3), at one z.
enum Exercise3 {
  /// Parts log p(x) into the three integrands of the last line of (3), all at the same z.
  ///
  /// The derivation has one wrong step:
  ///
  ///     log p(x) = log p(x, z) − log p(z | x)                                           Bayes' rule
  ///              = [log p(x, z) − log q(z)] + [log q(z) − log p(z | x)]                  add and subtract log q(z)
  ///              = log p(x | z) + [log q(z) − log p(z)] + [log q(z) − log p(z | x)]      p(x, z) = p(x | z) p(z)
  @Sendable static func integrands(
    logLikelihood: Double, logPrior: Double, logPosterior: Double, logApproximation: Double
  ) throws -> [Double] {
    try notAnsweredYet()  // Delete this line when the derivation is repaired.
    return [logLikelihood, logApproximation - logPrior, logApproximation - logPosterior]
  }
}
