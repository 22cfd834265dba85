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

  @Test("Value and tolerance by hand: a line, a cubic, a constant")
  func byHand() {
    // For a t + c t³ the central difference is a + c h². The extrapolation removes c h², and c h²/16 is allowed.
    for (slope, coefficient, words) in [
      (3.0, 5.0, "1e-2"), (3, 4096, "1e1"), (3, -450_000, "1e3"), (3, 389, "1e-1"), (0, 0x1p-46, "1e-17"),
    ] {
      let cubic = DirectionalDerivative(step: 0x1p-4, scale: 0) { slope * $0 + coefficient * $0 * $0 * $0 }
      #expect(cubic.value == slope && cubic.tolerance.value == abs(coefficient) * 0x1p-12)
      #expect(
        cubic.tolerance.derivation == "central differences at steps 0.0625 and half of it, extrapolated: "
          + "truncation below \(words), over rounding 0.0")
    }
    // Where both parts are equal, both are named.
    let equal = DirectionalDerivative(step: 0x1p-4, scale: 0x1p31) { $0 * $0 * $0 }
    #expect(equal.tolerance.value == 0x1p-11 && equal.tolerance.derivation.contains("truncation below 1e-3, over"))
    // A constant leaves only the rounding, 64 · 2⁻⁵³ of the scale over the step, 2⁻¹⁰ by default.
    let constant = DirectionalDerivative(scale: -2) { _ in 7 }
    #expect(constant.value == 0 && constant.tolerance.value == 0x1p-36)
    #expect(constant.tolerance.derivation.hasSuffix("extrapolated: truncation below rounding 1.46e-11"))
  }

  @Test("A function that is not finite has neither a derivative nor a tolerance")
  func notFinite() {
    let nowhere = DirectionalDerivative(scale: 1) { _ in .infinity }
    #expect(nowhere.value.isNaN && nowhere.tolerance.value.isNaN)
    let pole = DirectionalDerivative(scale: 1) { $0 < -0x1p-11 ? -.infinity : 1 }
    #expect(!pole.value.isFinite && pole.tolerance.value == .infinity)
  }

  @Test("A gradient that is wrong by a part in a thousand is caught")
  func wrongGradient() {
    let result = DirectionalDerivative(scale: 1) { sin(2 * $0) }
    #expect(abs(result.value - 2 * 1.001) > result.tolerance.value)
  }
}
