import VAECore

/// A diagonal Gaussian q that latent vectors are drawn from in place of the prior, in the network's precision.
///
/// - Source: eq. (19), and eq. (1) rewritten as an average over q.
struct Proposal<Scalar: NetworkScalar>: Sendable {
  /// μ and log σ², of shape (1, d).
  private let mean, logVariance: Batch<Scalar>

  /// Creates the proposal of a mean and a log-variance, given as rows of one matrix each.
  init(mean: Batch<Scalar>, logVariance: Batch<Scalar>, row: Int) {
    self.mean = Batch(rows: 1, columns: mean.columns, elements: Array(mean[row: row]))
    self.logVariance = Batch(rows: 1, columns: mean.columns, elements: Array(logVariance[row: row]))
  }

  /// Turns noise into latent vectors, z = μ + σ ⊙ ε.
  ///
  /// Defined by `VAECore.DiagonalGaussian.reparameterized(noise:)`.
  ///
  /// - Parameters:
  ///   - noise: ε, of shape (samples, d).
  ///   - latents: z, overwritten.
  ///   - logRatios: log q(z) − log p(z), one a sample; in double precision, since many weights may differ by little.
  func reparameterize(
    _ noise: Rows<Scalar>, into latents: Rows<Scalar>, logRatios: UnsafeMutablePointer<Double>
  ) {
    mean.withRows { mean in
      logVariance.withRows { logVariance in
        withUnsafeTemporaryAllocation(of: Scalar.self, capacity: Swift.max(1, mean.columns)) { deviation in
          Scalar.kernels.pointee.reparameterize(
            1, noise.count, mean.columns, mean.start, logVariance.start, mean.stride, noise.start,
            deviation.baseAddress, latents.start)
        }
        sumLogRatios(latents.start, noise.start, logVariance, draws: noise.count, into: logRatios)
      }
    }
  }
}
