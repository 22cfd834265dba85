import Glibc

/// A diagonal Gaussian q that latent vectors are drawn from in place of the prior, in the network's precision.
///
///     z = μ + σ ⊙ ε,   log p(z) − log q(z) = Σⱼ ½ (εⱼ² − zⱼ² + log σⱼ²)
///
/// - Source: eq. (19), and eq. (1) rewritten as an average over q.
struct Proposal<Scalar: NetworkScalar>: Sendable {
  /// μ and σ, of shape (d).
  private let mean, standardDeviation: [Scalar]
  /// ½ Σⱼ log σⱼ².
  private let halfLogDeterminant: Double

  /// Creates the proposal of a mean and a log-variance.
  init(mean: [Scalar], logVariance: [Scalar]) {
    self.mean = mean
    standardDeviation = logVariance.map { Scalar.exponential($0 / 2) }
    halfLogDeterminant = logVariance.reduce(0) { $0 + Double($1) / 2 }
  }

  /// Turns the noise of one tile, one sample a column, into latent vectors.
  ///
  /// - Parameters:
  ///   - columns: ε, then z, of shape (d, tile).
  ///   - logRatios: log p(z) − log q(z), one a sample; in double precision, since many weights may differ by little.
  func reparameterize(
    columns: UnsafeMutableBufferPointer<Scalar>, logRatios: UnsafeMutableBufferPointer<Double>
  ) {
    logRatios.update(repeating: halfLogDeterminant)
    for j in mean.indices {
      let (mean, deviation, row) = (mean[j], standardDeviation[j], j * tileOfSamples)
      for sample in 0..<tileOfSamples {
        let noise = columns[row + sample]
        let z = mean + deviation * noise
        columns[row + sample] = z
        logRatios[sample] += 0.5 * (Double(noise) * Double(noise) - Double(z) * Double(z))
      }
    }
  }
}
