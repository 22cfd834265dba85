/// The evidence lower bound and its two terms, in nats: log p(x) ≥ E_q log p(x | z) − KL(q ‖ p(z)).
/// - Source: eq. (4) for one data point; eqs. (6) and (7) sum it over the data.
public struct EvidenceLowerBound: Sendable, Equatable {
  /// The reconstruction term, E_q log p(x | z) or an estimate of it.
  public var reconstruction: Double
  /// The divergence KL(q ‖ p(z)).
  public var divergence: Double

  /// Creates a bound from its two terms.
  public init(reconstruction: Double, divergence: Double) {
    (self.reconstruction, self.divergence) = (reconstruction, divergence)
  }

  /// The bound: reconstruction minus divergence.
  public var value: Double { reconstruction - divergence }

  /// Adds a multiple of another bound, term by term.
  mutating func add(_ other: Self, times factor: Double) {
    reconstruction += factor * other.reconstruction
    divergence += factor * other.divergence
  }
}
