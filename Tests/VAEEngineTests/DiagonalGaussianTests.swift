import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equation (10): the density of a diagonal Gaussian")
struct DiagonalGaussianTests {
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
    "Dimensions add up, none is the empty sum, and shapes must agree",
    arguments: GoldenCase.cases("diagNormalLogPDF", in: "golden-probability"))
  func vectorDensity(golden: GoldenCase) throws {
    let (x, mean, deviation) = (golden.vector("x"), golden.vector("mu"), golden.vector("sigma"))
    if golden.accept != nil {
      #expect(throws: InvalidInput.self) {
        try DiagonalGaussian(mean: mean, standardDeviation: deviation).logDensity(at: x)
      }
    } else {
      golden.expect("logpdf", try DiagonalGaussian(mean: mean, standardDeviation: deviation).logDensity(at: x))
    }
  }

  @Test("A refusal names the input, what was expected, and what was found")
  func refusal() {
    let error = #expect(throws: InvalidInput.self) {
      try DiagonalGaussian(mean: [0, 1], standardDeviation: [1, -2])
    }
    #expect(error?.description == "standard deviation[1]: expected a finite number above 0, found -2.0")
  }

  @Test("The entropy is the mean of −log q(z), and not of −log p(z)")
  func entropyIsAnAverage() throws {
    let q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8])
    let sampling = MonteCarlo(samples: 200_000, noise: RandomStream(seed: 7, purpose: "entropy"))
    let mean = sampling.averages(dimension: 3, of: 1) { noise, values in
      let z = (0..<3).map { q.mean[$0] + q.standardDeviation[$0] * noise[$0] }
      values[0] = -((try? q.logDensity(at: z)) ?? .nan)
    }[0]
    // One sample has variance d/2: a 1 % error would be about 17 standard errors away.
    let standardError = (1.5 / 200_000).squareRoot()
    let z = try #require(mean.zScore(against: q.entropy, exactStandardError: standardError))
    #expect(abs(z) < 6.11)
    let wrong = try #require(mean.zScore(against: q.crossEntropyToStandard, exactStandardError: standardError))
    #expect(abs(wrong) > 6.11)
  }
}
