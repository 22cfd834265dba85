import ArgumentParser
import Notebook
import VAECore
import VAEEngine

/// What a new model is. An option that is not typed has its default, or, where training goes on, the model's own value.
struct ModelArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("Latent dimensions (default: 2).", valueName: "d"))
  var latent: Entry<Count>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Widths of the encoder's hidden layers, or none (default: 128); the decoder has them in reverse.",
      valueName: "widths"))
  var hidden: Entry<Widths>?

  @Option(help: ArgumentHelp("After hidden layers: tanh, relu or softplus (default: tanh).", valueName: "function"))
  var activation: Entry<Choice<HiddenActivation>>?

  @Option(
    help: ArgumentHelp(
      "p(x | z): gaussian, bernoulli, or poisson for counts, with the rates exp(output) (default: gaussian).",
      valueName: "name"))
  var likelihood: Entry<Choice<LikelihoodName>>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The Gaussian's s², a number or learned (default: learned).", valueName: "number|learned"))
  var observationVariance: Entry<ObservationVariance>?

  @Option(
    help: ArgumentHelp("After the Gaussian's mean: identity or sigmoid (default: identity).", valueName: "function"))
  var output: Entry<Choice<OutputActivation>>?

  /// The entries, to be refused where they must.
  var entries: [Parameter] {
    [
      latent.map { Parameter("latent", $0) }, hidden.map { Parameter("hidden", $0) },
      activation.map { Parameter("activation", $0) }, likelihood.map { Parameter("likelihood", $0) },
      observationVariance.map { Parameter("observation-variance", $0) }, output.map { Parameter("output", $0) },
    ].compactMap(\.self)
  }

  /// The name of the likelihood of a new model.
  var likelihoodName: LikelihoodName { likelihood?.value ?? .gaussian }

  /// Refuses options that have no meaning together.
  func requireMeaning() throws(InvalidInput) {
    guard likelihoodName != .gaussian else { return }
    let expected = "none with --likelihood \(likelihoodName.rawValue)"
    if let observationVariance {
      throw InvalidInput("--observation-variance", expected: expected, found: "'\(observationVariance.text)'")
    }
    if let output { throw InvalidInput("--output", expected: expected, found: "'\(output.text)'") }
  }

  /// Creates a model with random parameters.
  ///
  /// - Parameters:
  ///   - dimension: D, the observed dimensions.
  ///   - seed: The seed of the parameters.
  func model<Scalar: NetworkScalar>(dimension: Int, seed: UInt64, as _: Scalar.Type) throws(InvalidInput)
    -> VariationalAutoencoder<Scalar>
  {
    let random = RandomStream(seed: seed, purpose: "initial parameters")
    let widths = hidden?.value ?? [128]
    let function = (activation?.value ?? .tanh).value
    let variance = observationVariance?.value ?? .learned
    try MemoryLimit.requireRoom(
      forLayers: [dimension] + widths + [latent?.value ?? 2], precision: Scalar.self)
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        observationDimension: dimension, hidden: widths, latentDimension: latent?.value ?? 2, activation: function,
        random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: latent?.value ?? 2, hidden: widths.reversed(), observationDimension: dimension,
        activation: function, likelihood: likelihoodName.value(variance: variance.start),
        outputActivation: (output?.value ?? .identity).value,
        learnsVariance: likelihoodName == .gaussian && variance.isLearned,
        random: random.substream(1)))
  }

  /// Refuses a typed option that contradicts a model whose training goes on.
  func requireAgreement<Scalar>(with model: VariationalAutoencoder<Scalar>, path: String) throws(InvalidInput) {
    let (encoder, decoder) = (model.encoder, model.decoder)
    try require("latent", latent, equals: "\(encoder.latentDimension)", path)
    let widths = encoder.hidden.layers.map { "\($0.outputs)" }.joined(separator: ",")
    try require("hidden", hidden, equals: widths.isEmpty ? "none" : widths, path)
    try require("activation", activation, equals: encoder.hidden.activation.rawValue, path)
    try require("likelihood", likelihood, equals: LikelihoodName(of: decoder).rawValue, path)
    try require("output", output, equals: decoder.outputActivation.rawValue, path)
    if let observationVariance {
      let known: ObservationVariance =
        if decoder.learnsVariance { .learned } else if let variance = decoder.likelihood.variance {
          .fixed(variance)
        } else { .learned }
      guard observationVariance.value == known else {
        throw Self.disagreement("observation-variance", observationVariance.text, known.text, path)
      }
    }
  }

  private func require<Domain>(_ name: String, _ entry: Entry<Domain>?, equals known: String, _ path: String)
    throws(InvalidInput)
  {
    guard let entry, entry.text != known else { return }
    throw Self.disagreement(name, entry.text, known, path)
  }

  private static func disagreement(_ name: String, _ text: String, _ known: String, _ path: String) -> InvalidInput {
    InvalidInput("--\(name)", expected: "\(known), as the training in \(path) began", found: "'\(text)'")
  }
}
