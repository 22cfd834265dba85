import VAECore

/// Dense layers, each followed by one activation: hᵢ = a(hᵢ₋₁ Wᵢᵀ + bᵢ), h₀ = x.
///
/// Defined by `VAECore.Network`.
public struct MultilayerPerceptron<Scalar: NetworkScalar>: Equatable, Sendable {
  /// The layers, first to last; none makes the identity.
  public let layers: [DenseLayer<Scalar>]
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

  init(checkedLayers: [DenseLayer<Scalar>], activation: Activation) {
    layers = checkedLayers
    self.activation = activation
  }
}
