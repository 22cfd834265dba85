import CKernels
import Testing

@testable import VAEEngine

@Suite("Parameters shared by threads")
struct ParameterPartTests {
  private let layers: [(inputs: Int, outputs: Int)] = [
    (301, 300), (300, 6), (3, 300), (300, 301), (1, 1), (256, 320), (5, 64),
  ]

  /// The large layers, which a team does.
  private var large: [Bool] { layers.map { $0.inputs * $0.outputs >= 65_536 } }

  @Test(
    "Every panel and input is in one part, with teams and without, for any number of threads",
    arguments: [1, 2, 3, 4, 8, 100])
  func cover(workers: Int) {
    for (panel, shared) in [(16, large), (32, large), (16, layers.map { _ in false }), (32, layers.map { _ in false })]
    {
      let shares = ParameterPart.shares(of: layers, shared: shared, panel: panel, workers: workers)
      #expect(shares.count == workers)
      var seen = layers.map { [Int](repeating: 0, count: ($0.outputs + panel - 1) / panel * $0.inputs) }
      for part in shares.joined() {
        #expect(part.part.first_input % panel == 0)
        let inputs = layers[part.layer].inputs
        for number in part.part.first_panel..<part.part.last_panel {
          for input in part.part.first_input..<part.part.last_input { seen[part.layer][number * inputs + input] += 1 }
        }
      }
      #expect(seen.allSatisfy { $0.allSatisfy { $0 == 1 } })
    }
  }

  @Test("Layers that no team does are shared evenly too", arguments: [2, 3, 4])
  func balanceWithoutTeams(workers: Int) {
    // Ten panels of 200 inputs and seven of 300, in pieces of at most 32 inputs.
    let shares = ParameterPart.shares(
      of: [(200, 300), (300, 200)], shared: [false, false], panel: 32, workers: workers)
    for share in shares {
      let size = share.reduce(0) { sum, part in
        sum + (part.part.last_panel - part.part.first_panel) * (part.part.last_input - part.part.first_input)
      }
      #expect(abs(size - 4100 / workers) < 100)
    }
  }

  @Test("A layer is shared from 65,536 weights, four panels and a panel for each thread on")
  func shared() {
    for (inputs, outputs, workers, isShared) in [
      (256, 256, 2, true), (255, 257, 2, false), (128, 512, 2, true), (127, 600, 2, false), (600, 127, 2, false),
      (512, 128, 2, true), (512, 128, 4, true), (512, 128, 5, false), (128, 512, 5, false), (512, 160, 5, true),
    ] {
      #expect(Team.shares(inputs: inputs, outputs: outputs, panel: 32, workers: workers) == isShared)
    }
  }

  @Test("Two threads get about the same work, in few parts")
  func balance() {
    let shares = ParameterPart.shares(of: layers, shared: large, panel: 32, workers: 2)
    let sizes = shares.map { share in
      share.reduce(0) { sum, part in
        let (panels, inputs) = (
          part.part.last_panel - part.part.first_panel, part.part.last_input - part.part.first_input
        )
        return sum + panels * inputs
      }
    }
    #expect(abs(sizes[0] - sizes[1]) < 400)
    #expect(shares.allSatisfy { $0.count < 10 })
  }
}

@Suite("The order of a layer's parameters")
struct ParameterOrderTests {
  @Test("Panels hold PyTorch's order, and give it back", arguments: [1, 15, 16, 17, 31, 32, 33, 65], [1, 7, 32])
  func order(outputs: Int, inputs: Int) throws {
    func check<Scalar: NetworkScalar>(_: Scalar.Type) throws {
      var layer = DenseLayer<Scalar>(inputs: inputs, outputs: outputs)
      let parameters = (0..<outputs * (inputs + 1)).map { Scalar($0 + 1) }
      try layer.setParameters(parameters)
      #expect(layer.parameters == parameters)
      #expect(layer.weight[outputs - 1, inputs - 1] == Scalar(outputs * inputs))
      #expect(layer.bias.last == Scalar(outputs * (inputs + 1)))
      #expect(layer.layer(ofOutputs: outputs - 1..<outputs).weight.elements == Array(layer.weight[row: outputs - 1]))
      let copy = layer
      try layer.setParameters(parameters.map { -$0 })
      #expect(copy.parameters == parameters && layer != copy)
      // What fills up the panels is 0.
      let numbers = UnsafeBufferPointer(start: layer.weightStart, count: layer.count)
      #expect(numbers.filter { $0 != 0 }.count == parameters.count)
    }
    try check(Float.self)
    try check(Double.self)
  }
}
