import Arithmetic
import Testing
import VAECore
import Verification

@Suite("A quadratic function of noise: its mean, its variance and its fourth cumulant")
struct QuadraticOfNoiseTests {
  /// A full A, and no coefficient that is 0 or 1.
  private let function = QuadraticOfNoise(
    constant: 0.7, linear: [0.4, -1.2], square: Matrix([[0.3, -0.55], [-0.55, 0.2]]))

  private func value(_ f: QuadraticOfNoise, _ e: [Double]) -> Double {
    f.constant + dot(f.linear, e) + dot(e, f.square.times(e))
  }

  /// E g(f(ε)) over the plane.
  private func expectation(_ g: (Double) -> Double) -> Quadrature.Result {
    Quadrature.planeIntegral(over: -12...12, intervals: 96) { s, t in
      g(value(function, [s, t])) * exp(-0.5 * (s * s + t * t) - 2 * halfLogTwoPi)
    }
  }

  @Test("Each moment agrees with quadrature over the plane")
  func moments() {
    let mean = expectation { $0 }
    #expect(abs(function.mean - mean.value) <= mean.error + mean.rounding)
    #expect(function.mean == 0.7 + 0.3 + 0.2)
    let variance = expectation { ($0 - function.mean).squared }
    #expect(abs(function.variance - variance.value) <= variance.error + variance.rounding)
    let fourth = expectation { ($0 - function.mean).squared.squared }
    // The variance of (f − E f)² is E (f − E f)⁴ − (Var f)² = κ₄ + 2 (Var f)².
    let squaredError = function.standardErrorOfVariance(samples: 50).squared * 50
    // A root and its square add two roundings of the number itself.
    let tolerance = fourth.error + fourth.rounding + 8 * 0x1p-53 * squaredError
    #expect(abs(squaredError - (fourth.value - variance.value.squared)) <= tolerance)
    #expect(max(mean.error, variance.error, fourth.error) < 1e-12)
  }

  @Test("Sample means and sample variances scatter as they should", arguments: 1...3)
  func samples(seed: UInt64) throws {
    let count = 100_000
    let sampling = MonteCarlo(samples: count, noise: RandomStream(seed: seed, purpose: "quadratic"))
    let estimate = sampling.averages(dimension: 2, of: 1) { noise, values in values[0] = value(function, noise) }[0]
    let standardError = function.standardError(samples: count)
    #expect(abs(standardError.squared * Double(count) - function.variance) <= 8 * 0x1p-53 * function.variance)
    expectMean(estimate, is: function.mean, not: function.mean - 0.5, standardError: standardError)
    let ofVariance = MonteCarloEstimate([try #require(estimate.variance)])
    expectMean(
      ofVariance, is: function.variance, not: 1.1 * function.variance,
      standardError: function.standardErrorOfVariance(samples: count))
  }

  @Test("ε² has mean 1, variance 2 and κ₄ = 48, and c + b ε + a ε² has its three numbers")
  func oneNormal() {
    let square = QuadraticOfNoise(square: Matrix([[1]]))
    #expect(square.mean == 1 && square.variance == 2 && square.constant == 0 && square.linear == [0])
    #expect(square.standardErrorOfVariance(samples: 14) == 2, "√((48 + 2 · 4)/14)")
    #expect(square.standardError(samples: 8) == 0.5)
    let one = QuadraticOfNoise(constant: 1, linear: 2, square: 3)
    #expect(one == QuadraticOfNoise(constant: 1, linear: [2], square: Matrix([[3]])))
    #expect(one.mean == 4 && one.variance == 4 + 18)
  }

  @Test("Sums, differences and multiples are those of the values")
  func algebra() {
    let other = QuadraticOfNoise(constant: -0.25, linear: [1.5, 0.5], square: Matrix([[1, 0.75], [0.75, -2]]))
    let noise = [0.5, -1.25]
    let (f, g) = (value(function, noise), value(other, noise))
    let got = [value(function + other, noise), value(function - other, noise), value(-2.5 * function, noise)]
    expectEqual(got, [f + g, f - g, -2.5 * f], roundings: 40, scale: 8)
  }

  @Test("The value by hand: 5 + ε₁ − 2 ε₂ + 2 ε₁² + 6 ε₁ ε₂ − ε₂², and without b and c only the last three")
  func value() {
    let square = Matrix([[2, 3], [3, -1]])
    #expect(QuadraticOfNoise(constant: 5, linear: [1, -2], square: square).value(at: [0.5, -4]) == -14)
    #expect(QuadraticOfNoise(square: square).value(at: [0.5, -4]) == -27.5)
    #expect(QuadraticOfNoise(constant: 5, linear: 2, square: -3).value(at: [2]) == -3)
  }

  @Test("A function without variance has the standard error of its rounding, 2¹⁴ · 2⁻⁵³ of its mean")
  func rounding() {
    let constant = QuadraticOfNoise(constant: -5, square: Matrix([[0]]))
    #expect(constant.standardError(samples: 100) == 5 * 0x1p-39)
  }

  @Test("Shapes that do not fit are a programming error")
  func shapes() async {
    await #expect(processExitsWith: .failure) { _ = QuadraticOfNoise(linear: [1, 2], square: Matrix([[1]])) }
    await #expect(processExitsWith: .failure) { _ = QuadraticOfNoise(square: Matrix([[1, 2]])) }
  }
}
