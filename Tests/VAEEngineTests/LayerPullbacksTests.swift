import Testing
import VAECore
import VAEEngine
import Verification

@Suite("One layer's value and pullback: ⟨w, Jv⟩ = ⟨Jᵀw, v⟩")
struct LayerPullbacksTests {
  private let layer: DenseLayer<Double>
  private let input: Batch<Double>
  private let gradient: Batch<Double>

  init() throws {
    layer = try DenseLayer(weight: Batch([[1, 2, -1], [0.5, -3, 4]]), bias: [0.25, -0.5])
    input = try Batch([[1, -2, 0.5], [3, 0.25, -1]])
    gradient = try Batch([[2, -1], [0.5, 3]])
  }

  private func inner(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }

  @Test("A dense layer's value by hand")
  func value() throws {
    #expect(try layer.value(of: input).elements == [-3.25, 8, 4.75, -3.75])
  }

  @Test("A dense layer's pullbacks by hand, and not with the weight transposed")
  func dense() throws {
    let toInput = try layer.pullbackToInput(of: gradient)
    #expect(toInput.elements == [1.5, 7, -6, 2, -8, 11.5])
    let linear = try DenseLayer(weight: layer.weight, bias: [0, 0])
    let direction = try Batch([[0.5, 1, -2], [4, -1, 0.125]])
    let pushed = try inner(gradient.elements, linear.value(of: direction).elements)
    #expect(pushed == inner(toInput.elements, direction.elements))

    let toParameters = try layer.pullbackToParameters(of: gradient, input: input)
    #expect(toParameters.weight.elements == [3.5, -3.875, 0.5, 8, 2.75, -3.5])
    #expect(toParameters.bias == [2.5, 2])
  }

  @Test("An activation's pullback is its derivative along a direction", arguments: Activation.allCases)
  func activation(activation: Activation) throws {
    let output = activation.value(of: input)
    let weights = [1, -0.5, 2, 0.75, -1.5, 0.25]
    let direction = [0.5, 1, -2, 1.5, -1, 0.125]
    let slope = DirectionalDerivative(scale: 20) { t in
      let moved = Batch(rows: 2, columns: 3, elements: zip(input.elements, direction).map { $0 + t * $1 })
      return inner(weights, activation.value(of: moved).elements)
    }
    let pulled = try activation.pullback(of: Batch(rows: 2, columns: 3, elements: weights), output: output)
    let got = inner(pulled.elements, direction)
    #expect(abs(got - slope.value) <= slope.tolerance.value)
    #expect(abs(1.001 * got - slope.value) > slope.tolerance.value, "a wrong slope is seen")
  }

  @Test("Layers that fit make a network, and one that takes another number of inputs is refused by its number")
  func chain() throws {
    func layer(_ inputs: Int, _ outputs: Int) -> DenseLayer<Double> {
      DenseLayer(inputs: inputs, outputs: outputs, random: RandomStream(seed: 1, purpose: "chain"))
    }
    let fitting = [layer(2, 3), layer(3, 5), layer(5, 1)]
    #expect(try MultilayerPerceptron(layers: fitting, activation: .tanh).layers == fitting)
    let refused = #expect(throws: InvalidInput.self) {
      try MultilayerPerceptron(layers: [layer(2, 3), layer(3, 5), layer(4, 1)], activation: .tanh)
    }
    #expect(refused?.input == "inputs of layer 2" && refused?.description.contains("the outputs of layer 1") == true)
  }

  @Test("Shapes that do not fit are refused")
  func shapes() throws {
    #expect(throws: InvalidInput.self) { try layer.value(of: gradient) }
    #expect(throws: InvalidInput.self) { try layer.pullbackToInput(of: input) }
    #expect(throws: InvalidInput.self) { try layer.pullbackToParameters(of: input, input: input) }
    #expect(throws: InvalidInput.self) { try Activation.tanh.pullback(of: gradient, output: input) }
  }
}
