/// The network f that gives each latent vector the distribution of its observation, p(x | z).
///
/// Hidden layers, then one affine layer, then (if wanted) a function that confines the mean, such as the sigmoid.
///
/// - Source: eq. (8).
public struct Decoder<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// The layers between the latent vector and the output.
  public private(set) var hidden: MultilayerPerceptron<Scalar>
  /// The last layer.
  public private(set) var output: Dense<Scalar>
  /// The function after the last layer; the identity for logits.
  public let outputActivation: Activation
  /// How observations scatter around the output.
  public var likelihood: Likelihood

  /// The number of latent dimensions, d.
  public var latentDimension: Int { hidden.layers.first?.inputs ?? output.inputs }
  /// The number of observed dimensions, D.
  public var observationDimension: Int { output.outputs }

  /// Creates a decoder of given layers.
  ///
  /// - Throws: `InvalidInput` if the layers do not fit, or the observation variance is not finite and above 0.
  public init(
    hidden: MultilayerPerceptron<Scalar>, output: Dense<Scalar>, likelihood: Likelihood,
    outputActivation: Activation = .identity
  ) throws(InvalidInput) {
    let width = hidden.layers.last?.outputs ?? output.inputs
    try InvalidInput.requireCount("inputs of the output layer", output.inputs, matches: width, of: "hidden outputs")
    try likelihood.requireValid()
    self.init(checkedHidden: hidden, output: output, likelihood: likelihood, outputActivation: outputActivation)
  }

  /// Creates a decoder with random weights.
  ///
  /// - Throws: `InvalidInput` if the observation variance is not finite and above 0.
  public init(
    latentDimension: Int, hidden widths: [Int], observationDimension: Int, activation: Activation,
    likelihood: Likelihood, outputActivation: Activation = .identity, random: RandomStream
  ) throws(InvalidInput) {
    try likelihood.requireValid()
    self.init(
      checkedHidden: MultilayerPerceptron(
        inputs: latentDimension, widths: widths, activation: activation, random: random.substream(0)),
      output: Dense(
        inputs: widths.last ?? latentDimension, outputs: observationDimension, random: random.substream(1)),
      likelihood: likelihood, outputActivation: outputActivation)
  }

  private init(
    checkedHidden: MultilayerPerceptron<Scalar>, output: Dense<Scalar>, likelihood: Likelihood,
    outputActivation: Activation
  ) {
    hidden = checkedHidden
    self.output = output
    self.likelihood = likelihood
    self.outputActivation = outputActivation
  }

  /// A decoder of this shape whose parameters are all 0.
  var zeros: Decoder {
    Decoder(
      checkedHidden: hidden.zeros, output: output.zeros, likelihood: likelihood, outputActivation: outputActivation)
  }

  /// What the pullback needs to remember of the value.
  struct Tape: Sendable {
    fileprivate var hidden = MultilayerPerceptron<Scalar>.Tape()
    fileprivate var hiddenGradient = Matrix<Scalar>.empty
    fileprivate var outputGradient = Matrix<Scalar>.empty
    /// f(z), of shape (rows, D).
    fileprivate(set) var output = Matrix<Scalar>.empty
  }

  /// Computes f(z) of each latent vector and leaves it on the tape.
  ///
  /// - Parameter latents: z, of shape (rows, d).
  func value(of latents: Matrix<Scalar>, tape: inout Tape) {
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
    of observations: Matrix<Scalar>, tape: Tape, into result: UnsafeMutableBufferPointer<Double>
  ) {
    likelihood.logDensities(outputs: tape.output, observations: observations, into: result)
  }

  /// Pulls `scale` · Σ log p(x | z) over rows back to the parameters and to the latent vectors.
  ///
  /// - Parameters:
  ///   - latents: z, as it was given to `value`.
  ///   - result: A decoder of this one's shape, overwritten by the gradient.
  ///   - latentGradient: Overwritten by the gradient with respect to z, of shape (rows, d).
  func pullbackOfLogDensity(
    of observations: Matrix<Scalar>, scale: Double, latents: Matrix<Scalar>, tape: inout Tape,
    into result: inout Decoder, latentGradient: inout Matrix<Scalar>?
  ) {
    likelihood.formGradient(
      outputs: tape.output, observations: observations, scale: scale, into: &tape.outputGradient)
    outputActivation.pullback(&tape.outputGradient, output: tape.output)
    let features = tape.hidden.output(of: latents)
    output.pullbackToParameters(tape.outputGradient, input: features, into: &result.output)
    output.pullbackToInput(tape.outputGradient, into: &tape.hiddenGradient)
    hidden.pullback(
      &tape.hiddenGradient, input: latents, tape: &tape.hidden, into: &result.hidden, inputGradient: &latentGradient)
  }

  /// Returns the output f(z) of one latent vector.
  ///
  /// - Throws: `InvalidInput` if the vector has another dimension.
  public func output(of latent: [Scalar]) throws(InvalidInput) -> [Scalar] {
    try InvalidInput.requireCount("latent vector", latent.count, matches: latentDimension, of: "the decoder's inputs")
    var tape = Tape()
    value(of: Matrix(rows: 1, columns: latent.count, elements: latent), tape: &tape)
    return tape.output.elements
  }

  /// Returns log p(x | z) of one observation given one latent vector, in nats, summed over dimensions.
  ///
  /// - Throws: `InvalidInput` if either has another dimension.
  public func logDensity(of observation: [Scalar], given latent: [Scalar]) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount(
      "observation", observation.count, matches: observationDimension, of: "the decoder's outputs")
    let output = try output(of: latent)
    var result = 0.0
    withUnsafeMutablePointer(to: &result) {
      likelihood.logDensities(
        outputs: Matrix(rows: 1, columns: output.count, elements: output),
        observations: Matrix(rows: 1, columns: observation.count, elements: observation),
        into: UnsafeMutableBufferPointer(start: $0, count: 1))
    }
    return result
  }

  public var parameterShapes: [ParameterShape] {
    hidden.parameterShapes.map { $0.within("hidden") } + output.parameterShapes.map { $0.within("output") }
  }

  public func readParameters(_ read: (UnsafeBufferPointer<Scalar>) -> Void) {
    hidden.readParameters(read)
    output.readParameters(read)
  }

  public mutating func updateParameters(_ update: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
    hidden.updateParameters(update)
    output.updateParameters(update)
  }
}
