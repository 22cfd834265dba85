import Arithmetic
import Testing
import VAECore

@Suite("Integrals by the trapezoid rule")
struct QuadratureTests {
  private let pi = Double.pi

  @Test("A Gaussian's mass and moments to rounding")
  func gaussian() {
    for (power, expected) in [(0.0, 1.0), (2, 1), (4, 3), (6, 15)] {
      let result = Quadrature.expectation { pow($0, power) }
      // 481 terms up to a fifteenth of their sum, plus the exponential's own rounding.
      #expect(abs(result.value - expected) <= 500 * 0x1p-53 * expected)
      #expect(result.error <= 500 * 0x1p-53 * expected)
      #expect(result.rounding > 0 && result.rounding < 500 * 0x1p-53 * expected)
    }
  }

  @Test("An expectation under N(μ, σ²): mean μ, second moment μ² + σ²")
  func shifted() {
    let first = Quadrature.expectation(mean: -0.75, standardDeviation: 2.5) { $0 }
    let second = Quadrature.expectation(mean: -0.75, standardDeviation: 2.5) { $0 * $0 }
    #expect(abs(first.value - -0.75) <= 500 * 0x1p-53 * 2.5)
    #expect(abs(second.value - 6.8125) <= 500 * 0x1p-53 * 6.8125)
  }

  @Test("A sum by hand: four intervals of 1 − t²/9 over −2 … 4")
  func byHand() {
    // Points −2, −0.5, 1, 2.5, 4 with values 5/9, 35/36, 8/9, 11/36, −7/9: sum 70/36, every second 24/36.
    let result = Quadrature.integral(over: -2...4, intervals: 4) { 1 - $0 * $0 / 9 }
    #expect(abs(result.value - 1.5 * 70 / 36) <= 16 * 0x1p-53)
    // The change on halving |3·70/72 − 3·24/36|, and 6 · (5/9 + 7/9) for the ends.
    #expect(abs(result.error - (33.0 / 36 + 8)) <= 64 * 0x1p-53)
    // 13 roundings of 1.5 · Σ |values| = 1.5 · 126/36.
    #expect(abs(result.rounding - 13 * 0x1p-53 * 5.25) <= 1e-12 * result.rounding)
  }

  @Test("A sum over the plane by hand: two intervals of 1 + s + 2t over 0 … 2 on each side")
  func planeByHand() {
    let result = Quadrature.planeIntegral(over: 0...2, intervals: 2) { s, t in 1 + s + 2 * t }
    // Nine points sum to 9 + 9 + 18 = 36; every second row and column, 1 + 3 + 5 + 7 = 16, four times as wide each.
    #expect(result.value == 36)
    // |36 − 64|, and width · step · the border's sum 36 − 4.
    #expect(result.error == 28 + 2 * 32)
    #expect(result.rounding == 2 * 11 * 0x1p-53 * 36)
    let negative = Quadrature.planeIntegral(over: 0...2, intervals: 2) { s, t in -1 - s - 2 * t }
    #expect(negative.value == -36 && negative.error == result.error && negative.rounding == result.rounding)
  }

  @Test("Too few points are wrong, and the error says so")
  func tooFew() {
    let result = Quadrature.integral(intervals: 8) { exp(-0.5 * $0 * $0) }
    #expect(abs(result.value - (2 * pi).squareRoot()) > 0.1)
    #expect(result.error > 0.1)
  }

  @Test("A Gaussian's error is the Fourier transform at 2π/h: 2 exp(−2π²/h²) for the first of its terms")
  func convergence() {
    for intervals in [12, 16, 20] {
      let step = 24 / Double(intervals)
      let ratio = Quadrature.integral(intervals: intervals) { exp(-0.5 * $0 * $0) }.value / (2 * pi).squareRoot()
      let first = 2 * exp(-2 * pi * pi / (step * step))
      let second = 2 * exp(-8 * pi * pi / (step * step))
      #expect(abs(ratio - 1 - first) <= 2 * second + 40 * 0x1p-53)
    }
  }

  @Test("A range that cuts the integrand off shows in the error, and a wide one is not blamed")
  func cutOff() {
    let result = Quadrature.integral(over: -2...2) { exp(-0.5 * $0 * $0) }
    let error = abs(result.value - (2 * pi).squareRoot())
    #expect(error > 0.1 && result.error > error)
    let plane = Quadrature.planeIntegral(over: -2...2) { exp(-0.5 * ($0 * $0 + $1 * $1)) }
    #expect(plane.error > abs(plane.value - 2 * pi))
    #expect(Quadrature.integral { exp(-0.5 * $0 * $0) }.error < 1e-12)
  }

  @Test("The error covers the truth for a slower integrand, at any number of points", arguments: [8, 20, 60, 200])
  func honest(intervals: Int) {
    // ∫ dt / cosh t = π: analytic in a strip of half-width π/2 only.
    let result = Quadrature.integral(over: -40...40, intervals: intervals) { 2 / (exp($0) + exp(-$0)) }
    #expect(abs(result.value - pi) <= result.error + result.rounding)
  }

  @Test("The plane: an unequal, tilted Gaussian")
  func plane() {
    let result = Quadrature.planeIntegral { s, t in exp(-0.5 * (2 * s * s - 2 * s * t + 3 * t * t)) }
    // 2π/√det of the precision (2, −1; −1, 3).
    let expected = 2 * pi / 5.0.squareRoot()
    #expect(abs(result.value - expected) <= 1000 * 0x1p-53 * expected)
    #expect(result.error <= 1000 * 0x1p-53 * expected)
  }

  @Test("NaN propagates")
  func notANumber() {
    #expect(Quadrature.integral { _ in .nan }.value.isNaN)
    #expect(Quadrature.planeIntegral(intervals: 2) { s, t in s == 0 && t == 0 ? .nan : 0 }.value.isNaN)
  }

  @Test("The bent toy: log p = −2.169328, and the best Gaussian's bound is −2.881024")
  func bentToy() {
    func logJoint(_ z: Double) -> Double {
      let residual = 2 - z * z
      return -0.5 * z * z - log(2 * pi) - 0.5 * log(0.25) - 2 * residual * residual
    }
    #expect(abs(log(Quadrature.integral { exp(logJoint($0)) }.value) - -2.169328) <= 5e-7)
    let (mean, deviation) = (1.33, 0.188)
    let negativeEnergy = Quadrature.expectation(mean: mean, standardDeviation: deviation, logJoint).value
    let bound = negativeEnergy + 0.5 * log(2 * pi) + 0.5 + log(deviation)
    // The maximum is flat: parameters to four digits give the bound to six.
    #expect(abs(bound - -2.881024) <= 1e-6)
  }

  @Test("An odd number of intervals is a programming error")
  func odd() async {
    await #expect(processExitsWith: .failure) { _ = Quadrature.integral(intervals: 3) { $0 } }
  }
}
