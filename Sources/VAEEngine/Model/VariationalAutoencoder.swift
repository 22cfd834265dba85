/// An encoder and a decoder trained together on the evidence lower bound.
///
///     L = (1/n) Σᵢ [ (1/V) Σᵥ log p(xᵢ | zᵢᵥ) − KL(q(z | xᵢ) ‖ N(0, I)) ],   zᵢᵥ = μᵢ + σᵢ ⊙ εᵢᵥ
///
/// The conventions, here and wherever a model is trained: nats; sums over dimensions; means over data and over the V
/// draws of a datum. Row i·V + v of the noise belongs to datum i. The gradient is the bound's, to be climbed.
///
/// - Source: eqs. (7), (16), (19) and (20), the last with the Gaussian log-likelihood whole.
public struct VariationalAutoencoder<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// x ↦ q(z | x).
  public internal(set) var encoder: EncoderNetwork<Scalar>
  /// z ↦ p(x | z).
  public internal(set) var decoder: DecoderNetwork<Scalar>

  /// Creates a model.
  ///
  /// - Throws: `InvalidInput` if encoder and decoder disagree on the latent or the observed dimension.
  public init(encoder: EncoderNetwork<Scalar>, decoder: DecoderNetwork<Scalar>) throws(InvalidInput) {
    try InvalidInput.requireCount(
      "decoder's latent dimensions", decoder.latentDimension, matches: encoder.latentDimension, of: "the encoder's")
    try InvalidInput.requireCount(
      "decoder's observed dimensions", decoder.observationDimension, matches: encoder.observationDimension,
      of: "the encoder's")
    self.init(checkedEncoder: encoder, decoder: decoder)
  }

  private init(checkedEncoder: EncoderNetwork<Scalar>, decoder: DecoderNetwork<Scalar>) {
    encoder = checkedEncoder
    self.decoder = decoder
  }

  /// A model of this shape whose parameters are all 0.
  var zeros: VariationalAutoencoder {
    VariationalAutoencoder(checkedEncoder: encoder.zeros, decoder: decoder.zeros)
  }

  public var parameterShapes: [ParameterShape] {
    encoder.parameterShapes.map { $0.within("encoder") } + decoder.parameterShapes.map { $0.within("decoder") }
  }

  public func readParameters(_ read: (UnsafeBufferPointer<Scalar>) -> Void) {
    encoder.readParameters(read)
    decoder.readParameters(read)
  }

  public mutating func updateParameters(_ update: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
    encoder.updateParameters(update)
    decoder.updateParameters(update)
  }
}
