import Testing
import VAECore
import VAEEngine

@Suite("Activations over whole buffers")
struct ActivationTests {
  /// No multiple of a vector's width, from deep in one tail to deep in the other.
  private let input = Batch(rows: 1, columns: 2051, elements: (0..<2051).map { 0.02 * Double($0) - 20.5 })

  @Test("Every element is the function's value, within 8 ulp", arguments: Activation.allCases)
  func values(activation: Activation) {
    let output = activation.value(of: input)
    for (x, y) in zip(input.elements, output.elements) {
      let expected = activation.value(at: x)
      #expect(abs(y - expected) <= 8 * expected.ulp, "\(activation) at \(x): \(y), not \(expected)")
    }
  }

  @Test("Single precision agrees with double precision to 8 of its ulps", arguments: Activation.allCases)
  func singlePrecision(activation: Activation) {
    let single = Batch(rows: 1, columns: input.columns, elements: input.elements.map { Float($0) })
    let double = Batch(rows: 1, columns: input.columns, elements: single.elements.map(Double.init))
    let expected = activation.value(of: double).elements.map { Float($0) }
    for (y, z) in zip(activation.value(of: single).elements, expected) { #expect(abs(y - z) <= 8 * z.ulp) }
  }

  @Test("The slope of softplus survives deep in the left tail, where 1 − e⁻ʸ cancels")
  func tail() throws {
    let deep = Batch(rows: 1, columns: 1, elements: [-30.0])
    let one = Batch(rows: 1, columns: 1, elements: [1.0])
    let slope = try Activation.softplus.pullback(of: one, output: Activation.softplus.value(of: deep))[0, 0]
    let expected = Activation.sigmoid.value(at: -30)
    #expect(abs(slope - expected) <= 8 * expected.ulp)
  }

  @Test("A value that is not a number stays one", arguments: Activation.allCases)
  func notANumber(activation: Activation) {
    #expect(activation.value(of: Batch(rows: 1, columns: 1, elements: [Double.nan]))[0, 0].isNaN)
  }
}
