import Arithmetic
import Testing
import VAECore
import Verification

@Suite("Monte Carlo averages")
struct MonteCarloTests {
  private let noise = RandomStream(seed: 1, purpose: "average")

  @Test("An average is the mean of the function at the stream's draws")
  func definition() {
    let estimate = MonteCarlo(samples: 1000, noise: noise).average { $0 * $0 }
    let direct = noise.normals(0..<1000).reduce(0) { $0 + $1 * $1 } / 1000
    // Two ways to add a thousand numbers up to 12.
    #expect(abs(estimate.mean - direct) <= 2000 * 0x1p-53 * 12)
    #expect(estimate.count == 1000)
  }

  @Test(
    "Every draw is used once and in order, just below, at and just above a whole number of parts",
    arguments: [1, 2, 3], [-1, 0, 1])
  func parts(count: Int, beyond: Int) throws {
    let samples = count * 16384 + beyond
    var draws: [Double] = []
    let estimates = MonteCarlo(samples: samples, noise: noise).averages(dimension: 3, of: 2) { noise, values in
      draws += noise
      (values[0], values[1]) = (noise[0], noise[1] * noise[2])
    }
    let expected = noise.normals(0..<3 * samples)
    #expect(draws == expected)
    var whole = [MonteCarloEstimate(), MonteCarloEstimate()]
    for first in stride(from: 0, to: expected.count, by: 3) {
      whole[0].add(expected[first])
      whole[1].add(expected[first + 1] * expected[first + 2])
    }
    for (estimate, one) in zip(estimates, whole) {
      #expect(estimate.count == samples)
      // A running mean is rounded once per sample; the values are below 16.
      let tolerance = Tolerance.rounding(operations: 4 * samples, scale: 16).value
      #expect(abs(estimate.mean - one.mean) <= tolerance)
      #expect(abs(try #require(estimate.variance) - #require(one.variance)) <= 16 * tolerance)
    }
  }

  @Test("The logarithm of a mean of weights, at the same counts", arguments: [1, 2], [-1, 0, 1])
  func logMeanOfParts(count: Int, beyond: Int) {
    let samples = count * 16384 + beyond
    let estimate = MonteCarlo(samples: samples, noise: noise).logMean { -40 * $0[0] * $0[0] - 1000 }
    let direct = logMeanExp(noise.normals(0..<samples).map { -40 * $0 * $0 - 1000 })
    #expect(estimate.count == samples)
    // Log-weights near −1000 are rounded to 2⁻⁴³, and sums of n terms of one sign to n roundings.
    #expect(abs(estimate.logMean - direct) <= 16 * 0x1p-43 + Double(2 * samples) * 0x1p-53)
  }

  @Test("Draws of 5000 dimensions, and of none")
  func dimensions() {
    var draws: [[Double]] = []
    _ = MonteCarlo(samples: 2, noise: noise).averages(dimension: 5000, of: 1) { noise, _ in draws.append(noise) }
    #expect(draws == [noise.normals(0..<5000), noise.normals(5000..<10_000)])
    let none = MonteCarlo(samples: 10, noise: noise).averages(dimension: 0, of: 1) { noise, values in
      values[0] = Double(noise.count) + 3
    }[0]
    #expect(none.count == 10 && none.mean == 3)
    #expect(MonteCarlo(samples: 0, noise: noise).average { $0 } == MonteCarloEstimate())
  }

  @Test("One draw is shared by several functions")
  func severalFunctions() {
    let estimates = MonteCarlo(samples: 100, noise: noise).averages(of: 2) { noise, values in
      (values[0], values[1]) = (noise, 2 * noise)
    }
    #expect(estimates[1].mean == 2 * estimates[0].mean)
  }
}
