import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equation (9): the divergence by samples")
struct SampledDivergenceTests {
  let q: DiagonalGaussian

  init() throws { q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8]) }

  private func sampled(_ samples: Int, seed: UInt64, threads: Int = 2) -> MonteCarloEstimate {
    q.sampledDivergenceFromStandard(
      MonteCarlo(samples: samples, noise: RandomStream(seed: seed, purpose: "test")), threads: Threads(threads))
  }

  @Test("Samples average the closed form, within its exact standard error, and not 1.01 times it", arguments: 1...8)
  func unbiased(seed: UInt64) throws {
    let estimate = sampled(1_000_000, seed: seed)
    let standardError = (q.logRatioToStandard.variance / 1_000_000).squareRoot()
    let divergence = q.divergenceFromStandard()
    let z = try #require(estimate.zScore(against: divergence, exactStandardError: standardError))
    #expect(abs(z) < 6.11)
    let wrong = try #require(estimate.zScore(against: 1.01 * divergence, exactStandardError: standardError))
    #expect(abs(wrong) > 6.11)
  }

  @Test("The variance of one sample is 6.0926 at the book's example, and the samples have it")
  func variance() throws {
    #expect(abs(q.logRatioToStandard.variance - 6.0926) <= 0.00005)
    let measured = try #require(sampled(1_000_000, seed: 3).variance)
    // The log-ratio's fourth central moment is below 200, so the variance's standard error is below 0.013.
    #expect(abs(measured - q.logRatioToStandard.variance) < 6.11 * 0.013)
  }

  @Test("The bits do not depend on the number of threads", arguments: [1, 2, 3, 4, 8])
  func threads(count: Int) {
    #expect(sampled(300_001, seed: 5, threads: count) == sampled(300_001, seed: 5, threads: 1))
  }

  @Test(
    "A number of samples just below, at or just above whole blocks and parts gives the core's estimate",
    arguments: [1, 7, 8, 9, 1023, 1024, 1025, 16_383, 16_384, 16_385, 32_768])
  func counts(samples: Int) throws {
    let sampling = MonteCarlo(samples: samples, noise: RandomStream(seed: 2, purpose: "test"))
    let (got, expected) = (sampled(samples, seed: 2), q.sampledDivergenceFromStandard(sampling))
    #expect(got.count == samples)
    // A sample too many or too few would show in the fourth decimal.
    #expect(abs(got.mean - expected.mean) <= 1e-9)
    #expect(abs((got.variance ?? 0) - (expected.variance ?? 0)) <= 1e-9)
  }

  @Test("Seventeen dimensions use the vector loop and its remainder")
  func remainder() throws {
    let wide = try DiagonalGaussian(
      mean: (0..<17).map { Double($0) / 10 - 1 }, standardDeviation: (0..<17).map { 0.5 + Double($0) / 20 })
    let noise = RandomStream(seed: 11, purpose: "wide")
    let estimate = wide.sampledDivergenceFromStandard(MonteCarlo(samples: 3, noise: noise), threads: Threads(1))
    let ratios = (0..<3).map { sample in
      let draws = noise.normals(sample * 17..<(sample + 1) * 17)
      let z = wide.reparameterized(noise: draws)
      return wide.logDensity(at: z) - DiagonalGaussian.standard(dimension: 17).logDensity(at: z)
    }
    // Seventeen dimensions of terms up to 40, a dozen roundings each, on both sides.
    let tolerance = Tolerance.rounding(operations: 2 * 17 * 12, scale: 40).value
    let mean: Double = ratios.reduce(0, +) / 3
    #expect(abs(estimate.mean - mean) <= tolerance)
  }
}
