import VAECore
import VAEEngine

/// What a model is, apart from its parameters: enough to build one of the same shape.
public struct Architecture: Codable, Equatable, Sendable {
  /// The number of observed dimensions, D.
  public var observationDimension: Int
  /// The number of latent dimensions, d.
  public var latentDimension: Int
  /// The widths of the encoder's hidden layers, from the observation on.
  public var encoderHidden: [Int]
  /// The widths of the decoder's hidden layers, from the latent vector on.
  public var decoderHidden: [Int]
  /// The function after each of the encoder's hidden layers.
  public var encoderActivation: String
  /// The function after each of the decoder's hidden layers.
  public var decoderActivation: String
  /// The function after the decoder's last layer.
  public var outputActivation: String
  /// "gaussian", "bernoulli" or "poisson".
  public var likelihood: String
  /// s², the variance of an observation around the decoder's mean; nil where it is learned, and where there is none.
  public var observationVariance: Double?
  /// Whether log s² is the parameter `decoder.logVariance`.
  public var learnsObservationVariance: Bool

  /// Describes a model.
  public init<Scalar: NetworkScalar>(of model: VariationalAutoencoder<Scalar>) {
    observationDimension = model.encoder.observationDimension
    latentDimension = model.encoder.latentDimension
    encoderHidden = model.encoder.hidden.layers.map(\.outputs)
    decoderHidden = model.decoder.hidden.layers.map(\.outputs)
    encoderActivation = model.encoder.hidden.activation.rawValue
    decoderActivation = model.decoder.hidden.activation.rawValue
    outputActivation = model.decoder.outputActivation.rawValue
    learnsObservationVariance = model.decoder.learnsVariance
    let variance = model.decoder.likelihood.variance
    likelihood =
      switch model.decoder.likelihood {
      case .gaussian, .gaussianWithLearnedVariance: "gaussian"
      case .bernoulli: "bernoulli"
      case .poisson: "poisson"
      }
    observationVariance = learnsObservationVariance ? nil : variance
  }

  /// The number of parameters, or nil where it exceeds an integer.
  var parameterCount: Int? {
    let encoder = [observationDimension] + encoderHidden
    let decoder = [latentDimension] + decoderHidden
    let layers =
      Array(zip(encoder, encoder.dropFirst())) + Array(zip(decoder, decoder.dropFirst())) + [
        (encoder.last ?? 0, latentDimension), (encoder.last ?? 0, latentDimension),
        (decoder.last ?? 0, observationDimension),
      ]
    var count = learnsObservationVariance ? 1 : 0
    for (inputs, outputs) in layers {
      // An affine layer with a bias is a matrix of one more column.
      let (columns, first) = inputs.addingReportingOverflow(1)
      let (parameters, second) = columns.multipliedReportingOverflow(by: outputs)
      let (sum, third) = count.addingReportingOverflow(parameters)
      guard !first, !second, !third else { return nil }
      count = sum
    }
    return count
  }

  /// Returns a model of this architecture, with parameters that are to be replaced.
  ///
  /// - Throws: `InvalidInput` if a dimension is below 1, a name is unknown, or the variance is not finite and above 0.
  /// - Precondition: The number of parameters is one that the memory can hold.
  func model<Scalar: NetworkScalar>(as _: Scalar.Type) throws(InvalidInput) -> VariationalAutoencoder<Scalar> {
    try requireDimensions()
    let random = RandomStream(seed: 0, purpose: "parameters to be replaced")
    let encoder = EncoderNetwork<Scalar>(
      observationDimension: observationDimension, hidden: encoderHidden, latentDimension: latentDimension,
      activation: try Self.activation(encoderActivation, "encoderActivation"), random: random)
    let decoder = try DecoderNetwork<Scalar>(
      latentDimension: latentDimension, hidden: decoderHidden, observationDimension: observationDimension,
      activation: Self.activation(decoderActivation, "decoderActivation"), likelihood: likelihoodValue(),
      outputActivation: Self.activation(outputActivation, "outputActivation"),
      learnsVariance: learnsObservationVariance, random: random)
    return try VariationalAutoencoder(encoder: encoder, decoder: decoder)
  }

  /// Refuses layers without inputs or outputs.
  func requireDimensions() throws(InvalidInput) {
    let dimensions = [observationDimension, latentDimension] + encoderHidden + decoderHidden
    for dimension in dimensions where dimension < 1 {
      throw InvalidInput("architecture", expected: "dimensions from 1", found: "\(dimension)")
    }
  }

  private func likelihoodValue() throws(InvalidInput) -> Likelihood {
    switch (likelihood, observationVariance, learnsObservationVariance) {
    case ("gaussian", let variance?, false): return .gaussian(variance: variance)
    case ("gaussian", nil, true): return .gaussian(variance: 1)
    case ("bernoulli", nil, false): return .bernoulli
    case ("poisson", nil, false): return .poisson
    default:
      let variance = learnsObservationVariance ? "a learned one" : observationVariance.map { "\($0)" } ?? "none"
      throw InvalidInput(
        "architecture",
        expected: "gaussian with an observationVariance or a learned one, or bernoulli or poisson with neither",
        found: "\(likelihood) with \(variance)")
    }
  }

  private static func activation(_ name: String, _ key: String) throws(InvalidInput) -> Activation {
    guard let activation = Activation(rawValue: name) else {
      let known = Activation.allCases.map(\.rawValue).joined(separator: ", ")
      throw InvalidInput(key, expected: "one of \(known)", found: name)
    }
    return activation
  }
}
