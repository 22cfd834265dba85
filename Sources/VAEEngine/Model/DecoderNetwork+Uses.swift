// What a decoder says of one latent vector at a time.

extension DecoderNetwork {
  /// Returns the output f(z) of one latent vector.
  ///
  /// - Throws: `InvalidInput` if the vector has another dimension.
  public func output(of latent: [Scalar]) throws(InvalidInput) -> [Scalar] {
    try InvalidInput.requireCount("latent vector", latent.count, matches: latentDimension, of: "the decoder's inputs")
    var tape = Tape()
    value(of: Batch(rows: 1, columns: latent.count, elements: latent), tape: &tape)
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
        outputs: Batch(rows: 1, columns: output.count, elements: output),
        observations: Batch(rows: 1, columns: observation.count, elements: observation),
        into: UnsafeMutableBufferPointer(start: $0, count: 1))
    }
    return result
  }
}
