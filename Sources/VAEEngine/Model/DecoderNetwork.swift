import Arithmetic
import VAECore

/// The network f that gives each latent vector the distribution of its observation, p(x | z).
///
/// Hidden layers, then one affine layer, then (if wanted) a function that confines the mean, such as the sigmoid.
///
/// Defined by `VAECore.Decoder`.
///
/// - Source: eq. (8).
public struct DecoderNetwork<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// All layers.
  var stack: LayerStack<Scalar>
  /// log s² as a parameter, of shape (1); of shape (0) where s² is fixed or there is none.
  var logVariance: [Scalar]
  /// How observations scatter around the output, but for a learned variance.
  private var fixedLikelihood: Likelihood

  /// The layers between the latent vector and the output.
  public var hidden: MultilayerPerceptron<Scalar> { stack.hidden }
  /// The last layer.
  public var output: DenseLayer<Scalar> { stack.last }
  /// The function after the last layer; the identity for logits.
  public var outputActivation: Activation { stack.lastActivation }

  /// How observations scatter around the output.
  public var likelihood: Likelihood {
    get { learnsVariance ? .gaussianWithLearnedVariance(logVariance: Double(logVariance[0])) : fixedLikelihood }
    set {
      fixedLikelihood = newValue
      logVariance = []
      if case .gaussianWithLearnedVariance(let learned) = newValue { logVariance = [Scalar(learned)] }
    }
  }

  /// Whether the observation variance s² is a parameter: one for the model, learned as log s².
  public var learnsVariance: Bool { !logVariance.isEmpty }
  /// The number of latent dimensions, d.
  public var latentDimension: Int { stack.inputs }
  /// The number of observed dimensions, D.
  public var observationDimension: Int { stack.last.outputs }

  /// Creates a decoder of given layers.
  ///
  /// - Parameters:
  ///   - hidden: The layers from z, of shape (n, d), to the last hidden one.
  ///   - output: The layer to the D observed dimensions.
  ///   - likelihood: p(x | z), given what the output layer and its activation say.
  ///   - outputActivation: What is applied to the output layer.
  ///   - learnsVariance: Whether the Gaussian's s² is learned, starting at the likelihood's.
  /// - Throws: `InvalidInput` if the layers do not fit, the observation variance is not finite and above 0, or a
  ///   likelihood other than the Gaussian should learn one.
  public init(
    hidden: MultilayerPerceptron<Scalar>, output: DenseLayer<Scalar>, likelihood: Likelihood,
    outputActivation: Activation = .identity, learnsVariance: Bool = false
  ) throws(InvalidInput) {
    let width = hidden.layers.last?.outputs ?? output.inputs
    try InvalidInput.requireCount("inputs of the output layer", output.inputs, matches: width, of: "hidden outputs")
    self.init(
      stack: LayerStack(
        layers: hidden.layers + [output], activation: hidden.activation, lastActivation: outputActivation),
      likelihood: likelihood, logVariance: try Self.initialLogVariance(likelihood, learned: learnsVariance))
  }

  /// Creates a decoder with random weights.
  ///
  /// - Throws: `InvalidInput` if the observation variance is not finite and above 0, or a likelihood other than the
  ///   Gaussian should learn one.
  public init(
    latentDimension: Int, hidden widths: [Int], observationDimension: Int, activation: Activation,
    likelihood: Likelihood, outputActivation: Activation = .identity, learnsVariance: Bool = false,
    random: RandomStream
  ) throws(InvalidInput) {
    try self.init(
      hidden: MultilayerPerceptron(
        inputs: latentDimension, widths: widths, activation: activation, random: random.substream(0)),
      output: DenseLayer(
        inputs: widths.last ?? latentDimension, outputs: observationDimension, random: random.substream(1)),
      likelihood: likelihood, outputActivation: outputActivation, learnsVariance: learnsVariance)
  }

  private init(stack: LayerStack<Scalar>, likelihood: Likelihood, logVariance: [Scalar]) {
    self.stack = stack
    // A learned variance has one place; the fixed one must not tell two equal decoders apart.
    fixedLikelihood = logVariance.isEmpty ? likelihood : .gaussian(variance: 1)
    self.logVariance = logVariance
  }

  private static func initialLogVariance(_ likelihood: Likelihood, learned: Bool) throws(InvalidInput) -> [Scalar] {
    try likelihood.requireValid()
    switch likelihood {
    case .gaussian(let variance): return learned ? [Scalar(log(variance))] : []
    case .gaussianWithLearnedVariance(let logVariance): return [Scalar(logVariance)]
    case .bernoulli, .poisson:
      guard !learned else {
        let name = likelihood == .poisson ? "Poisson" : "Bernoulli"
        throw InvalidInput("learned variance", expected: "a Gaussian likelihood", found: "a \(name) likelihood")
      }
      return []
    }
  }

  /// A decoder of this shape whose parameters are all 0.
  var zeros: DecoderNetwork {
    DecoderNetwork(stack: stack.zeros, likelihood: fixedLikelihood, logVariance: Scalar.zeros(logVariance.count))
  }

  public var parameterShapes: [ParameterShape] {
    stack.hiddenShapes + stack.last.parameterShapes.map { $0.within("output") }
      + (learnsVariance ? [ParameterShape(name: "logVariance", shape: [1])] : [])
  }

  public func appendParameters(to list: inout [Scalar]) {
    for layer in stack.layers { layer.appendParameters(to: &list) }
    list += logVariance
  }

  public mutating func takeParameters(from list: UnsafeBufferPointer<Scalar>) {
    var reader = ParameterReader(list)
    for index in stack.layers.indices {
      stack.layers[index].takeParameters(from: reader.next(stack.layers[index].parameterCount))
    }
    logVariance = Array(reader.next(logVariance.count))
  }
}
