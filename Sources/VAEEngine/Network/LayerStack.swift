import VAECore

/// Hidden layers with one activation and a last layer with its own: what an encoder and a decoder are made of.
struct LayerStack<Scalar: NetworkScalar>: Sendable, Equatable {
  /// The layers, first to last; at least one.
  var layers: [DenseLayer<Scalar>]
  /// The function after every layer but the last.
  let activation: Activation
  /// The function after the last layer.
  let lastActivation: Activation

  /// The hidden layers.
  var hidden: MultilayerPerceptron<Scalar> {
    MultilayerPerceptron(checkedLayers: Array(layers.dropLast()), activation: activation)
  }
  /// The last layer.
  var last: DenseLayer<Scalar> { layers[layers.count - 1] }
  /// The number of inputs.
  var inputs: Int { layers[0].inputs }
  /// How many values a row has in all layers together.
  var width: Int { layers.reduce(inputs) { $0 + $1.outputs } }
  /// A stack of this shape whose parameters are all 0.
  var zeros: LayerStack {
    LayerStack(layers: layers.map(\.zeros), activation: activation, lastActivation: lastActivation)
  }

  /// Computes every layer's output for some rows and leaves it on the tape.
  ///
  /// - Parameters:
  ///   - input: Of shape (rows, inputs).
  ///   - rows: Where they stand on the tape.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func value(of input: Rows<Scalar>, rows: Range<Int>, tape: StackTape<Scalar>) {
    let features = hiddenValue(of: input, rows: rows, tape: tape)
    last.value(of: features, lastActivation, into: tape.output[rows])
  }

  /// Computes the output of every layer but the last.
  ///
  /// - Returns: The last layer's input.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func hiddenValue(of input: Rows<Scalar>, rows: Range<Int>, tape: StackTape<Scalar>) -> Rows<Scalar> {
    var input = input
    for index in 0..<layers.count - 1 {
      let output = tape.values[index][rows]
      layers[index].value(of: input, activation, into: output)
      input = output
    }
    return input
  }

  /// Pulls the gradient with respect to the last layer's sums, which is on the tape, back through the layers before it.
  ///
  /// - Parameters:
  ///   - rows: Which rows of the tape.
  ///   - inputGradient: Overwritten by the gradient with respect to the input, if it is wanted.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func pullback(rows: Range<Int>, tape: StackTape<Scalar>, inputGradient: Rows<Scalar>? = nil) {
    for index in layers.indices.reversed() {
      guard let transposed = tape.transposed[index] else { continue }
      let gradient = tape.gradients[index][rows]
      if index > 0 {
        let below = tape.values[index - 1][rows]
        layers[index].pullbackToInput(
          gradient, transposed: transposed, through: activation, below, into: tape.gradients[index - 1][rows])
      } else if let inputGradient {
        layers[0].pullbackToInput(
          gradient, transposed: transposed, through: .identity, inputGradient, into: inputGradient)
      }
    }
  }
}

/// What the pullback needs to remember of a stack's value, and room for what it writes.
final class StackTape<Scalar: NetworkScalar> {
  /// The output of each layer.
  let values: [ReusedBatch<Scalar>]
  /// The gradient with respect to each layer's sums.
  let gradients: [ReusedBatch<Scalar>]
  /// Wᵀ in panels of each layer through which a gradient flows on.
  let transposed: [AlignedNumbers<Scalar>?]
  private let learns: Bool

  /// Makes a tape for a stack.
  ///
  /// - Parameters:
  ///   - learns: Whether there will be a pullback.
  ///   - pullsBackToInput: Whether the gradient with respect to the input will be wanted too.
  init(of stack: LayerStack<Scalar>, learns: Bool, pullsBackToInput: Bool) {
    self.learns = learns
    values = stack.layers.map { _ in ReusedBatch() }
    gradients = stack.layers.map { _ in ReusedBatch() }
    transposed = stack.layers.indices.map { index in
      learns && (index > 0 || pullsBackToInput) ? stack.layers[index].roomForTranspose() : nil
    }
  }

  /// Writes every transpose that is wanted.
  func transpose(_ stack: LayerStack<Scalar>) {
    for (layer, transposed) in zip(stack.layers, transposed) {
      if let transposed { layer.transpose(layer.whole, into: transposed) }
    }
  }

  /// Makes room for so many rows.
  func reshape(rows: Int, of stack: LayerStack<Scalar>) {
    for index in values.indices {
      values[index].reshape(rows: rows, columns: stack.layers[index].outputs)
      if learns { gradients[index].reshape(rows: rows, columns: stack.layers[index].outputs) }
    }
  }

  /// The last layer's output.
  var output: ReusedBatch<Scalar> { values[values.count - 1] }
  /// The gradient with respect to the last layer's sums.
  var outputGradient: ReusedBatch<Scalar> { gradients[gradients.count - 1] }
}
