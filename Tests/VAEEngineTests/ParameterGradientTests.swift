import Testing

import VAECore
@testable import VAEEngine

@Suite("Equation (20): the gradient of the parameters, in blocks that threads share")
struct ParameterGradientTests {
  /// Layers that are cut: 300 × 301 and 301 × 300 weights, in parts of at most 65,536.
  private func model() throws -> VariationalAutoencoder<Double> {
    let random = RandomStream(seed: 5, purpose: "weights")
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        observationDimension: 301, hidden: [300], latentDimension: 3, activation: .tanh, random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: 3, hidden: [300], observationDimension: 301, activation: .tanh,
        likelihood: .gaussian(variance: 0.3), learnsVariance: true, random: random.substream(1)))
  }

  private func normals(_ rows: Int, _ columns: Int, _ purpose: String) -> Batch<Double> {
    Batch(
      rows: rows, columns: columns,
      elements: RandomStream(seed: 5, purpose: purpose).normals(0..<rows * columns))
  }

  @Test("Every parameter but log s² lies in one block, and large layers in several")
  func cover() throws {
    let model = try model()
    let gradient = ParameterGradient(of: model)
    #expect(gradient.blocks.reduce(0) { $0 + $1.size } == model.parameterCount - 1)
    #expect(gradient.blocks.map(\.layer) == [0, 0, 1, 2, 3, 4, 4])
    for workers in 1...4 {
      let shares = gradient.shares(of: workers)
      #expect(shares.joined().count == gradient.blocks.count)
      let sizes = shares.map { $0.reduce(0) { $0 + $1.size } }
      let largest = gradient.blocks.map(\.size).max() ?? 0
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= largest, "\(workers) workers")
    }
  }

  @Test("Two parts of a minibatch, block by block, give the products over all its rows")
  func parts() throws {
    let gradient = ParameterGradient(of: try model())
    let shapes = [(300, 301), (3, 300), (3, 300), (300, 3), (301, 300)]
    let layers = shapes.enumerated().map { index, shape in
      LayerTape(gradient: normals(9, shape.0, "g\(index)"), input: normals(9, shape.1, "x\(index)"))
    }
    for block in gradient.blocks {
      let layer = layers[block.layer]
      gradient.form(block, from: rows(0..<4, of: layer))
      gradient.form(block, from: rows(4..<9, of: layer), adding: true)
      #expect(gradient.hasFiniteSquares(block))
    }
    var start = 0
    for layer in layers {
      var worst = 0.0
      for output in 0..<layer.gradient.columns {
        for input in 0..<layer.input.columns {
          let sum = (0..<9).reduce(0) { $0 + layer.gradient[$1, output] * layer.input[$1, input] }
          worst = max(worst, abs(gradient.elements[start + output * layer.input.columns + input] - sum))
        }
        let sum = (0..<9).reduce(0) { $0 + layer.gradient[$1, output] }
        let bias = start + layer.gradient.columns * layer.input.columns + output
        worst = max(worst, abs(gradient.elements[bias] - sum))
      }
      // Nine products of normals, each below 32: at most eighteen roundings of numbers below 256.
      #expect(worst < 18 * 256 * 0x1p-53)
      start += layer.gradient.columns * (layer.input.columns + 1)
    }
  }

  @Test("One element that is not finite is found in its block alone", arguments: [0, 1, 3, 6])
  func notFinite(broken: Int) throws {
    let gradient = ParameterGradient(of: try model())
    let block = gradient.blocks[broken]
    var g = normals(1, gradient.blocks.filter { $0.layer == block.layer }.map(\.outputs.upperBound).max() ?? 0, "g")
    g[0, block.outputs.upperBound - 1] = .infinity
    gradient.form(block, from: LayerTape(gradient: g, input: normals(1, block.inputs, "x")))
    for (index, other) in gradient.blocks.enumerated() {
      #expect(gradient.hasFiniteSquares(other) == (index != broken))
    }
  }

  private func rows(_ range: Range<Int>, of layer: LayerTape<Double>) -> LayerTape<Double> {
    func part(_ matrix: Batch<Double>) -> Batch<Double> {
      Batch(
        rows: range.count, columns: matrix.columns,
        elements: Array(
          matrix.elements[range.lowerBound * matrix.columns..<range.upperBound * matrix.columns]))
    }
    return LayerTape(gradient: part(layer.gradient), input: part(layer.input))
  }
}
