import Testing
import Verification

@Suite("A sample mean and its uncertainty")
struct MonteCarloEstimateTests {
  @Test("Four samples, by hand")
  func anchor() {
    let estimate = MonteCarloEstimate([1, 2, 4, 9])
    #expect(estimate.mean == 4)
    #expect(estimate.variance == 38.0 / 3)
    #expect(estimate.standardError == (38.0 / 12).squareRoot())
    #expect(estimate.zScore(against: 4) == 0)
    #expect(estimate.zScore(against: 2, exactStandardError: 0.5) == 4)
  }

  @Test("One sample has no standard error, and says so; none has neither")
  func tooFew() {
    let one = MonteCarloEstimate([3])
    #expect(one.variance == nil && one.standardError == nil && one.zScore(against: 0) == nil)
    #expect(one.description == "3.0 (no standard error: 1 sample, at least 2 needed)")
    #expect(MonteCarloEstimate().standardError == nil)
  }

  @Test("A mean of 10⁹ does not drown a spread of 1")
  func stable() throws {
    let samples = (0..<1001).map { 1e9 + Double($0 % 3) }
    let centred = MonteCarloEstimate(samples.map { $0 - 1e9 })
    let estimate = MonteCarloEstimate(samples)
    let (variance, expected) = try (#require(estimate.variance), #require(centred.variance))
    // The mean is rounded to 2⁻²³, which moves a variance by its square and the sum by a thousand roundings.
    #expect(abs(variance - expected) <= 1e-9)
    // The textbook's difference of two large sums would be off by far more.
    let sums = samples.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
    #expect(abs((sums.1 - sums.0 * sums.0 / 1001) / 1000 - expected) > 1e-3)
  }

  @Test("One by one, in blocks, or merged: the same moments")
  func merging() throws {
    let samples = (0..<1000).map { Double(($0 * 7919) % 1009) / 100 }
    var single = MonteCarloEstimate()
    for sample in samples { single.add(sample) }
    var merged = MonteCarloEstimate(Array(samples[..<13]))
    merged.merge(MonteCarloEstimate(Array(samples[13..<600])))
    merged.merge(MonteCarloEstimate())
    merged.merge(MonteCarloEstimate(Array(samples[600...])))
    let whole = MonteCarloEstimate(samples)
    for estimate in [single, merged] {
      #expect(estimate.count == 1000)
      // A thousand roundings of values up to 10, and of squares up to 100.
      #expect(abs(estimate.mean - whole.mean) <= 1000 * 0x1p-53 * 10)
      #expect(abs(try #require(estimate.variance) - #require(whole.variance)) <= 4000 * 0x1p-53 * 100)
    }
  }

  @Test("NaN stays")
  func notANumber() {
    #expect(MonteCarloEstimate([1, .nan, 2]).mean.isNaN)
    var estimate = MonteCarloEstimate([1, 2])
    estimate.merge(MonteCarloEstimate([.nan, 1]))
    #expect(estimate.mean.isNaN && estimate.standardError?.isNaN == true)
  }
}
