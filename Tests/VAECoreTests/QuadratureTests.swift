import Foundation
import Testing
import VAECore

@Suite("Integrals by the trapezoid rule")
struct QuadratureTests {
  @Test("A Gaussian's mass and moments to rounding")
  func gaussian() {
    for (power, expected) in [(0.0, 1.0), (2, 1), (4, 3), (6, 15)] {
      let result = Quadrature.expectation { pow($0, power) }
      // 481 terms up to a fifteenth of their sum, plus the exponential's own rounding.
      #expect(abs(result.value - expected) <= 500 * 0x1p-53 * expected)
      #expect(result.error <= 500 * 0x1p-53 * expected)
    }
  }

  @Test("Too few points are wrong, and the error says so")
  func tooFew() {
    let result = Quadrature.integral(intervals: 8) { exp(-0.5 * $0 * $0) }
    #expect(abs(result.value - (2 * Double.pi).squareRoot()) > 0.1)
    #expect(result.error > 0.1)
  }

  @Test("The plane: an unequal, tilted Gaussian")
  func plane() {
    let result = Quadrature.planeIntegral { s, t in exp(-0.5 * (2 * s * s - 2 * s * t + 3 * t * t)) }
    // 2π/√det of the precision (2, −1; −1, 3).
    let expected = 2 * Double.pi / 5.0.squareRoot()
    #expect(abs(result.value - expected) <= 1000 * 0x1p-53 * expected)
    #expect(result.error <= 1000 * 0x1p-53 * expected)
  }

  @Test("Integrands that underflow are integrated by their logarithms")
  func logarithm() {
    let result = Quadrature.logIntegral { -0.5 * $0 * $0 - 2000 }
    #expect(abs(result.value - (0.5 * log(2 * Double.pi) - 2000)) <= 8 * 0x1p-42)
  }

  @Test("The bent toy: log p = −2.169328, and the best Gaussian's bound is −2.881024")
  func bentToy() {
    func logJoint(_ z: Double) -> Double {
      let residual = 2 - z * z
      return -0.5 * z * z - log(2 * Double.pi) - 0.5 * log(0.25) - 2 * residual * residual
    }
    #expect(abs(Quadrature.logIntegral(logJoint).value - -2.169328) <= 5e-7)
    let (mean, deviation) = (1.33, 0.188)
    let bound =
      Quadrature.expectation(mean: mean, standardDeviation: deviation, logJoint).value
      + 0.5 * log(2 * Double.pi) + 0.5 + log(deviation)
    // The maximum is flat: parameters to four digits give the bound to six.
    #expect(abs(bound - -2.881024) <= 1e-6)
  }
}
