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
  /// How many numbers a row has in all layers together.
  var width: Int { layers.reduce(inputs) { $0 + $1.outputs } }
  /// A stack of this shape whose parameters are all 0.
  var zeros: LayerStack {
    LayerStack(layers: layers.map(\.zeros), activation: activation, lastActivation: lastActivation)
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
  /// The layers and all of this as addresses, after `reshape`.
  private let layers: UnsafeMutableBufferPointer<LayerView<Scalar>>
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
    layers = .allocate(capacity: stack.layers.count)
  }

  deinit { layers.deallocate() }

  /// Writes every transpose that is wanted.
  func transpose(_ stack: LayerStack<Scalar>) {
    for (layer, transposed) in zip(stack.layers, transposed) {
      if let transposed { layer.transpose(layer.whole, into: transposed) }
    }
  }

  /// Makes room for so many rows of a stack, and looks up where its parameters are.
  func reshape(rows: Int, of stack: LayerStack<Scalar>) {
    for index in values.indices {
      let layer = stack.layers[index]
      values[index].reshape(rows: rows, columns: layer.outputs)
      if learns { gradients[index].reshape(rows: rows, columns: layer.outputs) }
      layers.initializeElement(
        at: index,
        to: LayerView(
          inputs: layer.inputs, outputs: layer.outputs, weight: layer.weightStart, bias: layer.biasStart,
          transposed: transposed[index].map { UnsafePointer($0.start) },
          activation: index == values.count - 1 ? stack.lastActivation : stack.activation, value: values[index].all,
          gradient: gradients[index].all))
    }
  }

  /// The stack on this tape, as long as neither changes.
  var view: StackView<Scalar> { StackView(layers: UnsafeBufferPointer(layers)) }
  /// The last layer's output.
  var output: ReusedBatch<Scalar> { values[values.count - 1] }
}
