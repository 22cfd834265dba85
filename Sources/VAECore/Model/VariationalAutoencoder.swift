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
  public private(set) var encoder: Encoder<Scalar>
  /// z ↦ p(x | z).
  public private(set) var decoder: Decoder<Scalar>

  /// Creates a model.
  ///
  /// - Throws: `InvalidInput` if encoder and decoder disagree on the latent or the observed dimension.
  public init(encoder: Encoder<Scalar>, decoder: Decoder<Scalar>) throws(InvalidInput) {
    try InvalidInput.requireCount(
      "decoder's latent dimensions", decoder.latentDimension, matches: encoder.latentDimension, of: "the encoder's")
    try InvalidInput.requireCount(
      "decoder's observed dimensions", decoder.observationDimension, matches: encoder.observationDimension,
      of: "the encoder's")
    self.init(checkedEncoder: encoder, decoder: decoder)
  }

  private init(checkedEncoder: Encoder<Scalar>, decoder: Decoder<Scalar>) {
    encoder = checkedEncoder
    self.decoder = decoder
  }

  /// A model of this shape whose parameters are all 0.
  var zeros: VariationalAutoencoder {
    VariationalAutoencoder(checkedEncoder: encoder.zeros, decoder: decoder.zeros)
  }

  /// Returns the bound of a batch of observations for given noise.
  ///
  /// - Parameters:
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V, d).
  /// - Throws: `InvalidInput` if the shapes do not fit the model or each other, or there is nothing to average.
  /// - Source: eqs. (7) and (19).
  public func evidenceLowerBound(
    observations: Matrix<Scalar>, noise: Matrix<Scalar>
  ) throws(InvalidInput) -> EvidenceLowerBound {
    try requireShapes(observations: observations, noise: noise)
    var tape = Tape()
    return value(observations: observations, noise: noise, tape: &tape)
  }

  /// Returns the bound of a batch and its gradient with respect to every parameter.
  ///
  /// - Parameters:
  ///   - observations: x, of shape (n, D).
  ///   - noise: ε, of shape (n · V, d).
  /// - Throws: `InvalidInput` if the shapes do not fit the model or each other, or there is nothing to average.
  /// - Source: eq. (20), differentiated.
  public func gradientOfEvidenceLowerBound(
    observations: Matrix<Scalar>, noise: Matrix<Scalar>
  ) throws(InvalidInput) -> (bound: EvidenceLowerBound, gradient: VariationalAutoencoder) {
    try requireShapes(observations: observations, noise: noise)
    var tape = Tape()
    var gradient = zeros
    let bound = value(observations: observations, noise: noise, tape: &tape)
    pullback(observations: observations, noise: noise, tape: &tape, into: &gradient)
    return (bound, gradient)
  }

  private func requireShapes(observations: Matrix<Scalar>, noise: Matrix<Scalar>) throws(InvalidInput) {
    try InvalidInput.requireCount(
      "columns of the observations", observations.columns, matches: encoder.observationDimension,
      of: "the encoder's inputs")
    try InvalidInput.requireCount(
      "columns of the noise", noise.columns, matches: encoder.latentDimension, of: "the latent dimensions")
    guard observations.rows > 0 else {
      throw InvalidInput("observations", expected: "at least one row", found: "none")
    }
    guard noise.rows > 0, noise.rows % observations.rows == 0 else {
      throw InvalidInput(
        "rows of the noise", expected: "a positive multiple of the \(observations.rows) observations",
        found: "\(noise.rows)")
    }
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

// MARK: Value and pullback, without allocation once the tape has its shape

extension VariationalAutoencoder {
  /// What the pullback needs to remember of the value, and room for the gradients between the parts.
  struct Tape: Sendable {
    fileprivate var encoder = Encoder<Scalar>.Tape()
    fileprivate var decoder = Decoder<Scalar>.Tape()
    fileprivate var standardDeviation = Matrix<Scalar>.empty
    fileprivate var latents = Matrix<Scalar>.empty
    fileprivate var latentGradient: Matrix<Scalar>? = .empty
    fileprivate var meanGradient = Matrix<Scalar>.empty
    fileprivate var logVarianceGradient = Matrix<Scalar>.empty
    fileprivate var logDensities: [Double] = []
  }

  /// Computes the bound and leaves what its pullback needs on the tape.
  ///
  /// - Precondition: The shapes fit, as `evidenceLowerBound` checks.
  func value(observations: Matrix<Scalar>, noise: Matrix<Scalar>, tape: inout Tape) -> EvidenceLowerBound {
    encoder.value(of: observations, tape: &tape.encoder)
    tape.standardDeviation.formDeviations(ofLogVariance: tape.encoder.logVariance)
    tape.latents.formSamples(mean: tape.encoder.mean, standardDeviation: tape.standardDeviation, noise: noise)
    decoder.value(of: tape.latents, tape: &tape.decoder)

    let rows = noise.rows
    if tape.logDensities.count != rows { tape.logDensities = [Double](repeating: 0, count: rows) }
    var reconstruction = 0.0
    tape.logDensities.withUnsafeMutableBufferPointer { logDensities in
      decoder.logDensities(of: observations, tape: tape.decoder, into: logDensities)
      for value in logDensities { reconstruction += value }
    }
    let divergence = divergenceFromStandard(mean: tape.encoder.mean, logVariance: tape.encoder.logVariance)
    return EvidenceLowerBound(
      reconstruction: reconstruction / Double(rows), divergence: divergence / Double(observations.rows))
  }

  /// Pulls the bound back to every parameter.
  ///
  ///     ∂L/∂μᵢ = Σᵥ gᵢᵥ − μᵢ/n,   ∂L/∂ log σᵢ² = ½ σᵢ ⊙ Σᵥ gᵢᵥ ⊙ εᵢᵥ − (σᵢ² − 1)/(2n)
  ///
  /// where gᵢᵥ is the gradient of the mean log-likelihood with respect to zᵢᵥ.
  ///
  /// - Parameter gradient: A model of this one's shape, overwritten.
  /// - Precondition: The tape holds the value for the same observations and noise.
  func pullback(
    observations: Matrix<Scalar>, noise: Matrix<Scalar>, tape: inout Tape, into gradient: inout VariationalAutoencoder
  ) {
    decoder.pullbackOfLogDensity(
      of: observations, scale: 1 / Double(noise.rows), latents: tape.latents, tape: &tape.decoder,
      into: &gradient.decoder, latentGradient: &tape.latentGradient)
    guard let latentGradient = tape.latentGradient else { return }
    pullbackOfReparameterization(
      latentGradient, noise: noise, mean: tape.encoder.mean, standardDeviation: tape.standardDeviation,
      meanGradient: &tape.meanGradient, logVarianceGradient: &tape.logVarianceGradient)
    encoder.pullback(
      mean: tape.meanGradient, logVariance: tape.logVarianceGradient, observations: observations,
      tape: &tape.encoder, into: &gradient.encoder)
  }
}
