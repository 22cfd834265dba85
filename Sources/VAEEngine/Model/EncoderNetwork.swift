import VAECore

/// The network that gives each observation its approximate posterior q(z | x) = N(μ(x), diag σ²(x)).
///
/// Hidden layers, then two affine heads: the mean and the logarithm of the variance. The heads lie side by side in one
/// layer of 2d outputs, μ before log σ²; in files they are two.
///
/// Defined by `VAECore.Encoder`.
///
/// - Source: eq. (8).
public struct EncoderNetwork<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// All layers, the heads last.
  var stack: LayerStack<Scalar>

  /// The layers between the observation and the heads.
  public var hidden: MultilayerPerceptron<Scalar> { stack.hidden }
  /// The head that gives μ.
  public var mean: DenseLayer<Scalar> { stack.last.layer(ofOutputs: 0..<latentDimension) }
  /// The head that gives log σ².
  public var logVariance: DenseLayer<Scalar> { stack.last.layer(ofOutputs: latentDimension..<2 * latentDimension) }
  /// The number of observed dimensions, D.
  public var observationDimension: Int { stack.inputs }
  /// The number of latent dimensions, d.
  public var latentDimension: Int { stack.last.outputs / 2 }

  /// Creates an encoder of given layers.
  ///
  /// - Throws: `InvalidInput` if a head does not fit the hidden layers or the other head.
  public init(
    hidden: MultilayerPerceptron<Scalar>, mean: DenseLayer<Scalar>, logVariance: DenseLayer<Scalar>
  ) throws(InvalidInput) {
    let width = hidden.layers.last?.outputs ?? mean.inputs
    try InvalidInput.requireCount("inputs of the mean", mean.inputs, matches: width, of: "hidden outputs")
    try InvalidInput.requireCount(
      "inputs of the log-variance", logVariance.inputs, matches: width, of: "hidden outputs")
    try InvalidInput.requireCount("log-variances", logVariance.outputs, matches: mean.outputs, of: "means")
    self.init(checkedHidden: hidden, mean: mean, logVariance: logVariance)
  }

  /// Creates an encoder with random weights.
  public init(
    observationDimension: Int, hidden widths: [Int], latentDimension: Int, activation: Activation, random: RandomStream
  ) {
    let width = widths.last ?? observationDimension
    self.init(
      checkedHidden: MultilayerPerceptron(
        inputs: observationDimension, widths: widths, activation: activation, random: random.substream(0)),
      mean: DenseLayer(inputs: width, outputs: latentDimension, random: random.substream(1)),
      logVariance: DenseLayer(inputs: width, outputs: latentDimension, random: random.substream(2)))
  }

  private init(
    checkedHidden hidden: MultilayerPerceptron<Scalar>, mean: DenseLayer<Scalar>, logVariance: DenseLayer<Scalar>
  ) {
    var heads = DenseLayer<Scalar>(inputs: mean.inputs, outputs: 2 * mean.outputs)
    mean.parameters.withUnsafeBufferPointer { heads.takeParameters(ofOutputs: 0..<mean.outputs, from: $0) }
    logVariance.parameters.withUnsafeBufferPointer {
      heads.takeParameters(ofOutputs: mean.outputs..<2 * mean.outputs, from: $0)
    }
    self.init(
      stack: LayerStack(layers: hidden.layers + [heads], activation: hidden.activation, lastActivation: .identity))
  }

  private init(stack: LayerStack<Scalar>) { self.stack = stack }

  /// An encoder of this shape whose parameters are all 0.
  var zeros: EncoderNetwork { EncoderNetwork(stack: stack.zeros) }

  /// Returns the approximate posterior of one observation.
  ///
  /// Defined by `VAECore.Encoder.approximatePosterior(of:)`.
  ///
  /// - Throws: `InvalidInput` if the observation has another dimension, or the network gives no proper Gaussian.
  public func approximatePosterior(of observation: [Scalar]) throws(InvalidInput) -> DiagonalGaussian {
    try InvalidInput.requireCount(
      "observation", observation.count, matches: observationDimension, of: "the encoder's inputs")
    let posterior = posteriors(of: Batch(rows: 1, columns: observation.count, elements: observation))
    return try DiagonalGaussian(
      mean: posterior.mean.elements.map(Double.init), logVariance: posterior.logVariance.elements.map(Double.init))
  }

  /// Returns μ and log σ² of each observation, each of shape (n, d).
  ///
  /// - Precondition: The observations have the encoder's dimension.
  func posteriors(of observations: Batch<Scalar>) -> (mean: Batch<Scalar>, logVariance: Batch<Scalar>) {
    let tape = StackTape(of: stack, learns: false, pullsBackToInput: false)
    tape.reshape(rows: observations.rows, of: stack)
    observations.withRows { tape.view.formValue(of: $0, rows: 0..<observations.rows) }
    let d = latentDimension
    return (Batch(tape.output.all.columns(0..<d)), Batch(tape.output.all.columns(d..<2 * d)))
  }

  public var parameterShapes: [ParameterShape] {
    let head = [
      ParameterShape(name: "weight", shape: [latentDimension, stack.last.inputs]),
      ParameterShape(name: "bias", shape: [latentDimension]),
    ]
    return stack.hiddenShapes + head.map { $0.within("mean") } + head.map { $0.within("logVariance") }
  }

  public func appendParameters(to list: inout [Scalar]) {
    let d = latentDimension
    for layer in stack.layers.dropLast() { layer.appendParameters(to: &list) }
    stack.last.appendParameters(ofOutputs: 0..<d, to: &list)
    stack.last.appendParameters(ofOutputs: d..<2 * d, to: &list)
  }

  public mutating func takeParameters(from list: UnsafeBufferPointer<Scalar>) {
    let (d, last) = (latentDimension, stack.layers.count - 1)
    var reader = ParameterReader(list)
    for index in 0..<last { stack.layers[index].takeParameters(from: reader.next(stack.layers[index].parameterCount)) }
    let size = stack.last.parameterCount / 2
    stack.layers[last].takeParameters(ofOutputs: 0..<d, from: reader.next(size))
    stack.layers[last].takeParameters(ofOutputs: d..<2 * d, from: reader.next(size))
  }
}

extension LayerStack {
  /// The names and shapes of the hidden layers' parameters.
  var hiddenShapes: [ParameterShape] {
    layers.indices.dropLast().flatMap { index in layers[index].parameterShapes.map { $0.within("hidden.\(index)") } }
  }
}
