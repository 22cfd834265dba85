import Foundation
import Testing
import VAECore
import VAEEngine

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

  @Test("A Gaussian's error is the Fourier transform at 2π/h: 2 exp(−2π²/h²) for the first of its terms")
  func convergence() {
    for intervals in [12, 16, 20] {
      let step = 24 / Double(intervals)
      let error =
        Quadrature.integral(intervals: intervals) { exp(-0.5 * $0 * $0) }.value / (2 * Double.pi).squareRoot() - 1
      let (first, second) = (
        2 * exp(-2 * Double.pi * Double.pi / (step * step)), 2 * exp(-8 * Double.pi * Double.pi / (step * step))
      )
      #expect(abs(error - first) <= 2 * second + 40 * 0x1p-53)
    }
  }

  @Test("A range that cuts the integrand off is seen in the tolerance")
  func cutOff() {
    let result = Quadrature.integral(over: -2...2) { exp(-0.5 * $0 * $0) }
    let error = abs(result.value - (2 * Double.pi).squareRoot())
    #expect(error > 0.1)
    #expect(result.tolerance.value > error)
    let logarithm = Quadrature.logIntegral(over: -2...2) { -0.5 * $0 * $0 }
    #expect(logarithm.tolerance.value > abs(logarithm.value - 0.5 * log(2 * Double.pi)))
    let plane = Quadrature.planeIntegral(over: -2...2) { exp(-0.5 * ($0 * $0 + $1 * $1)) }
    #expect(plane.tolerance.value > abs(plane.value - 2 * Double.pi))
    let logPlane = Quadrature.logPlaneIntegral(over: -2...2) { -0.5 * ($0 * $0 + $1 * $1) }
    #expect(logPlane.tolerance.value > abs(logPlane.value - log(2 * Double.pi)))
    #expect(Quadrature.integral { exp(-0.5 * $0 * $0) }.tolerance.value < 1e-12, "and a wide one is not blamed")
  }

  @Test("The tolerance covers the truth for a slower integrand, at any number of points", arguments: [8, 20, 60, 200])
  func honest(intervals: Int) {
    // ∫ dt / cosh t = π: analytic in a strip of half-width π/2 only.
    let result = Quadrature.integral(over: -40...40, intervals: intervals) { 1 / cosh($0) }
    #expect(abs(result.value - Double.pi) <= result.tolerance.value)
  }

  @Test("The plane: an unequal, tilted Gaussian")
  func plane() {
    let result = Quadrature.planeIntegral { s, t in exp(-0.5 * (2 * s * s - 2 * s * t + 3 * t * t)) }
    // 2π/√det of the precision (2, −1; −1, 3).
    let expected = 2 * Double.pi / 5.0.squareRoot()
    #expect(abs(result.value - expected) <= 1000 * 0x1p-53 * expected)
    #expect(result.error <= 1000 * 0x1p-53 * expected)
  }

  @Test("The plane, by logarithms, for an integrand that underflows")
  func logarithmInThePlane() {
    let result = Quadrature.logPlaneIntegral { s, t in -0.5 * (2 * s * s - 2 * s * t + 3 * t * t) - 2000 }
    #expect(abs(result.value - (log(2 * Double.pi / 5.0.squareRoot()) - 2000)) <= result.tolerance.value)
    #expect(result.tolerance.value < 1e-11)
  }

  @Test("An integrand that is 0 everywhere has the logarithm −∞; NaN propagates")
  func special() {
    #expect(Quadrature.logIntegral { _ in -.infinity } == Quadrature.Result(value: -.infinity, error: 0))
    #expect(Quadrature.logPlaneIntegral { _, _ in -.infinity }.value == -.infinity)
    #expect(Quadrature.integral { _ in .nan }.tolerance.value.isNaN)
    #expect(Quadrature.logIntegral { $0 == 0 ? .nan : -$0 * $0 }.value.isNaN)
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
