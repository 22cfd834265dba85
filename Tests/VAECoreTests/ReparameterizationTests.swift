import Arithmetic
import Testing
import Verification

@testable import VAECore

@Suite("Equation (19): the reparameterized gradient")
struct ReparameterizationTests {
  /// The pathwise gradient's mean and variance for a function of one dimension, by quadrature over the noise.
  private func pathwise(
    _ q: DiagonalGaussian, _ derivative: (Double) -> Double
  ) -> (mean: Double, deviation: Double, meanVariance: Double, deviationVariance: Double) {
    func average(_ value: (GaussianGradient) -> Double) -> Double {
      Quadrature.expectation { noise in
        let (z, pullback) = q.reparameterizedWithPullback(noise: [noise])
        return value(pullback([derivative(z[0])]))
      }.value
    }
    let (mean, deviation) = (average { $0.mean[0] }, average { $0.standardDeviation[0] })
    return (
      mean, deviation, average { ($0.mean[0] - mean).squared },
      average { ($0.standardDeviation[0] - deviation).squared }
    )
  }

  @Test(
    "For a quadratic, the gradient's mean and variance are the closed forms'",
    arguments: GoldenCase.cases("reparamQuadratic1D", in: "golden-probability"))
  func quadratic(golden: GoldenCase) throws {
    let (a, b) = (golden.scalar("a"), golden.scalar("b"))
    let q = try DiagonalGaussian(mean: [golden.scalar("mu")], standardDeviation: [golden.scalar("sigma")])
    let result = pathwise(q) { 2 * a * $0 + b }
    let got = [
      ("gradMu", result.mean), ("gradSigma", result.deviation), ("varReparamMu", result.meanVariance),
      ("varReparamSigma", result.deviationVariance),
    ]
    for (name, value) in got {
      let expected = try #require(golden.expects(name).first)
      // The trapezoid rule adds some 200 terms as large as the result's own scale.
      #expect(abs(value - expected) <= 400 * 0x1p-53 * max(1, abs(expected)), "\(golden.id) \(name)")
    }
  }

  @Test(
    "For an exponential, too: its gradient's mean is √e",
    arguments: GoldenCase.cases("reparamExp", in: "golden-probability"))
  func exponentialFunction(golden: GoldenCase) throws {
    let q = try DiagonalGaussian(mean: [golden.scalar("mu")], standardDeviation: [golden.scalar("sigma")])
    let result = pathwise(q) { exp($0) }
    let got = [("gradMu", result.mean), ("gradSigma", result.deviation), ("varReparamMu", result.meanVariance)]
    for (name, value) in got {
      let expected = try #require(golden.expects(name).first)
      #expect(abs(value - expected) <= 400 * 0x1p-53 * max(1, abs(expected)), "\(name)")
    }
  }

  @Test(
    "In several dimensions each coordinate has its own noise",
    arguments: GoldenCase.cases("reparamQuadraticND", in: "golden-probability"))
  func severalDimensions(golden: GoldenCase) throws {
    let (a, b) = (Matrix(golden.matrix("A")), golden.vector("b"))
    let q = try DiagonalGaussian(mean: golden.vector("mu"), standardDeviation: golden.vector("sigma"))
    let d = q.dimension
    var sum = GaussianGradient(mean: b.map { _ in 0 }, standardDeviation: b.map { _ in 0 })
    // f is quadratic, so two antithetic draws on each axis, √d apart from the mean, integrate its gradient exactly.
    for axis in 0..<d {
      for sign in [-1.0, 1] {
        let noise = (0..<d).map { $0 == axis ? sign * Double(d).squareRoot() : 0 }
        let (z, pullback) = q.reparameterizedWithPullback(noise: noise)
        // (A + Aᵀ) z + b is the gradient of zᵀAz + bᵀz.
        sum = sum + pullback(zip(zip(a.times(z), a.transposedTimes(z)), b).map { $0.0 + $0.1 + $1 })
      }
    }
    let count = Double(2 * d)
    expectEqual(sum.mean.map { $0 / count }, golden.expects("gradMu"), roundings: 64, scale: 8)
    expectEqual(sum.standardDeviation.map { $0 / count }, golden.expects("gradSigma"), roundings: 64, scale: 8)
  }

  @Test("⟨J v, w⟩ = ⟨v, Jᵀ w⟩ at σ = 0.2 and 5, exactly")
  func transpose() throws {
    let q = try DiagonalGaussian(mean: [0.5, -1], standardDeviation: [0.2, 5])
    let (noise, weights) = ([0.75, -1.5], [2.0, -0.5])
    let (draw, pullback) = q.reparameterizedWithPullback(noise: noise)
    #expect(draw == [0.5 + 0.2 * 0.75, -1 + 5 * -1.5] && draw == q.reparameterized(noise: noise))
    // z moves by v_μ + v_σ ⊙ ε.
    let (ofMean, ofDeviation) = ([0.25, 3], [-1.5, 0.5])
    let pushed = dot(weights, (0..<2).map { ofMean[$0] + ofDeviation[$0] * noise[$0] })
    let gradient = pullback(weights)
    #expect(dot(gradient.mean, ofMean) + dot(gradient.standardDeviation, ofDeviation) == pushed)
  }

  @Test("For an encoder that gives log σ², the gradient is ½ σ ∂/∂σ")
  func logVariance() throws {
    let q = try DiagonalGaussian(mean: [0, 0], standardDeviation: [0.25, 4])
    let gradient = GaussianGradient(mean: [1, 2], standardDeviation: [3, -5])
    #expect(gradient.logVariance(of: q) == [0.375, -10])
  }
}
