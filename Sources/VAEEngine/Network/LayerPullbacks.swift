// One layer on its own, for whoever checks or teaches it; a whole network's pass reuses its storage instead.

extension DenseLayer {
  /// Returns the value y = x Wᵀ + b.
  ///
  /// - Parameter input: x, of shape (rows, inputs).
  /// - Returns: y, of shape (rows, outputs).
  /// - Throws: `InvalidInput` if the input has another number of columns.
  public func value(of input: Batch<Scalar>) throws(InvalidInput) -> Batch<Scalar> {
    try InvalidInput.requireCount("input's columns", input.columns, matches: inputs, of: "the layer's inputs")
    var output = Batch<Scalar>.empty
    value(of: input, into: &output)
    return output
  }

  /// Returns what a gradient with respect to the output becomes with respect to the input: ∂x = g W.
  ///
  /// - Parameter gradient: g, of shape (rows, outputs).
  /// - Returns: The gradient with respect to x, of shape (rows, inputs).
  /// - Throws: `InvalidInput` if the gradient has another number of columns.
  public func pullbackToInput(of gradient: Batch<Scalar>) throws(InvalidInput) -> Batch<Scalar> {
    try InvalidInput.requireCount("gradient's columns", gradient.columns, matches: outputs, of: "the layer's outputs")
    var result = Batch<Scalar>.empty
    pullbackToInput(gradient, into: &result)
    return result
  }

  /// Returns what a gradient with respect to the output becomes with respect to the parameters: ∂W = gᵀ x, ∂b = Σ g.
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
    pullbackToParameters(gradient, input: input, into: &result)
    return result
  }
}

extension Activation {
  /// Returns the function of each element.
  public func value<Scalar: NetworkScalar>(of input: Batch<Scalar>) -> Batch<Scalar> {
    var result = input
    apply(to: &result)
    return result
  }

  /// Returns what a gradient with respect to the output becomes with respect to the input: g ∂y/∂x.
  ///
  /// - Parameters:
  ///   - gradient: g, of the output's shape.
  ///   - output: y, the function's value.
  /// - Throws: `InvalidInput` if the shapes differ.
  public func pullback<Scalar: NetworkScalar>(
    of gradient: Batch<Scalar>, output: Batch<Scalar>
  ) throws(InvalidInput) -> Batch<Scalar> {
    try InvalidInput.requireCount("gradient's rows", gradient.rows, matches: output.rows, of: "the output's rows")
    try InvalidInput.requireCount(
      "gradient's columns", gradient.columns, matches: output.columns, of: "the output's columns")
    var result = gradient
    pullback(&result, output: output)
    return result
  }
}
