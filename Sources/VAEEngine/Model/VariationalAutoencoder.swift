import VAECore

/// An encoder and a decoder trained together on the evidence lower bound.
///
///     L = (1/n) Σᵢ [ (1/V) Σᵥ log p(xᵢ | zᵢᵥ) − KL(q(z | xᵢ) ‖ N(0, I)) ],   zᵢᵥ = μᵢ + σᵢ ⊙ εᵢᵥ
///
/// The conventions, here and wherever a model is trained: nats; sums over dimensions; means over data and over the V
/// draws of a datum. Row i·V + v of the noise belongs to datum i. The gradient is the bound's, to be climbed.
///
/// Defined by `VAECore.Autoencoder`.
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

  public func appendParameters(to list: inout [Scalar]) {
    encoder.appendParameters(to: &list)
    decoder.appendParameters(to: &list)
  }

  public mutating func takeParameters(from list: UnsafeBufferPointer<Scalar>) {
    var reader = ParameterReader(list)
    encoder.takeParameters(from: reader.next(encoder.parameterCount))
    decoder.takeParameters(from: reader.next(decoder.parameterCount))
  }
}

extension VariationalAutoencoder {
  /// The numbers of the affine layers: the encoder's, then the decoder's.
  var layerIndices: Range<Int> { 0..<encoder.stack.layers.count + decoder.stack.layers.count }

  /// A layer by its number.
  func layer(_ index: Int) -> DenseLayer<Scalar> {
    let own = encoder.stack.layers.count
    return index < own ? encoder.stack.layers[index] : decoder.stack.layers[index - own]
  }

  /// Changes a layer in its place. (A subscript that does so would ask for memory at each call in generic code.)
  mutating func withLayer<Result>(_ index: Int, _ body: (inout DenseLayer<Scalar>) -> Result) -> Result {
    let own = encoder.stack.layers.count
    return index < own ? body(&encoder.stack.layers[index]) : body(&decoder.stack.layers[index - own])
  }
}

extension Tape {
  /// What a layer received.
  func input(_ index: Int) -> Rows<Scalar> {
    let own = encoder.values.count
    if index < own { return index == 0 ? observations.all : encoder.values[index - 1].all }
    return index == own ? latents.all : decoder.values[index - own - 1].all
  }

  /// The gradient with respect to a layer's sums, after the pullback.
  func gradient(_ index: Int) -> Rows<Scalar> {
    let own = encoder.gradients.count
    return index < own ? encoder.gradients[index].all : decoder.gradients[index - own].all
  }

  /// Wᵀ in panels of a layer through which a gradient flows on.
  func transposed(_ index: Int) -> AlignedNumbers<Scalar>? {
    let own = encoder.transposed.count
    return index < own ? encoder.transposed[index] : decoder.transposed[index - own]
  }
}
