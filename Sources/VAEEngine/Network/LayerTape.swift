/// What one layer met on the way: its inputs, and the gradient with respect to its sums. The gradient of its parameters
/// follows from the two.
struct LayerTape<Scalar: NetworkScalar> {
  /// g, of shape (rows, outputs).
  let gradient: Batch<Scalar>
  /// x, of shape (rows, inputs).
  let input: Batch<Scalar>

  /// Forms the gradient of the parameters of some outputs: ∂W = gᵀ x, ∂b = Σ g over rows.
  ///
  /// - Parameters:
  ///   - outputs: Which rows of W.
  ///   - inputs: How many columns W has.
  ///   - adding: Whether it is added to what is there.
  ///   - weight: The first of those rows of ∂W, each of `inputs` elements.
  ///   - bias: The first of those elements of ∂b.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func formGradient(
    ofOutputs outputs: Range<Int>, inputs: Int, adding: Bool, weight: UnsafeMutablePointer<Scalar>,
    bias: UnsafeMutablePointer<Scalar>
  ) {
    precondition(gradient.rows == input.rows && input.columns == inputs, "a gradient for each row of inputs")
    let (rows, stride) = (gradient.rows, gradient.columns)
    gradient.elements.withUnsafeBufferPointer { gradient in
      input.elements.withUnsafeBufferPointer { input in
        guard let g = gradient.baseAddress, let x = input.baseAddress else { return }
        Scalar.multiply(
          rows: outputs.count, columns: inputs, inner: rows, g + outputs.lowerBound, stride: stride, transposed: true,
          x, transposed: false, adding: adding, into: weight)
        Scalar.sumRows(
          of: g + outputs.lowerBound, rows: rows, stride: stride, adding: adding,
          into: UnsafeMutableBufferPointer(start: bias, count: outputs.count))
      }
    }
  }
}
