import VAECore

/// Models of the core and of the engine, converted into each other.
extension VariationalAutoencoder {
  /// Creates the engine's copy of a model of the core, with its parameters rounded to this precision.
  ///
  /// - Throws: `InvalidInput` if the layers do not fit together, or the hidden layers of a network differ in their
  ///   activation, which the engine does not support.
  public init(_ model: Autoencoder) throws(InvalidInput) {
    let (encoder, layers) = (model.encoder, model.decoder.network.layers)
    guard let output = layers.last else {
      throw InvalidInput("decoder", expected: "at least one layer", found: "none")
    }
    try self.init(
      encoder: EncoderNetwork(
        hidden: MultilayerPerceptron(encoder.hidden.layers), mean: DenseLayer(encoder.mean),
        logVariance: DenseLayer(encoder.logVariance)),
      decoder: DecoderNetwork(
        hidden: MultilayerPerceptron(Array(layers.dropLast())), output: DenseLayer(output),
        likelihood: model.decoder.likelihood, outputActivation: output.activation))
  }

  /// The same model as a value of the core.
  public var core: Autoencoder {
    let layers = decoder.hidden.layers.map { $0.core(decoder.hidden.activation) }
    return Autoencoder(
      encoder: Encoder(
        hidden: Network(encoder.hidden.layers.map { $0.core(encoder.hidden.activation) }),
        mean: encoder.mean.core(.identity), logVariance: encoder.logVariance.core(.identity)),
      decoder: Decoder(
        network: Network(layers + [decoder.output.core(decoder.outputActivation)]), likelihood: decoder.likelihood))
  }
}

extension MultilayerPerceptron {
  fileprivate init(_ layers: [Layer]) throws(InvalidInput) {
    let activation = layers.first?.activation ?? .identity
    if let other = layers.first(where: { $0.activation != activation }) {
      throw InvalidInput(
        "activation of a hidden layer", expected: "\(activation.rawValue), as in the first",
        found: other.activation.rawValue)
    }
    var copies: [DenseLayer<Scalar>] = []
    for layer in layers { copies.append(try DenseLayer(layer)) }
    try self.init(layers: copies, activation: activation)
  }
}

extension DenseLayer {
  fileprivate init(_ layer: Layer) throws(InvalidInput) {
    let weight = Batch(
      rows: layer.matrix.rows, columns: layer.matrix.columns, elements: layer.matrix.elements.map { Scalar($0) })
    try self.init(weight: weight, bias: layer.bias.map { Scalar($0) })
  }

  /// The same layer as a value of the core.
  func core(_ activation: Activation) -> Layer {
    let weight = weight
    return Layer(
      matrix: Matrix(rows: outputs, columns: inputs, elements: weight.elements.map { Double($0) }),
      bias: bias.map { Double($0) }, activation: activation)
  }
}
