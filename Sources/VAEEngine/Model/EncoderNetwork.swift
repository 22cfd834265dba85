/// The network that gives each observation its approximate posterior q(z | x) = N(μ(x), diag σ²(x)).
///
/// Hidden layers, then two affine heads side by side: the mean and the logarithm of the variance.
///
/// - Source: eq. (8).
public struct EncoderNetwork<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// The layers between the observation and the heads.
  public private(set) var hidden: MultilayerPerceptron<Scalar>
  /// The head that gives μ.
  public private(set) var mean: DenseLayer<Scalar>
  /// The head that gives log σ².
  public private(set) var logVariance: DenseLayer<Scalar>

  /// The number of observed dimensions, D.
  public var observationDimension: Int { hidden.layers.first?.inputs ?? mean.inputs }
  /// The number of latent dimensions, d.
  public var latentDimension: Int { mean.outputs }

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

  private init(checkedHidden: MultilayerPerceptron<Scalar>, mean: DenseLayer<Scalar>, logVariance: DenseLayer<Scalar>) {
    hidden = checkedHidden
    self.mean = mean
    self.logVariance = logVariance
  }

  /// An encoder of this shape whose parameters are all 0.
  var zeros: EncoderNetwork { EncoderNetwork(checkedHidden: hidden.zeros, mean: mean.zeros, logVariance: logVariance.zeros) }

  /// What the pullback needs to remember of the value.
  struct Tape: Sendable {
    fileprivate var hidden = MultilayerPerceptron<Scalar>.Tape()
    /// μ, of shape (n, d).
    var mean = Batch<Scalar>.empty
    /// log σ², of shape (n, d).
    var logVariance = Batch<Scalar>.empty
    /// The gradients with respect to both, which come from the objective.
    var meanGradient = Batch<Scalar>.empty
    var logVarianceGradient = Batch<Scalar>.empty

    /// How many affine layers there are, the heads among them.
    var layerCount: Int { hidden.outputs.count + 2 }

    /// What a layer met on the way, after the pullback, in the order of `layers`.
    func layer(_ index: Int, observations: Batch<Scalar>) -> LayerTape<Scalar> {
      let count = hidden.outputs.count
      if index < count { return hidden.layer(index, input: observations) }
      return LayerTape(
        gradient: index == count ? meanGradient : logVarianceGradient, input: hidden.output(of: observations))
    }
  }

  /// Computes μ and log σ² of each observation and leaves them on the tape.
  ///
  /// - Parameter observations: x, of shape (n, D).
  func value(of observations: Batch<Scalar>, tape: inout Tape) {
    hidden.value(of: observations, tape: &tape.hidden)
    let features = tape.hidden.output(of: observations)
    mean.value(of: features, into: &tape.mean)
    logVariance.value(of: features, into: &tape.logVariance)
  }

  /// Pulls the gradients with respect to μ and log σ², which are on the tape, back through the hidden layers.
  ///
  /// The hidden layers receive the sum of what the two heads pull back.
  func pullback(tape: inout Tape) {
    let (meanGradient, logVarianceGradient) = (tape.meanGradient, tape.logVarianceGradient)
    hidden.pullback(tape: &tape.hidden) { gradient in
      mean.pullbackToInput(meanGradient, into: &gradient)
      logVariance.pullbackToInput(logVarianceGradient, adding: true, into: &gradient)
    }
  }

  /// The affine layers, in the order in which their parameters are visited.
  var layers: [DenseLayer<Scalar>] { hidden.layers + [mean, logVariance] }

  /// Returns the approximate posterior of one observation.
  ///
  /// - Throws: `InvalidInput` if the observation has another dimension, or the network gives no proper Gaussian.
  public func approximatePosterior(of observation: [Scalar]) throws(InvalidInput) -> DiagonalGaussian {
    try InvalidInput.requireCount(
      "observation", observation.count, matches: observationDimension, of: "the encoder's inputs")
    var tape = Tape()
    value(of: Batch(rows: 1, columns: observation.count, elements: observation), tape: &tape)
    return try DiagonalGaussian(
      mean: tape.mean.elements.map(Double.init), logVariance: tape.logVariance.elements.map(Double.init))
  }

  public var parameterShapes: [ParameterShape] {
    hidden.parameterShapes.map { $0.within("hidden") } + mean.parameterShapes.map { $0.within("mean") }
      + logVariance.parameterShapes.map { $0.within("logVariance") }
  }

  public func readParameters(_ read: (UnsafeBufferPointer<Scalar>) -> Void) {
    hidden.readParameters(read)
    mean.readParameters(read)
    logVariance.readParameters(read)
  }

  public mutating func updateParameters(_ update: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
    hidden.updateParameters(update)
    mean.updateParameters(update)
    logVariance.updateParameters(update)
  }
}
