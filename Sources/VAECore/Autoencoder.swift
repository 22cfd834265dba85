/// A variational autoencoder: an encoder and a decoder, trained together on the evidence lower bound.
///
///     let model = Autoencoder(encoder: encoder, decoder: decoder)
///     let (bound, gradient) = model.lowerBoundWithGradient(of: image, noise: e)
/// - Source: eqs. (7), (8), (16), (19) and (20).
public struct Autoencoder: Parameters, Equatable {
  /// x ↦ q(z | x), with the parameters φ.
  public var encoder: Encoder
  /// z ↦ p(x | z), with the parameters Θ.
  public var decoder: Decoder
  /// Creates an autoencoder.
  public init(encoder: Encoder, decoder: Decoder) { (self.encoder, self.decoder) = (encoder, decoder) }

  /// Returns the bound of one observation x, with the reconstruction term averaged over V draws, one per noise vector.
  ///
  ///     L = (1/V) Σᵥ log p(x | zᵥ) − KL(q(z | x) ‖ N(0, I)),   zᵥ = μ(x) + σ(x) ⊙ εᵥ
  /// - Source: eq. (7) for one data point, with eqs. (16) and (19).
  public func evidenceLowerBound(of x: [Double], noises: [[Double]]) -> EvidenceLowerBound {
    let q = encoder.approximatePosterior(of: x)
    let densities = noises.map { decoder.logDensity(of: x, given: q.reparameterized(noise: $0)) }
    return EvidenceLowerBound(
      reconstruction: densities.reduce(0, +) / Double(noises.count), divergence: q.divergenceFromStandard())
  }

  /// Returns one draw of the bound of one observation, and its gradient with respect to every parameter.
  /// It computes q, z, log p(x | z) and KL(q ‖ p) forward, then pulls gradients back, through the encoder last.
  /// - Source: Figure 1; eqs. (17), (19) and (20), with the divergence of eq. (16) and the full log-density.
  public func lowerBoundWithGradient(
    of x: [Double], noise e: [Double]
  ) -> (bound: EvidenceLowerBound, gradient: Autoencoder) {
    let (q, encoderPullback) = encoder.approximatePosteriorWithPullback(of: x)
    let (z, drawPullback) = q.reparameterizedWithPullback(noise: e)
    let (logDensity, decoderPullback) = decoder.logDensityWithPullback(of: x, given: z)
    let (divergence, divergencePullback) = q.divergenceFromStandardWithPullback()

    let (towardLatent, decoderGradient) = decoderPullback(1)
    let towardPosterior = drawPullback(towardLatent) + divergencePullback(-1)
    return (
      EvidenceLowerBound(reconstruction: logDensity, divergence: divergence),
      Autoencoder(encoder: encoderPullback(towardPosterior), decoder: decoderGradient)
    )
  }

  public func combined(with other: Autoencoder, _ function: (Double, Double) -> Double) -> Autoencoder {
    Autoencoder(
      encoder: encoder.combined(with: other.encoder, function), decoder: decoder.combined(with: other.decoder, function)
    )
  }
}
