import VAECore

// What a decoder says of one latent vector at a time.

extension DecoderNetwork {
  /// Returns the output f(z) of one latent vector.
  ///
  /// - Throws: `InvalidInput` if the vector has another dimension.
  public func output(of latent: [Scalar]) throws(InvalidInput) -> [Scalar] {
    try InvalidInput.requireCount("latent vector", latent.count, matches: latentDimension, of: "the decoder's inputs")
    return outputs(of: Batch(rows: 1, columns: latent.count, elements: latent)).elements
  }

  /// Returns f(z) of each latent vector, of shape (n, D).
  ///
  /// - Precondition: The latent vectors have the decoder's dimension.
  func outputs(of latents: Batch<Scalar>) -> Batch<Scalar> {
    let tape = StackTape(of: stack, learns: false, pullsBackToInput: false)
    tape.reshape(rows: latents.rows, of: stack)
    latents.withRows { tape.view.formValue(of: $0, rows: 0..<latents.rows) }
    return Batch(tape.output.all)
  }

  /// Returns log p(x | z) of one observation given one latent vector, in nats, summed over dimensions.
  ///
  /// Defined by `VAECore.Decoder.logDensity(of:given:)`.
  ///
  /// - Throws: `InvalidInput` if either has another dimension.
  public func logDensity(of observation: [Scalar], given latent: [Scalar]) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount(
      "observation", observation.count, matches: observationDimension, of: "the decoder's outputs")
    let output = try Batch(rows: 1, columns: observation.count, elements: output(of: latent))
    let observation = Batch(rows: 1, columns: observation.count, elements: observation)
    let result = ReusedBatch<Double>()
    result.reshape(rows: 1, columns: 1)
    output.withRows { output in
      observation.withRows { likelihood.logDensities(of: $0, given: output, into: result.all.start) }
    }
    return result.all.start[0]
  }
}
