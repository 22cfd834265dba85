import Arithmetic
import Testing
import VAECore
import Verification

@Suite("Equation (10): the density of a diagonal Gaussian")
struct DiagonalGaussianTests {
  private let q: DiagonalGaussian

  init() throws { q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.2, 5, 0.8]) }

  @Test(
    "The log-density is exact to the last digits, in tails, at tiny and huge deviations",
    arguments: GoldenCase.cases("normalLogPDF", in: "golden-probability"))
  func scalarDensity(golden: GoldenCase) throws {
    let (x, mean, deviation) = (golden.scalar("x"), golden.scalar("mu"), golden.scalar("sigma"))
    if golden.accept != nil {
      #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: [mean], standardDeviation: [deviation]) }
    } else {
      let density = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation]).logDensity(at: [x])
      golden.expect("logpdf", density)
    }
  }

  @Test(
    "Dimensions add up, no dimension is the empty sum, and counts must agree",
    arguments: GoldenCase.cases("diagNormalLogPDF", in: "golden-probability"))
  func vectorDensity(golden: GoldenCase) throws {
    let (x, mean, deviation) = (golden.vector("x"), golden.vector("mu"), golden.vector("sigma"))
    if golden.accept != nil {
      #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: mean, standardDeviation: deviation) }
    } else {
      golden.expect("logpdf", try DiagonalGaussian(mean: mean, standardDeviation: deviation).logDensity(at: x))
    }
  }

  @Test("A density integrates to 1, and its logarithm to minus the entropy")
  func mass() throws {
    for deviation in [0.2, 1, 5] {
      let one = try DiagonalGaussian(mean: [0.5], standardDeviation: [deviation])
      let range = 0.5 - 12 * deviation...0.5 + 12 * deviation
      let mass = Quadrature.integral(over: range) { exp(one.logDensity(at: [$0])) }
      #expect(abs(mass.value - 1) <= mass.error + mass.rounding)
      let entropy = Quadrature.integral(over: range) { -exp(one.logDensity(at: [$0])) * one.logDensity(at: [$0]) }
      #expect(abs(entropy.value - one.entropy) <= entropy.error + 4 * entropy.rounding)
    }
  }

  @Test("The log-variance is 2 log σ, and a Gaussian made of it is the same")
  func logVariance() throws {
    #expect(q.logVariance == q.standardDeviation.map { 2 * log($0) })
    let again = try DiagonalGaussian(mean: q.mean, logVariance: q.logVariance)
    #expect(again.logVariance == q.logVariance && again.dimension == 3)
    for (a, b) in zip(again.standardDeviation, q.standardDeviation) { #expect(abs(a / b - 1) <= 8 * 0x1p-53) }
    #expect(DiagonalGaussian.standard(dimension: 2).standardDeviation == [1, 1])
  }

  @Test("A refusal names the input, what was expected, and what was found")
  func refusals() {
    let error = #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: [0, 1], standardDeviation: [1, -2]) }
    #expect(error?.description == "standard deviation[1]: expected a finite number above 0, found -2.0")
    let count = #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: [0, 1], logVariance: [1]) }
    #expect(count?.description == "log-variance: expected 2 values, as many as the mean, found 1")
    let mean = #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: [.infinity], standardDeviation: [1]) }
    #expect(mean?.description == "mean[0]: expected a finite number, found inf")
    for logVariance in [Double.nan, .infinity, -1500, 1500] {
      #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: [0], logVariance: [logVariance]) }
    }
  }

  @Test("The log-density at a draw of another Gaussian is a quadratic function of the noise")
  func atDraw() throws {
    let other = try DiagonalGaussian(mean: [0.1, 0.3, -1], standardDeviation: [0.7, 2, 1.5])
    let function = q.logDensity(atDrawOf: other)
    for seed in 1...5 {
      let noise = RandomStream(seed: UInt64(seed), purpose: "noise").normals(0..<3)
      let value = function.constant + dot(function.linear, noise) + dot(noise, function.square.times(noise))
      expectEqual([value], [q.logDensity(at: other.reparameterized(noise: noise))], roundings: 100, scale: 200)
    }
    // Under its own draws the mean is minus the entropy.
    expectEqual([q.logDensity(atDrawOf: q).mean], [-q.entropy], roundings: 40, scale: 4)
  }

  @Test("The entropy is the mean of −log q(z), and the cross-entropy that of −log p(z)")
  func entropies() throws {
    let count = 200_000
    let standard = DiagonalGaussian.standard(dimension: 3)
    let sampling = MonteCarlo(samples: count, noise: RandomStream(seed: 7, purpose: "entropy"))
    let estimates = sampling.averages(dimension: 3, of: 2) { noise, values in
      let z = q.reparameterized(noise: noise)
      (values[0], values[1]) = (-q.logDensity(at: z), -standard.logDensity(at: z))
    }
    // One sample of −log q has variance d/2: a 1 % error would be about 17 standard errors away.
    let standardError = (1.5 / Double(count)).squareRoot()
    expectMean(estimates[0], is: q.entropy, not: 1.01 * q.entropy, standardError: standardError)
    let ofCross = standard.logDensity(atDrawOf: q).standardError(samples: count)
    expectMean(estimates[1], is: q.crossEntropyToStandard, not: q.entropy, standardError: ofCross)
  }
}
