import Testing
import VAECore
import Verification

@Suite("The checkers catch what they are for")
struct CheckersTests {
  /// A claim that draws of a stream, passed through a sampler, average the square of a standard normal.
  private func claim(seed: UInt64, _ sampler: (Double) -> Double) -> Claim {
    let sampling = MonteCarlo(samples: 500_000, noise: RandomStream(seed: seed, purpose: "checkers"))
    let squares = sampling.average { noise in
      let draw = sampler(noise)
      return draw * draw
    }
    return .statistical(
      "10", "a draw's square averages 1", squares, 1, with: .closedForm,
      exactStandardError: (2.0 / 500_000).squareRoot(),
      against: 1.02 * 1.02)
  }

  @Test("A right draw holds; one that is two per cent too wide, or leans by a tenth, fails", arguments: 1...10)
  func biasedDraw(seed: UInt64) {
    #expect(claim(seed: seed) { $0 }.verdict == .holds)
    #expect(claim(seed: seed) { 1.02 * $0 }.verdict == .fails)
    #expect(claim(seed: seed) { $0 + 0.15 }.verdict == .fails)
  }

  @Test("A sampler that reads the log-variance as a deviation disagrees with the divergence of the q that it claims")
  func mismatchedSampler() throws {
    let q = try DiagonalGaussian(mean: [0.5, -1], logVariance: [-0.5, 0.25])
    let wrong = try DiagonalGaussian(mean: q.mean, standardDeviation: [exp(-0.5), exp(0.25)])
    let sampling = MonteCarlo(samples: 200_000, noise: RandomStream(seed: 1, purpose: "mismatch"))
    let sampled = sampling.averages(dimension: 2, of: 2) { noise, values in
      for (index, sampler) in [q, wrong].enumerated() {
        let z = (0..<2).map { sampler.mean[$0] + sampler.standardDeviation[$0] * noise[$0] }
        let prior = DiagonalGaussian.standard(dimension: 2)
        values[index] = q.logDensity(at: z) - prior.logDensity(at: z)
      }
    }
    let divergence = q.divergenceFromStandard()
    let verdicts = sampled.map {
      Claim.statistical("16", "sampled against analytic", $0, divergence, with: .closedForm, against: 2 * divergence)
        .verdict
    }
    #expect(verdicts == [.holds, .fails])
  }

  @Test("A gradient without its ½, or with a flipped sign, fails against a directional derivative")
  func wrongGradient() throws {
    let q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8])
    let derivative = DirectionalDerivative(scale: 8) { t in
      let moved = try? DiagonalGaussian(mean: q.mean.map { $0 * (1 + t) }, standardDeviation: q.standardDeviation)
      return moved?.divergenceFromStandard() ?? .nan
    }
    let gradient = q.divergenceFromStandardWithPullback().pullback(1).mean
    let inner = zip(gradient, q.mean).reduce(0) { $0 + $1.0 * $1.1 }
    for (factor, holds) in [(1.0, true), (0.5, false), (-1, false)] {
      let claim = Claim.exact(
        "17", "the derivative", factor * inner, .equal, derivative.value, comparing: .closedForm, with: .differences,
        within: derivative.tolerance, against: 2 * derivative.value)
      #expect(claim.holds == holds)
    }
  }
}
