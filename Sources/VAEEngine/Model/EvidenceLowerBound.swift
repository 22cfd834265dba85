/// The evidence lower bound and the two terms that it is made of, in nats.
///
///     L(Θ, Q) = E_{z ~ Q} log p(x | z, Θ) − KL(Q ‖ p(z)) ≤ log p(x | Θ)
///
/// Both terms are sums over dimensions. For several data they are means over the data.
///
/// - Source: eqs. (4) and (7); (5) with its inequality turned round.
public struct EvidenceLowerBound: Sendable, Equatable {
  /// The expected log-likelihood of the observation, E_{z ~ Q} log p(x | z, Θ), in nats.
  public var reconstruction: Double
  /// The divergence from the approximate posterior to the prior, KL(Q ‖ p(z)), in nats.
  public var divergence: Double

  /// Creates a bound from its two terms.
  public init(reconstruction: Double, divergence: Double) {
    self.reconstruction = reconstruction
    self.divergence = divergence
  }

  /// The bound: reconstruction − divergence, in nats.
  public var value: Double { reconstruction - divergence }
}
