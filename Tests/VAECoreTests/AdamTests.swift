import Testing
import VAECore
import Verification

@Suite("Adam: steps of about the learning rate, whatever the gradient's scale")
struct AdamTests {
  /// One parameter.
  struct Number: Parameters {
    var value: Double
    func combined(with other: Number, _ function: (Double, Double) -> Double) -> Number {
      Number(value: function(value, other.value))
    }
  }

  @Test(
    "Three steps by hand, at a gradient of 1 and at one as small as ε",
    arguments: [
      ([2.0, -1, 0.5], [0.0999999995000000025, 0.12663370329756864216, 0.16067661786105752817]),
      ([1e-8, 3e-8, -2e-8], [0.05, 0.11342103602960343919, 0.13105113884106022472]),
    ])
  func threeSteps(gradients: [Double], expected: [Double]) {
    var (number, adam) = (Number(value: 0), Adam<Number>(learningRate: 0.1))
    for (count, gradient) in gradients.enumerated() {
      adam.step(&number, along: Number(value: gradient))
      // Thirty roundings, of which 1 − β₂ᵗ magnifies one to 2⁻⁵³/(1 − β₂).
      #expect(abs(number.value - expected[count]) <= 1000 * 0x1p-53 * 0.2)
      #expect(adam.steps == count + 1)
    }
  }

  @Test("The default learning rate is 0.001, and a step goes up the gradient by it, from wherever the model is")
  func firstStep() {
    var (number, adam) = (Number(value: 5), Adam<Number>())
    #expect(adam.learningRate == 0.001 && adam.steps == 0)
    adam.step(&number, along: Number(value: -1e6))
    #expect(abs(number.value - 4.999) <= 4 * 0x1p-53 * 5 + 1e-15)
  }

  @Test("Every parameter has moments of its own")
  func parameters() {
    var layer = Layer(matrix: Matrix([[1, 2]]), bias: [3])
    var adam = Adam<Layer>(learningRate: 0.1)
    for _ in 0..<2 { adam.step(&layer, along: Layer(matrix: Matrix([[1, -1e3]]), bias: [0])) }
    // Two equal gradients g make two steps of α g/(|g| + ε).
    let (up, down) = (0.1 / (1 + 1e-8), 100 / (1000 + 1e-8))
    expectEqual(layer.numbers, [1 + 2 * up, 2 - 2 * down, 3], roundings: 1000, scale: 0.2)
    #expect(layer.bias == [3], "no gradient, no step")
  }
}
