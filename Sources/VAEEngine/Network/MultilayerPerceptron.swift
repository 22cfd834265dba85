/// DenseLayer layers, each followed by one activation: hᵢ = a(hᵢ₋₁ Wᵢᵀ + bᵢ), h₀ = x.
public struct MultilayerPerceptron<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// The layers, first to last; none makes the identity.
  public private(set) var layers: [DenseLayer<Scalar>]
  /// The function after every layer.
  public let activation: Activation

  /// Creates a network of given layers.
  ///
  /// - Throws: `InvalidInput` if a layer does not take as many inputs as the one before gives outputs.
  public init(layers: [DenseLayer<Scalar>], activation: Activation) throws(InvalidInput) {
    for index in layers.indices.dropFirst() {
      try InvalidInput.requireCount(
        "inputs of layer \(index)", layers[index].inputs, matches: layers[index - 1].outputs,
        of: "the outputs of layer \(index - 1)")
    }
    self.init(checkedLayers: layers, activation: activation)
  }

  /// Creates a network with random weights.
  ///
  /// - Parameters:
  ///   - inputs: The number of inputs.
  ///   - widths: The number of outputs of each layer.
  ///   - activation: What every layer applies to its sum.
  ///   - random: Layer i draws from substream i.
  public init(inputs: Int, widths: [Int], activation: Activation, random: RandomStream) {
    let sizes = [inputs] + widths
    self.init(
      checkedLayers: widths.indices.map {
        DenseLayer(inputs: sizes[$0], outputs: sizes[$0 + 1], random: random.substream($0))
      }, activation: activation)
  }

  private init(checkedLayers: [DenseLayer<Scalar>], activation: Activation) {
    layers = checkedLayers
    self.activation = activation
  }

  /// A network of this shape whose parameters are all 0.
  var zeros: MultilayerPerceptron {
    MultilayerPerceptron(checkedLayers: layers.map(\.zeros), activation: activation)
  }

  /// What the pullback remembers: the output of each layer, and the gradient with respect to its sums.
  struct Tape: Sendable {
    fileprivate(set) var outputs: [Batch<Scalar>] = []
    fileprivate var gradients: [Batch<Scalar>] = []

    /// What a layer met on the way, after the pullback.
    func layer(_ index: Int, input: Batch<Scalar>) -> LayerTape<Scalar> {
      LayerTape(gradient: gradients[index], input: index == 0 ? input : outputs[index - 1])
    }

    /// The last layer's output, or the input where there is no layer.
    ///
    /// By index: in generic code an optional of an element would be a box of its own, in every step.
    func output(of input: Batch<Scalar>) -> Batch<Scalar> {
      outputs.isEmpty ? input : outputs[outputs.count - 1]
    }
  }

  /// Computes every layer's output and leaves it on the tape.
  ///
  /// - Parameter input: x, of shape (rows, inputs).
  func value(of input: Batch<Scalar>, tape: inout Tape) {
    grow(&tape.outputs)
    for index in layers.indices {
      // The output leaves the tape while it is written, so that its storage has one owner and is not copied.
      var output = Batch<Scalar>.empty
      swap(&output, &tape.outputs[index])
      layers[index].value(of: index == 0 ? input : tape.outputs[index - 1], into: &output)
      activation.apply(to: &output)
      swap(&output, &tape.outputs[index])
    }
  }

  /// Pulls the gradient with respect to the output, which `form` writes, back through every layer, onto the tape.
  ///
  /// - Parameter form: Writes g, of shape (rows, outputs).
  func pullback(tape: inout Tape, gradient form: (inout Batch<Scalar>) -> Void) {
    grow(&tape.gradients)
    for index in layers.indices.reversed() {
      // The gradient leaves the tape while it is written, as the outputs do.
      var gradient = Batch<Scalar>.empty
      swap(&gradient, &tape.gradients[index])
      if index == layers.count - 1 {
        form(&gradient)
      } else {
        layers[index + 1].pullbackToInput(tape.gradients[index + 1], into: &gradient)
      }
      activation.pullback(&gradient, output: tape.outputs[index])
      swap(&gradient, &tape.gradients[index])
    }
  }

  /// Pulls the gradient on back to the input, after `pullback`: ∂x = g W of the first layer.
  ///
  /// - Precondition: There is a layer.
  func pullbackToInput(tape: Tape, into inputGradient: inout Batch<Scalar>) {
    layers[0].pullbackToInput(tape.gradients[0], into: &inputGradient)
  }

  private func grow(_ matrices: inout [Batch<Scalar>]) {
    while matrices.count < layers.count { matrices.append(.empty) }
  }

  public var parameterShapes: [ParameterShape] {
    layers.indices.flatMap { index in layers[index].parameterShapes.map { $0.within("\(index)") } }
  }

  public func readParameters(_ read: (UnsafeBufferPointer<Scalar>) -> Void) {
    for layer in layers { layer.readParameters(read) }
  }

  public mutating func updateParameters(_ update: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
    for index in layers.indices { layers[index].updateParameters(update) }
  }
}
