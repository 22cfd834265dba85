/// The last line of (3), at one z.
enum Solution3 {
  /// log p(x, z) − log q(z) = log p(x | z) + log p(z) − log q(z): the prior's density comes first.
  @Sendable static func integrands(
    logLikelihood: Double, logPrior: Double, logPosterior: Double, logApproximation: Double
  ) throws -> [Double] {
    [logLikelihood, logPrior - logApproximation, logApproximation - logPosterior]
  }
}
