import Testing
import VAECore
import Verification

@testable import VAEEngine

/// Numbers of a stream as a batch.
func normals<Scalar: NetworkScalar>(_ rows: Int, _ columns: Int, _ purpose: String) -> Batch<Scalar> {
  let stream = RandomStream(seed: 17, purpose: purpose)
  return Batch(rows: rows, columns: columns, elements: stream.normals(0..<rows * columns).map { Scalar($0) })
}

extension Batch where Scalar: NetworkScalar {
  /// The rows in double precision, as the core takes them.
  var vectors: [[Double]] { (0..<rows).map { row in self[row: row].map { Double($0) } } }
}

@Suite("A layer of the engine against VAECore.Layer")
struct AgainstCoreLayerTests {
  /// Every edge of a tile or a panel: of rows, of outputs, of inputs.
  static let shapes: [(rows: Int, inputs: Int, outputs: Int)] =
    [0, 1, 3, 5, 6, 7, 11, 12, 13, 24, 25].map { ($0, 9, 20) }
    + [1, 2, 8, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65].map { (13, 10, $0) }
    + [1, 2, 11, 12, 13, 15, 16, 17, 31, 32, 33, 64, 65].map { (7, $0, 5) } + [(14, 70, 70)]

  private func check<Scalar: NetworkScalar>(
    _: Scalar.Type, _ shape: (rows: Int, inputs: Int, outputs: Int), _ activation: Activation
  ) throws {
    let layer = try DenseLayer<Scalar>(
      weight: normals(shape.outputs, shape.inputs, "weight"), bias: normals(1, shape.outputs, "bias").elements)
    let x: Batch<Scalar> = normals(shape.rows, shape.inputs, "input")
    let g: Batch<Scalar> = normals(shape.rows, shape.outputs, "gradient")
    let core = layer.core(activation)
    let y = Batch<Scalar>(rows: shape.rows, columns: shape.outputs) { y in
      x.withRows { layer.value(of: $0, activation, into: y) }
    }
    let sums = try activation.pullback(of: g, output: y)
    let (dx, gradient) = (
      try layer.pullbackToInput(of: sums), try layer.pullbackToParameters(of: sums, input: x)
    )
    var sum = layer.zeros.core(activation)
    // A rounding for each term of a sum, of terms below 6 · 6, and a few for the functions.
    let unit = Double(Scalar.ulpOfOne)
    let tolerance = { (terms: Int) in 40 * Double(terms + 8) * unit }
    for row in 0..<shape.rows {
      let (value, pullback) = core.valueWithPullback(of: x.vectors[row])
      for (a, b) in zip(y.vectors[row], value) { #expect(abs(a - b) <= tolerance(shape.inputs)) }
      let (input, parameters) = pullback(g.vectors[row])
      for (a, b) in zip(dx.vectors[row], input) { #expect(abs(a - b) <= tolerance(shape.outputs + shape.inputs)) }
      sum = sum + parameters
    }
    let expected = sum.matrix.elements + sum.bias
    #expect(gradient.parameters.count == expected.count)
    for (a, b) in zip(gradient.parameters, expected) {
      #expect(abs(Double(a) - b) <= tolerance(shape.rows + shape.inputs))
    }
  }

  @Test("Value and pullbacks, in both precisions", arguments: shapes)
  func valueAndPullbacks(shape: (rows: Int, inputs: Int, outputs: Int)) throws {
    try check(Float.self, shape, .tanh)
    try check(Double.self, shape, .tanh)
  }

  @Test("Every activation", arguments: Activation.allCases)
  func activations(activation: Activation) throws {
    try check(Float.self, (13, 21, 37), activation)
    try check(Double.self, (13, 21, 37), activation)
  }
}
