import Arithmetic
import Testing
import Verification

@testable import VAECore

/// A full, non-symmetric W, d = 2, D = 3, s² = 0.3: no factor can hide.
struct LinearGaussianFixture {
  let model: LinearGaussian
  let observation = [1.5, -0.5, 0.75]
  let q: DiagonalGaussian

  init() throws {
    model = try LinearGaussian(
      matrix: Matrix([[1, 0.5], [-0.3, 2], [-1, 0.25]]), bias: [0.1, -0.2, 0.3], observationVariance: 0.3)
    q = try DiagonalGaussian(mean: [0.2, -0.1], standardDeviation: [0.6, 0.4])
  }

  init(_ golden: GoldenCase) throws {
    model = try LinearGaussian(
      matrix: Matrix(golden.matrix("W")), bias: golden.vector("b"), observationVariance: golden.scalar("s2"))
    q = try DiagonalGaussian(mean: golden.vector("muQ"), standardDeviation: golden.vector("sigmaQ"))
  }
}

@Suite("Equations (1) and (8) where the answers are known: the linear-Gaussian model")
struct LinearGaussianTests {
  @Test(
    "Marginal likelihood and posterior to the last digits",
    arguments: GoldenCase.cases("ppca", in: "golden-linear-gaussian"))
  func golden(golden: GoldenCase) throws {
    let model = try LinearGaussianFixture(golden).model
    let x = golden.vector("x")
    golden.expect("logMarginal", model.logMarginalLikelihood(of: x))
    for (index, value) in model.posteriorMean(of: x).enumerated() {
      golden.expect("postMean", value, component: index)
    }
    // M times the posterior's covariance is the identity.
    let d = model.latentDimension
    let covariance = Matrix(rows: d, columns: d, elements: golden.expects("postCov"))
    let product = model.posteriorPrecision.times(covariance)
    expectEqual(
      product.elements, Matrix.diagonal([Double](repeating: 1, count: d)).elements, roundings: 32, scale: 2)
  }

  @Test("The toy: log p(x) = −1.9209772316 at x = 1.5, posterior N(2/3, 1/9)")
  func toy() throws {
    let toy = try LinearGaussian(slope: 2, observationVariance: 0.5)
    #expect(abs(toy.logMarginalLikelihood(of: 1.5) - -1.9209772316) <= Tolerance.quoted(decimals: 10).value)
    let posterior = toy.posterior(of: 1.5)
    expectEqual(posterior.mean + posterior.standardDeviation, [2.0 / 3, 1.0 / 3], roundings: 16, scale: 1)
    #expect(abs(toy.logDensity(of: 1.5, given: 0.25) - toy.logDensity(of: [1.5], given: [0.25])) <= 4 * 0x1p-53)
  }

  @Test("The toy with a bias gives the same numbers as the model of one dimension")
  func toyWithBias() throws {
    let model = try LinearGaussian(matrix: Matrix([[2]]), bias: [0.75], observationVariance: 0.3)
    let density = try DiagonalGaussian(mean: [2 * -0.4 + 0.75], standardDeviation: [Double(0.3).squareRoot()])
    expectEqual([model.logDensity(of: 1.5, given: -0.4)], [density.logDensity(at: [1.5])], roundings: 20, scale: 8)
    let marginal = try DiagonalGaussian(mean: [0.75], standardDeviation: [Double(4.3).squareRoot()])
    expectEqual([model.logMarginalLikelihood(of: 1.5)], [marginal.logDensity(at: [1.5])], roundings: 30, scale: 4)
    #expect(model.logMarginalLikelihood(of: 1.5) == model.logMarginalLikelihood(of: [1.5]))
    #expect(model.posterior(of: 1.5) == model.bestDiagonalPosterior(of: [1.5]))
  }

  @Test("log p(x | z) is a diagonal Gaussian's density at W z + b with variance s²")
  func density() throws {
    let fixture = try LinearGaussianFixture()
    let z = [0.5, -2.0]
    let mean = zip(fixture.model.matrix.times(z), fixture.model.bias).map { $0 + $1 }
    let gaussian = try DiagonalGaussian(mean: mean, standardDeviation: [Double](repeating: 0.3.squareRoot(), count: 3))
    let got = fixture.model.logDensity(of: fixture.observation, given: z)
    expectEqual([got], [gaussian.logDensity(at: fixture.observation)], roundings: 60, scale: 40)
    let asDeviation = try DiagonalGaussian(mean: mean, standardDeviation: [0.3, 0.3, 0.3])
    #expect(abs(got - asDeviation.logDensity(at: fixture.observation)) > 1, "s² read as s is another number")
  }

  @Test("log p(x) is the logarithm of the integral of p(x | z) p(z) over the plane")
  func quadrature() throws {
    let fixture = try LinearGaussianFixture()
    let integral = Quadrature.planeIntegral(over: -10...10, intervals: 200) { s, t in
      exp(fixture.model.logDensity(of: fixture.observation, given: [s, t]) - 0.5 * (s * s + t * t) - 2 * halfLogTwoPi)
    }
    let logMarginal = fixture.model.logMarginalLikelihood(of: fixture.observation)
    #expect(abs(integral.value / exp(logMarginal) - 1) <= (integral.error + integral.rounding) / integral.value + 1e-14)
    #expect(integral.error < 1e-13 * integral.value)
  }

  @Test("Turning the latent axes leaves p(x), and decodes z as the model decodes R z")
  func rotated() throws {
    let fixture = try LinearGaussianFixture()
    let turned = try fixture.model.rotated(by: Matrix([[0.6, -0.8], [0.8, 0.6]]))
    let x = fixture.observation
    expectEqual(
      [turned.logMarginalLikelihood(of: x), turned.logDensity(of: x, given: [0.5, -2])],
      [fixture.model.logMarginalLikelihood(of: x), fixture.model.logDensity(of: x, given: [1.9, -0.8])],
      roundings: 100, scale: 40)
    #expect(turned.bias == fixture.model.bias && turned.observationVariance == 0.3)
  }

  @Test("Without a slope the posterior is the prior; with a huge variance too")
  func limits() throws {
    let none = try LinearGaussian(
      matrix: Matrix(rows: 3, columns: 2), bias: [0, 0, 0], observationVariance: 0.3)
    #expect(none.posteriorMean(of: [1, 2, 3]) == [0, 0])
    #expect(none.bestDiagonalPosterior(of: [1, 2, 3]) == .standard(dimension: 2))
    let fixture = try LinearGaussianFixture()
    let vague = try LinearGaussian(
      matrix: fixture.model.matrix, bias: fixture.model.bias, observationVariance: 1e18)
    #expect(vague.posteriorMean(of: fixture.observation).allSatisfy { abs($0) < 1e-16 })
  }

  @Test("Shapes and values outside the model's domain are refused, by name")
  func refusals() throws {
    let model = try LinearGaussianFixture().model
    let wrong = [
      Matrix([[1]]), Matrix([[1], [0]]), Matrix([[1, 0, 0], [0, 1, 0]]), Matrix([[1, 0.001], [0, 1]]),
      Matrix([[1, 0], [0, 1.001]]), Matrix([[1, 0], [0, .nan]]),
    ]
    for rotation in wrong {
      #expect(throws: InvalidInput.self) { try model.rotated(by: rotation) }
    }
    // Half of a number's digits: 2⁻²⁶ is allowed and anything above is not.
    #expect(throws: Never.self) { try model.rotated(by: Matrix([[1, 0x1p-26], [0, 1]])) }
    #expect(throws: InvalidInput.self) { try model.rotated(by: Matrix([[1, 0x1.001p-26], [0, 1]])) }
    func refused(_ matrix: Matrix, _ bias: [Double], _ variance: Double) -> String? {
      #expect(throws: InvalidInput.self) {
        try LinearGaussian(matrix: matrix, bias: bias, observationVariance: variance)
      }?.input
    }
    #expect(refused(Matrix([[1e200]]), [0], 1) == "signal to noise WᵀW/s²[0]")
    #expect(refused(Matrix([[1], [1]]), [0], 1) == "bias")
    #expect(refused(Matrix([[.nan]]), [0], 1) == "matrix[0]")
    #expect(refused(Matrix([[1]]), [.infinity], 1) == "bias[0]")
    for variance in [0, -1, .nan, .infinity] {
      #expect(refused(Matrix([[1]]), [0], variance) == "observation variance[0]")
    }
  }

  @Test("An observation of another dimension is a programming error")
  func wrongShape() async {
    await #expect(processExitsWith: .failure) {
      _ = try LinearGaussian(slope: 2, observationVariance: 0.5).logMarginalLikelihood(of: [1, 2])
    }
    // Two observed dimensions, one latent dimension.
    await #expect(processExitsWith: .failure) {
      let model = try LinearGaussian(matrix: Matrix([[1], [2]]), bias: [0, 0], observationVariance: 1)
      _ = model.logDensity(of: 1, given: 1)
    }
  }
}
