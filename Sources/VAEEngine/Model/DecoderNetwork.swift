import Glibc

/// The network f that gives each latent vector the distribution of its observation, p(x | z).
///
/// Hidden layers, then one affine layer, then (if wanted) a function that confines the mean, such as the sigmoid.
///
/// - Source: eq. (8).
public struct DecoderNetwork<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// The layers between the latent vector and the output.
  public private(set) var hidden: MultilayerPerceptron<Scalar>
  /// The last layer.
  public private(set) var output: DenseLayer<Scalar>
  /// The function after the last layer; the identity for logits.
  public let outputActivation: Activation
  /// log s² as a parameter, of shape (1); of shape (0) where s² is fixed or there is none.
  public private(set) var logVariance: [Scalar]
  /// How observations scatter around the output, but for a learned variance.
  private var fixedLikelihood: Likelihood

  /// How observations scatter around the output.
  public var likelihood: Likelihood {
    get { learnsVariance ? .gaussian(variance: exp(Double(logVariance[0]))) : fixedLikelihood }
    set {
      fixedLikelihood = newValue
      logVariance = []
    }
  }

  /// Whether the observation variance s² is a parameter: one for the model, learned as log s².
  public var learnsVariance: Bool { !logVariance.isEmpty }

  /// The number of latent dimensions, d.
  public var latentDimension: Int { hidden.layers.first?.inputs ?? output.inputs }
  /// The number of observed dimensions, D.
  public var observationDimension: Int { output.outputs }

  /// Creates a decoder of given layers.
  ///
  /// - Parameters:
  ///   - hidden: The layers from z, of shape (n, d), to the last hidden one.
  ///   - output: The layer to the D observed dimensions.
  ///   - likelihood: p(x | z), given what the output layer and its activation say.
  ///   - outputActivation: What is applied to the output layer.
  ///   - learnsVariance: Whether the Gaussian's s² is learned, starting at the likelihood's.
  /// - Throws: `InvalidInput` if the layers do not fit, the observation variance is not finite and above 0, or a Bernoulli
  ///   likelihood should learn one.
  public init(
    hidden: MultilayerPerceptron<Scalar>, output: DenseLayer<Scalar>, likelihood: Likelihood,
    outputActivation: Activation = .identity, learnsVariance: Bool = false
  ) throws(InvalidInput) {
    let width = hidden.layers.last?.outputs ?? output.inputs
    try InvalidInput.requireCount("inputs of the output layer", output.inputs, matches: width, of: "hidden outputs")
    self.init(
      checkedHidden: hidden, output: output, likelihood: likelihood, outputActivation: outputActivation,
      logVariance: try Self.initialLogVariance(likelihood, learned: learnsVariance))
  }

  /// Creates a decoder with random weights.
  ///
  /// - Throws: `InvalidInput` if the observation variance is not finite and above 0, or a Bernoulli likelihood should
  ///   learn one.
  public init(
    latentDimension: Int, hidden widths: [Int], observationDimension: Int, activation: Activation,
    likelihood: Likelihood, outputActivation: Activation = .identity, learnsVariance: Bool = false,
    random: RandomStream
  ) throws(InvalidInput) {
    self.init(
      checkedHidden: MultilayerPerceptron(
        inputs: latentDimension, widths: widths, activation: activation, random: random.substream(0)),
      output: DenseLayer(
        inputs: widths.last ?? latentDimension, outputs: observationDimension, random: random.substream(1)),
      likelihood: likelihood, outputActivation: outputActivation,
      logVariance: try Self.initialLogVariance(likelihood, learned: learnsVariance))
  }

  private init(
    checkedHidden: MultilayerPerceptron<Scalar>, output: DenseLayer<Scalar>, likelihood: Likelihood,
    outputActivation: Activation, logVariance: [Scalar]
  ) {
    hidden = checkedHidden
    self.output = output
    // A learned variance has one place; the fixed one must not tell two equal decoders apart.
    fixedLikelihood = logVariance.isEmpty ? likelihood : .gaussian(variance: 1)
    self.outputActivation = outputActivation
    self.logVariance = logVariance
  }

  private static func initialLogVariance(_ likelihood: Likelihood, learned: Bool) throws(InvalidInput) -> [Scalar] {
    try likelihood.requireValid()
    switch likelihood {
    case .gaussian(let variance): return learned ? [Scalar(log(variance))] : []
    case .bernoulli:
      guard !learned else {
        throw InvalidInput("learned variance", expected: "a Gaussian likelihood", found: "a Bernoulli likelihood")
      }
      return []
    }
  }

  /// A decoder of this shape whose parameters are all 0.
  var zeros: DecoderNetwork {
    DecoderNetwork(
      checkedHidden: hidden.zeros, output: output.zeros, likelihood: fixedLikelihood,
      outputActivation: outputActivation, logVariance: Scalar.zeros(logVariance.count))
  }

  /// What the pullback needs to remember of the value.
  struct Tape: Sendable {
    fileprivate var hidden = MultilayerPerceptron<Scalar>.Tape()
    fileprivate var outputGradient = Batch<Scalar>.empty
    /// f(z), of shape (rows, D).
    fileprivate(set) var output = Batch<Scalar>.empty
    /// The gradient with respect to log s², where it is learned.
    fileprivate(set) var logVarianceGradient = 0.0

    /// What a layer met on the way, after the pullback, in the order of `layers`.
    func layer(_ index: Int, latents: Batch<Scalar>) -> LayerTape<Scalar> {
      if index < hidden.outputs.count { return hidden.layer(index, input: latents) }
      return LayerTape(gradient: outputGradient, input: hidden.output(of: latents))
    }
  }

  /// Computes f(z) of each latent vector and leaves it on the tape.
  ///
  /// - Parameter latents: z, of shape (rows, d).
  func value(of latents: Batch<Scalar>, tape: inout Tape) {
    hidden.value(of: latents, tape: &tape.hidden)
    output.value(of: tape.hidden.output(of: latents), into: &tape.output)
    outputActivation.apply(to: &tape.output)
  }

  /// Computes log p(x | z) of each row from the tape, in nats.
  ///
  /// - Parameters:
  ///   - observations: x, of shape (n, D); the tape has V rows for each.
  ///   - result: One value a row of the tape.
  func logDensities(
    of observations: Batch<Scalar>, tape: Tape, into result: UnsafeMutableBufferPointer<Double>
  ) {
    likelihood.logDensities(outputs: tape.output, observations: observations, into: result)
  }

  /// Pulls Σ `scale` · `weights` · log p(x | z) over rows back through every layer, to the latent vectors.
  ///
  /// - Parameters:
  ///   - logDensities: log p(x | z) as `logDensities` gave it, one a row.
  ///   - weights: One a row.
  ///   - latentGradient: Overwritten by the gradient with respect to z, of shape (rows, d).
  func pullbackOfLogDensity(
    of observations: Batch<Scalar>, logDensities: UnsafeBufferPointer<Double>, weights: UnsafeBufferPointer<Double>,
    scale: Double, tape: inout Tape, latentGradient: inout Batch<Scalar>
  ) {
    let likelihood = likelihood
    likelihood.formGradient(
      outputs: tape.output, observations: observations, weights: weights, scale: scale, into: &tape.outputGradient)
    if learnsVariance {
      tape.logVarianceGradient = likelihood.gradientOfLogVariance(
        logDensities: logDensities, dimension: observationDimension, weights: weights, scale: scale)
    }
    outputActivation.pullback(&tape.outputGradient, output: tape.output)
    if hidden.layers.isEmpty { return output.pullbackToInput(tape.outputGradient, into: &latentGradient) }
    let outputGradient = tape.outputGradient
    hidden.pullback(tape: &tape.hidden) { output.pullbackToInput(outputGradient, into: &$0) }
    hidden.pullbackToInput(tape: tape.hidden, into: &latentGradient)
  }

  /// The affine layers, in the order in which their parameters are visited.
  var layers: [DenseLayer<Scalar>] { hidden.layers + [output] }

  public var parameterShapes: [ParameterShape] {
    hidden.parameterShapes.map { $0.within("hidden") } + output.parameterShapes.map { $0.within("output") }
      + (learnsVariance ? [ParameterShape(name: "logVariance", shape: [1])] : [])
  }

  public func readParameters(_ read: (UnsafeBufferPointer<Scalar>) -> Void) {
    hidden.readParameters(read)
    output.readParameters(read)
    if learnsVariance { logVariance.withUnsafeBufferPointer(read) }
  }

  public mutating func updateParameters(_ update: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
    hidden.updateParameters(update)
    output.updateParameters(update)
    if learnsVariance { logVariance.withUnsafeMutableBufferPointer { update($0) } }
  }
}
