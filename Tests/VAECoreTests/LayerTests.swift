import Testing
import VAECore
import Verification

@Suite("Activations and their derivatives")
struct ActivationTests {
  @Test(
    "Softplus and sigmoid are exact to the last digits, in both tails",
    arguments: GoldenCase.cases("softplus", in: "golden-network"))
  func golden(golden: GoldenCase) {
    golden.expect("softplus", Activation.softplus.value(at: golden.scalar("x")))
    golden.expect("sigmoid", Activation.sigmoid.value(at: golden.scalar("x")))
  }

  @Test("Tanh, relu and identity by hand")
  func byHand() {
    #expect(abs(Activation.tanh.value(at: 0.5) - 0.46211715726000975) <= 2 * 0x1p-54)
    #expect(Activation.tanh.value(at: -800) == -1)
    #expect(Activation.relu.value(at: 2.5) == 2.5 && Activation.relu.value(at: -2.5) == 0)
    #expect(Activation.identity.value(at: -2.5) == -2.5)
    #expect(Activation.relu.derivative(atValue: 0) == 0 && Activation.relu.derivative(atValue: 2.5) == 1)
  }

  @Test("The derivative, written in terms of the value, is the derivative", arguments: Activation.allCases)
  func derivative(activation: Activation) {
    for x in [-3, -0.75, -0.1, 0.2, 1.25, 4] {
      let got = activation.derivative(atValue: activation.value(at: x))
      let derivative = DirectionalDerivative(scale: 4) { activation.value(at: x + $0) }
      #expect(abs(got - derivative.value) <= derivative.tolerance.value, "at \(x)")
      // The tolerance at the kink-free points sees a part in a thousand of the largest slope.
      #expect(derivative.tolerance.value < 1e-3)
    }
  }

  @Test("The slope of softplus survives deep in the left tail, where 1 − e⁻ʸ cancels")
  func tail() {
    let slope = Activation.softplus.derivative(atValue: Activation.softplus.value(at: -30))
    let expected = Activation.sigmoid.value(at: -30)
    #expect(abs(slope - expected) <= 8 * expected.ulp)
  }

  @Test("A value that is not a number stays one", arguments: Activation.allCases)
  func notANumber(activation: Activation) { #expect(activation.value(at: .nan).isNaN) }
}

@Suite("A layer's value and pullback: ⟨w, J v⟩ = ⟨Jᵀw, v⟩")
struct LayerTests {
  private let layer = Layer(matrix: Matrix([[1, 2, -1], [0.5, -3, 4]]), bias: [0.25, -0.5])

  @Test("The value by hand: y = W x + b, then the activation")
  func value() {
    #expect(layer.value(of: [1, -2, 0.5]) == [-3.25, 8])
    let relu = Layer(matrix: layer.matrix, bias: layer.bias, activation: .relu)
    #expect(relu.value(of: [1, -2, 0.5]) == [0, 8])
  }

  @Test("The pullback by hand, and not with the matrix transposed")
  func byHand() {
    let (y, pullback) = layer.valueWithPullback(of: [1, -2, 0.5])
    #expect(y == [-3.25, 8])
    let (input, parameters) = pullback([2, -1])
    #expect(input == [1.5, 7, -6])
    #expect(parameters.matrix.elements == [2, -4, 1, -1, 2, -0.5])
    #expect(parameters.bias == [2, -1])
    // ⟨w, W v⟩ and ⟨w, V x + c⟩, exactly.
    let (v, weights) = ([0.5, 1, -2], [2.0, -1])
    #expect(dot(weights, layer.matrix.times(v)) == dot(input, v))
    let other = Layer(matrix: Matrix([[3, -1, 0.5], [2, 0.25, -2]]), bias: [4, -3])
    #expect(dot(weights, other.value(of: [1, -2, 0.5])) == dot(parameters.numbers, other.numbers))
  }

  @Test(
    "Both gradients are derivatives along random directions, whatever the activation", arguments: Activation.allCases)
  func pullback(activation: Activation) {
    let layer = Layer(matrix: layer.matrix, bias: layer.bias, activation: activation)
    let (x, weights) = ([0.3, -0.2, 0.7], [2.0, -1.5])
    let (input, parameters) = layer.valueWithPullback(of: x).pullback(weights)
    let direction = [0.5, 1, -0.75]
    expectDerivative(input, along: direction, scale: 20) { t in
      dot(weights, layer.value(of: moved(x, t, along: direction)))
    }
    let turned = layer.direction(2)
    expectDerivative(parameters.numbers, along: turned.numbers, scale: 20) { t in
      dot(weights, layer.moved(t, along: turned).value(of: x))
    }
    #expect(parameters.activation == activation)
  }

  @Test("Random parameters are N(0, 2/(inputs + outputs)), and the biases 0")
  func random() {
    let layer = Layer(inputs: 300, outputs: 100, activation: .tanh, random: RandomStream(seed: 1, purpose: "layer"))
    #expect(layer.matrix.rows == 100 && layer.matrix.columns == 300 && layer.activation == .tanh)
    #expect(layer.bias == [Double](repeating: 0, count: 100))
    let squares = MonteCarloEstimate(layer.matrix.elements.map(\.squared))
    // 30,000 squares of variance 2 (2/400)².
    expectMean(squares, is: 0.005, not: 0.0056, standardError: 0.005 * (2.0 / 30_000).squareRoot())
    #expect(
      layer == Layer(inputs: 300, outputs: 100, activation: .tanh, random: RandomStream(seed: 1, purpose: "layer")))
  }

  @Test("Parameters are visited once each, added one by one, and zeroed")
  func parameters() {
    #expect(layer.numbers == [1, 2, -1, 0.5, -3, 4, 0.25, -0.5])
    #expect((layer + layer).numbers == layer.numbers.map { 2 * $0 })
    #expect(layer.zero.numbers == [Double](repeating: 0, count: 8))
  }
}

@Suite("A network: each layer takes the value of the one before")
struct NetworkTests {
  private let network = Network([
    Layer(matrix: Matrix([[1, -0.5], [0.25, 2], [-1, 0.5]]), bias: [0.1, -0.2, 0.3], activation: .tanh),
    Layer(matrix: Matrix([[0.5, 1, -2], [1.5, -0.75, 0.25]]), bias: [-0.4, 0.6], activation: .softplus),
    Layer(matrix: Matrix([[2, -1]]), bias: [0.5]),
  ])

  @Test("The value is that of the layers, one after another; of no layers, the input")
  func value() {
    let x = [0.7, -0.3]
    let layers = network.layers
    let expected = layers[2].value(of: layers[1].value(of: layers[0].value(of: x)))
    #expect(network.value(of: x) == expected && network.valueWithPullback(of: x).value == expected)
    let (value, pullback) = Network([]).valueWithPullback(of: x)
    #expect(value == x && Network([]).value(of: x) == x)
    #expect(pullback([2, 3]).0 == [2, 3] && pullback([2, 3]).1 == Network([]))
  }

  @Test("Both gradients are derivatives along random directions", arguments: 1...3)
  func pullback(seed: UInt64) {
    let x = [0.7, -0.3]
    let (input, parameters) = network.valueWithPullback(of: x).pullback([-1.5])
    let direction = RandomStream(seed: seed, purpose: "x").normals(0..<2)
    expectDerivative(input, along: direction, scale: 20) { t in
      -1.5 * network.value(of: moved(x, t, along: direction))[0]
    }
    let turned = network.direction(seed)
    expectDerivative(parameters.numbers, along: turned.numbers, scale: 20) { t in
      -1.5 * network.moved(t, along: turned).value(of: x)[0]
    }
    #expect(parameters.layers.map(\.matrix.rows) == [3, 2, 1])
  }

  @Test("Layer i of a random network draws from substream i")
  func random() {
    let noise = RandomStream(seed: 3, purpose: "network")
    let network = Network(inputs: 4, widths: [5, 2], activation: .relu, random: noise)
    #expect(
      network.layers == [
        Layer(inputs: 4, outputs: 5, activation: .relu, random: noise.substream(0)),
        Layer(inputs: 5, outputs: 2, activation: .relu, random: noise.substream(1)),
      ])
    #expect(Network(inputs: 4, widths: [], activation: .tanh, random: noise).layers.isEmpty)
  }
}
