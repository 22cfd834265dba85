// How the work of a step is cut: by shapes, for speed alone. No number depends on it.

extension Trainer {
  /// How many threads a minibatch is worth: cores hand each other half of what they computed, which takes microseconds.
  static func largestThreadCount(
    _ model: VariationalAutoencoder<Scalar>, data: Int, _ objective: Objective
  ) -> Int {
    let products = Double(data * objective.drawsOfDatum) * Double(model.parameterCount)
    return Swift.max(1, Swift.min(1024, Int(products / 500_000), data / 4))
  }

  /// How many data go through the model at a time: what they leave on the tape stays in a quarter of a megabyte, but the weights
  /// are worth reading.
  static func dataAtATime(_ model: VariationalAutoencoder<Scalar>, _ objective: Objective) -> Int {
    let draws = objective.drawsOfDatum
    let numbers = 2 * (model.encoder.stack.width + draws * model.decoder.stack.width)
    return Swift.max(1, 48 / draws, (1 << 18) / (numbers * MemoryLayout<Scalar>.stride))
  }

  /// The largest |x| of each layer's inputs, where it is known: that of the data, or of what an activation can give.
  static func inputBounds(of model: VariationalAutoencoder<Scalar>, data: Batch<Scalar>) -> [Double?] {
    let encoder = model.encoder.stack
    let decoder = model.decoder.stack
    let largest = data.withRows { Scalar.kernels.pointee.absolute_maximum($0.count * $0.columns, $0.start) }
    // A binarised observation is 0 or 1.
    return [Swift.max(1, largest)] + encoder.layers.dropFirst().map { _ in encoder.activation.bound } + [nil]
      + decoder.layers.dropFirst().map { _ in decoder.activation.bound }
  }
}
