/// A layer that is an affine function of each row: y = x Wᵀ + b.
public struct DenseLayer<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// W, of shape (outputs, inputs).
  public private(set) var weight: Batch<Scalar>
  /// b, of shape (outputs).
  public private(set) var bias: [Scalar]

  /// The number of inputs.
  public var inputs: Int { weight.columns }
  /// The number of outputs.
  public var outputs: Int { weight.rows }

  /// Creates a layer of given parameters.
  ///
  /// - Throws: `InvalidInput` if the bias has not one value for each row of the weight.
  public init(weight: Batch<Scalar>, bias: [Scalar]) throws(InvalidInput) {
    try InvalidInput.requireCount("bias", bias.count, matches: weight.rows, of: "the weight's rows")
    self.init(checkedWeight: weight, bias: bias)
  }

  /// Creates a layer with random weights and no bias.
  ///
  ///     Wᵢⱼ ~ N(0, 2 / (inputs + outputs)),   b = 0
  ///
  /// This variance keeps the size of values forward and of gradients backward, as nearly as one number can.
  ///
  /// - Source: Glorot and Bengio (2010), in its Gaussian form.
  public init(inputs: Int, outputs: Int, random: RandomStream) {
    precondition(inputs > 0 && outputs > 0, "a layer has inputs and outputs")
    let deviation = (2 / Double(inputs + outputs)).squareRoot()
    // Drawn in double precision, so that both precisions start from the same weights.
    let draws = random.normals(0..<inputs * outputs).map { Scalar(deviation * $0) }
    self.init(
      checkedWeight: Batch(rows: outputs, columns: inputs, elements: draws),
      bias: [Scalar](repeating: 0, count: outputs))
  }

  private init(checkedWeight: Batch<Scalar>, bias: [Scalar]) {
    weight = checkedWeight
    self.bias = bias
  }

  /// A layer of this shape whose parameters are all 0: the gradient before anything was added.
  var zeros: DenseLayer {
    DenseLayer(checkedWeight: .zeros(rows: outputs, columns: inputs), bias: Scalar.zeros(outputs))
  }

  /// Writes the value y = x Wᵀ + b into `output`, whose storage is reused.
  ///
  /// - Parameters:
  ///   - input: x, of shape (rows, inputs).
  ///   - output: Takes on the shape (rows, outputs).
  /// - Precondition: The input has as many columns as the layer has inputs.
  func value(of input: Batch<Scalar>, into output: inout Batch<Scalar>) {
    output.reshape(rows: input.rows, columns: outputs)
    output.elements.withUnsafeMutableBufferPointer { output in
      bias.withUnsafeBufferPointer { repeatRow($0, into: output) }
    }
    output.formProduct(of: input, weight, transposingSecond: true, adding: true)
  }

  /// Computes the value of one tile of samples, one a column: Y = W X + b.
  ///
  /// - Precondition: The arrays hold as many rows as the layer has inputs and outputs.
  func value(ofColumns input: [Scalar], into output: inout [Scalar]) {
    precondition(input.count >= inputs * tileOfSamples && output.count >= outputs * tileOfSamples, "whole tiles")
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        weight.elements.withUnsafeBufferPointer { weight in
          bias.withUnsafeBufferPointer { bias in
            guard let x = input.baseAddress, let y = output.baseAddress, let b = bias.baseAddress,
              let w = weight.baseAddress
            else { return }
            Scalar.affine(w, b, outputs: outputs, inputs: inputs, x, into: y)
          }
        }
      }
    }
  }

  /// Pulls a gradient with respect to the output back to the parameters: ∂W = gᵀ x, ∂b = Σ g over rows.
  ///
  /// - Parameters:
  ///   - gradient: g, of shape (rows, outputs).
  ///   - input: x, of shape (rows, inputs).
  ///   - result: A layer of this one's shape, overwritten by the gradient.
  func pullbackToParameters(_ gradient: Batch<Scalar>, input: Batch<Scalar>, into result: inout DenseLayer) {
    let (outputs, width) = (outputs, inputs)
    result.weight.elements.withUnsafeMutableBufferPointer { weight in
      result.bias.withUnsafeMutableBufferPointer { bias in
        guard let weight = weight.baseAddress, let bias = bias.baseAddress else { return }
        LayerTape(gradient: gradient, input: input)
          .formGradient(ofOutputs: 0..<outputs, inputs: width, adding: false, weight: weight, bias: bias)
      }
    }
  }

  /// Pulls a gradient with respect to the output back to the input: ∂x = g W.
  func pullbackToInput(_ gradient: Batch<Scalar>, adding: Bool = false, into result: inout Batch<Scalar>) {
    result.formProduct(of: gradient, weight, adding: adding)
  }

  public var parameterShapes: [ParameterShape] {
    [ParameterShape(name: "weight", shape: [outputs, inputs]), ParameterShape(name: "bias", shape: [outputs])]
  }

  public func readParameters(_ read: (UnsafeBufferPointer<Scalar>) -> Void) {
    weight.elements.withUnsafeBufferPointer(read)
    bias.withUnsafeBufferPointer(read)
  }

  public mutating func updateParameters(_ update: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
    weight.elements.withUnsafeMutableBufferPointer { update($0) }
    bias.withUnsafeMutableBufferPointer { update($0) }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func repeatRow<Scalar: NetworkScalar>(
  _ row: UnsafeBufferPointer<Scalar>, into matrix: UnsafeMutableBufferPointer<Scalar>
) {
  guard let source = row.baseAddress, let target = matrix.baseAddress, !row.isEmpty else { return }
  for first in stride(from: 0, to: matrix.count, by: row.count) {
    (target + first).update(from: source, count: row.count)
  }
}
