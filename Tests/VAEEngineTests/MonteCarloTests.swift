import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Monte Carlo averages, streamed")
struct MonteCarloTests {
  @Test("An average is the mean of the function at the stream's draws")
  func definition() {
    let noise = RandomStream(seed: 1, purpose: "average")
    let estimate = MonteCarlo(samples: 1000, noise: noise).average { $0 * $0 }
    let direct = noise.normals(0..<1000).reduce(0) { $0 + $1 * $1 } / 1000
    // Two ways to add a thousand numbers up to 12.
    #expect(abs(estimate.mean - direct) <= 2000 * 0x1p-53 * 12)
    #expect(estimate.count == 1000)
  }

  @Test("The bits do not depend on the number of threads", arguments: [2, 3, 4, 8])
  func threads(count: Int) {
    func averages(_ threads: Int) -> [MonteCarloEstimate] {
      let sampling = MonteCarlo(
        samples: 100_003, noise: RandomStream(seed: 8, purpose: "threads"), threads: Threads(threads))
      return sampling.averages(dimension: 3, of: 2) { noise, values in
        values[0] = noise[0] * noise[1]
        values[1] = noise[2]
      }
    }
    #expect(averages(count) == averages(1))
  }

  @Test("The log of a mean of weights is log-mean-exp over the stream's draws")
  func logMean() {
    let noise = RandomStream(seed: 1, purpose: "weights")
    let estimate = MonteCarlo(samples: 999, noise: noise).logMean { -40 * $0[0] * $0[0] - 1000 }
    let direct = logMeanExp(noise.normals(0..<999).map { -40 * $0 * $0 - 1000 })
    // Log-weights near −1000 are rounded to 2⁻⁴³; a handful of them on each side.
    #expect(abs(estimate.logMean - direct) <= 16 * 0x1p-43)
  }

  @Test("A draw of no dimension still counts its samples")
  func noDimension() {
    let estimate = DiagonalGaussian.standard(dimension: 0).sampledDivergenceFromStandard(
      MonteCarlo(samples: 10, noise: RandomStream(seed: 1, purpose: "none")))
    #expect(estimate.count == 10 && estimate.mean == 0)
  }
}
