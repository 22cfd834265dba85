import VAECore

extension VariationalAutoencoder {
  /// Refuses data that the model cannot be trained or judged on.
  ///
  /// - Parameters:
  ///   - data: x, of shape (n, D).
  ///   - asProbabilities: Whether each observation must lie in [0, 1] whatever the likelihood.
  ///   - first: The number of the first row among all, for the error.
  /// - Throws: `InvalidInput` if there are none or they have another dimension, an observation is not finite, lies
  ///   outside [0, 1] and must not, or is not a count and must be.
  public func requireObservations(
    _ data: Batch<Scalar>, asProbabilities: Bool, from first: Int = 0
  ) throws(InvalidInput) {
    guard data.rows > 0 else { throw InvalidInput("data", expected: "at least one row", found: "none") }
    try InvalidInput.requireCount(
      "columns of the data", data.columns, matches: encoder.observationDimension, of: "the encoder's inputs")
    if decoder.likelihood == .poisson, let index = data.elements.firstIndex(where: { !$0.isCount }) {
      throw InvalidInput(
        "data[\(first + index / data.columns), \(index % data.columns)]", expected: "a whole number, 0 or above",
        found: "\(data.elements[index])")
    }
    let bounded = asProbabilities || decoder.likelihood == .bernoulli
    guard let index = data.elements.withUnsafeBufferPointer({ firstOutside($0, bounded: bounded) }) else { return }
    throw InvalidInput(
      "data[\(first + index / data.columns), \(index % data.columns)]",
      expected: bounded ? "a number from 0 to 1" : "a finite number", found: "\(data.elements[index])")
  }
}

extension NetworkScalar {
  /// True for a whole number from 0 on.
  public var isCount: Bool { self >= 0 && isFinite && rounded(.down) == self }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func firstOutside<Scalar: NetworkScalar>(_ x: UnsafeBufferPointer<Scalar>, bounded: Bool) -> Int? {
  // Observations whose squares are finite are finite, and the others are rare.
  guard let start = x.baseAddress else { return nil }
  // Observations are finite, and the others are rare.
  if !bounded && Scalar.kernels.pointee.absolute_maximum(x.count, start).isFinite { return nil }
  return x.indices.first { bounded ? !(x[$0] >= 0 && x[$0] <= 1) : !x[$0].isFinite }
}
