import VAECore

// One layer on its own, for whoever checks or teaches it; a whole network's pass reuses its storage instead.

extension DenseLayer {
  /// Returns the value y = x Wᵀ + b.
  ///
  /// Defined by `VAECore.Layer.value(of:)`.
  ///
  /// - Parameter input: x, of shape (rows, inputs).
  /// - Returns: y, of shape (rows, outputs).
  /// - Throws: `InvalidInput` if the input has another number of columns.
  public func value(of input: Batch<Scalar>) throws(InvalidInput) -> Batch<Scalar> {
    try InvalidInput.requireCount("input's columns", input.columns, matches: inputs, of: "the layer's inputs")
    return Batch(rows: input.rows, columns: outputs) { output in
      input.withRows { value(of: $0, .identity, into: output) }
    }
  }

  /// Returns what a gradient with respect to the output becomes with respect to the input: ∂x = g W.
  ///
  /// Defined by `VAECore.Layer.valueWithPullback(of:)`.
  ///
  /// - Parameter gradient: g, of shape (rows, outputs).
  /// - Returns: The gradient with respect to x, of shape (rows, inputs).
  /// - Throws: `InvalidInput` if the gradient has another number of columns.
  public func pullbackToInput(of gradient: Batch<Scalar>) throws(InvalidInput) -> Batch<Scalar> {
    try InvalidInput.requireCount("gradient's columns", gradient.columns, matches: outputs, of: "the layer's outputs")
    let transposed = roomForTranspose()
    transpose(whole, into: transposed)
    return Batch(rows: gradient.rows, columns: inputs) { result in
      gradient.withRows {
        pullbackToInput($0, transposed: transposed, through: .identity, result, into: result)
      }
    }
  }

  /// Returns what a gradient with respect to the output becomes with respect to the parameters: ∂W = gᵀ x, ∂b = Σ g.
  ///
  /// Defined by `VAECore.Layer.valueWithPullback(of:)`.
  ///
  /// - Parameters:
  ///   - gradient: g, of shape (rows, outputs).
  ///   - input: x, of shape (rows, inputs).
  /// - Returns: A layer of this one's shape that holds the gradient.
  /// - Throws: `InvalidInput` if a shape does not fit.
  public func pullbackToParameters(
    of gradient: Batch<Scalar>, input: Batch<Scalar>
  ) throws(InvalidInput) -> DenseLayer {
    try InvalidInput.requireCount("gradient's columns", gradient.columns, matches: outputs, of: "the layer's outputs")
    try InvalidInput.requireCount("input's columns", input.columns, matches: inputs, of: "the layer's inputs")
    try InvalidInput.requireCount("gradient's rows", gradient.rows, matches: input.rows, of: "the input's rows")
    var result = zeros
    gradient.withRows { gradient in
      input.withRows { result.formGradient(whole, gradient, input: $0) }
    }
    return result
  }
}
