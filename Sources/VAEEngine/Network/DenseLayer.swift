import CKernels
import VAECore

/// A layer that is an affine function of each row: y = x Wᵀ + b.
///
/// The weight lies in panels of P outputs, [⌈outputs/P⌉][inputs][P], as the kernels read it, and the bias behind it; what
/// fills up the last panel is 0 and stays 0. In files and in `parameters` the weight has PyTorch's order, (outputs, inputs).
///
/// Defined by `VAECore.Layer`.
public struct DenseLayer<Scalar: NetworkScalar>: Parameterized, Equatable {
  /// The number of inputs.
  public let inputs: Int
  /// The number of outputs.
  public let outputs: Int
  private var numbers: AlignedNumbers<Scalar>

  /// Creates a layer of given parameters.
  ///
  /// - Parameters:
  ///   - weight: W, of shape (outputs, inputs).
  ///   - bias: b, of shape (outputs).
  /// - Throws: `InvalidInput` if the bias has not one value for each row of the weight.
  public init(weight: Batch<Scalar>, bias: [Scalar]) throws(InvalidInput) {
    try InvalidInput.requireCount("bias", bias.count, matches: weight.rows, of: "the weight's rows")
    self.init(inputs: weight.columns, outputs: weight.rows)
    try setParameters(weight.elements + bias)
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
    self.init(inputs: inputs, outputs: outputs)
    let deviation = (2 / Double(inputs + outputs)).squareRoot()
    // Drawn in double precision, so that both precisions start from the same weights.
    let draws = random.normals(0..<inputs * outputs).map { Scalar(deviation * $0) }
    draws.withUnsafeBufferPointer { writeWeight($0, toOutputs: 0..<outputs) }
  }

  /// Creates a layer whose parameters are all 0: the gradient before anything was added.
  init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    let panels = (outputs + Scalar.panel - 1) / Scalar.panel
    numbers = AlignedNumbers(count: panels * Scalar.panel * (inputs + 1))
  }

  /// A layer of this shape whose parameters are all 0.
  var zeros: DenseLayer { DenseLayer(inputs: inputs, outputs: outputs) }

  /// How many panels the weight has.
  var panels: Int { (outputs + Scalar.panel - 1) / Scalar.panel }
  /// Weight, bias and what fills them up: the numbers that an optimizer may move one by one.
  var count: Int { numbers.count }
  /// The weight's panels, to be read.
  var weightStart: UnsafePointer<Scalar> { UnsafePointer(numbers.start) }
  /// The bias, to be read.
  var biasStart: UnsafePointer<Scalar> { UnsafePointer(numbers.start + panels * Scalar.panel * inputs) }

  /// The weight's panels and the bias to be written, which no other value shares from now on.
  mutating func makeUnique() -> (weight: UnsafeMutablePointer<Scalar>, bias: UnsafeMutablePointer<Scalar>) {
    if !isKnownUniquelyReferenced(&numbers) { numbers = AlignedNumbers(copying: numbers) }
    return (numbers.start, numbers.start + panels * Scalar.panel * inputs)
  }

  /// Computes the value of each row, activation(x Wᵀ + b).
  ///
  /// - Parameters:
  ///   - x: Of shape (rows, inputs).
  ///   - y: Of shape (rows, outputs), overwritten.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func value(of x: Rows<Scalar>, _ activation: Activation, into y: Rows<Scalar>) {
    precondition(x.columns == inputs && y.columns == outputs && x.count == y.count, "rows of the layer's shape")
    Scalar.kernels.pointee.forward(
      x.count, inputs, outputs, x.start, x.stride, weightStart, biasStart, activation.kernel, y.start, y.stride)
  }

  /// Pulls a gradient with respect to the output back to the input, and through the function that made the input.
  ///
  ///     ∂x = activation′(x) ⊙ (g W)
  ///
  /// - Parameters:
  ///   - g: Of shape (rows, outputs).
  ///   - transposed: Wᵀ in panels, as `transpose` writes it.
  ///   - activation: The function that made the input, and `x`, its value; the identity for a network's first layer.
  ///   - dx: Of shape (rows, inputs), overwritten.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func pullbackToInput(
    _ g: Rows<Scalar>, transposed: AlignedNumbers<Scalar>, through activation: Activation, _ x: Rows<Scalar>,
    into dx: Rows<Scalar>
  ) {
    precondition(g.columns == outputs && dx.columns == inputs && g.count == dx.count, "rows of the layer's shape")
    Scalar.kernels.pointee.input_gradient(
      g.count, inputs, outputs, g.start, g.stride, transposed.start, activation.kernel, x.start, x.stride, false,
      dx.start, dx.stride)
  }

  /// Room for Wᵀ in panels.
  func roomForTranspose() -> AlignedNumbers<Scalar> {
    AlignedNumbers(count: (inputs + Scalar.panel - 1) / Scalar.panel * Scalar.panel * outputs)
  }

  /// The whole layer, as a part of itself.
  var whole: lb_part { lb_part(first_panel: 0, last_panel: panels, first_input: 0, last_input: inputs) }

  /// Writes a part of Wᵀ in panels.
  func transpose(_ part: lb_part, into transposed: AlignedNumbers<Scalar>) {
    Scalar.kernels.pointee.transpose(inputs, outputs, part, weightStart, transposed.start)
  }

  /// Whether shapes and parameters are the same.
  public static func == (left: DenseLayer, right: DenseLayer) -> Bool {
    left.inputs == right.inputs && left.outputs == right.outputs && left.parameters == right.parameters
  }

  public var parameterShapes: [ParameterShape] {
    [ParameterShape(name: "weight", shape: [outputs, inputs]), ParameterShape(name: "bias", shape: [outputs])]
  }

  public func appendParameters(to list: inout [Scalar]) { appendParameters(ofOutputs: 0..<outputs, to: &list) }

  public mutating func takeParameters(from list: UnsafeBufferPointer<Scalar>) {
    takeParameters(ofOutputs: 0..<outputs, from: list)
  }
}
