import Foundation
import Testing
import Verification

@Suite("A derivative along a direction")
struct DirectionalDerivativeTests {
  @Test("Its tolerance covers its error, for smooth functions of several scales")
  func tolerance() {
    let cases: [(scale: Double, function: (Double) -> Double, derivative: Double)] = [
      (1, { sin($0) }, 1), (1, { exp($0) }, 1), (1e6, { 1e6 * exp(3 * $0) }, 3e6), (8, { $0 * $0 * $0 + 2 * $0 }, 2),
    ]
    for (scale, function, derivative) in cases {
      let result = DirectionalDerivative(scale: scale, of: function)
      #expect(abs(result.value - derivative) <= result.tolerance.value)
      #expect(result.tolerance.value < 1e-6 * max(1, abs(derivative)), "a tolerance that sees a part in a million")
    }
  }

  @Test("A gradient that is wrong by a part in a thousand is caught")
  func wrongGradient() {
    let result = DirectionalDerivative(scale: 1) { sin(2 * $0) }
    #expect(abs(result.value - 2 * 1.001) > result.tolerance.value)
  }
}
