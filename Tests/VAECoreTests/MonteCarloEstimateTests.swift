import Testing
import VAECore

@Suite("A sample mean and its uncertainty")
struct MonteCarloEstimateTests {
  @Test("Four samples, by hand")
  func anchor() {
    let estimate = MonteCarloEstimate([1, 3, 2, 6])
    #expect(estimate.count == 4 && estimate.mean == 3 && estimate.sumOfSquaredDeviations == 14)
    #expect(estimate.variance == 14.0 / 3)
    #expect(estimate.standardError == (14.0 / 3 / 4).squareRoot())
    #expect(estimate.zScore(against: 3) == 0)
    #expect(estimate.zScore(against: 2, exactStandardError: 0.5) == 2)
    #expect(estimate.zScore(against: 5) == -2 / (14.0 / 3 / 4).squareRoot())
    #expect(MonteCarloEstimate(count: 4, mean: 3, sumOfSquaredDeviations: 14) == estimate)
  }

  @Test("Two samples have a standard error, one sample has none, no sample has neither")
  func tooFew() {
    #expect(MonteCarloEstimate([1, 3]).variance == 2)
    let one = MonteCarloEstimate([3])
    #expect(one.mean == 3 && one.variance == nil && one.standardError == nil && one.zScore(against: 0) == nil)
    #expect(one.zScore(against: 1, exactStandardError: 2) == 1)
    #expect(MonteCarloEstimate().standardError == nil && MonteCarloEstimate().mean == 0)
  }

  @Test("Without a spread, a mean at the expected value has z = 0, and any other an infinite z")
  func noSpread() {
    let equal = MonteCarloEstimate([2, 2, 2])
    #expect(equal.zScore(against: 2) == 0)
    #expect(equal.zScore(against: 1) == .infinity)
  }

  @Test("A mean of 10⁹ does not drown a spread of 1")
  func stable() throws {
    let samples = (0..<1001).map { 1e9 + Double($0 % 3) }
    let centred = MonteCarloEstimate(samples.map { $0 - 1e9 })
    let expected = try #require(centred.variance)
    var merged = MonteCarloEstimate(Array(samples[..<300]))
    merged.merge(MonteCarloEstimate(Array(samples[300...])))
    for estimate in [MonteCarloEstimate(samples), merged] {
      // The mean is rounded to 2⁻²³, which moves a variance by its square and the sum by a thousand roundings.
      #expect(abs(try #require(estimate.variance) - expected) <= 1e-9)
    }
    // The textbook's difference of two large sums would be off by far more.
    let sums = samples.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
    #expect(abs((sums.1 - sums.0 * sums.0 / 1001) / 1000 - expected) > 1e-3)
  }

  @Test("Samples added one by one and parts merged have the same moments")
  func merging() throws {
    let samples = (0..<1000).map { Double(($0 * 7919) % 1009) / 100 }
    var merged = MonteCarloEstimate(Array(samples[..<13]))
    merged.merge(MonteCarloEstimate(Array(samples[13..<600])))
    merged.merge(MonteCarloEstimate())
    merged.merge(MonteCarloEstimate(Array(samples[600...])))
    var afterNothing = MonteCarloEstimate()
    afterNothing.merge(MonteCarloEstimate(samples))
    let mean = samples.reduce(0, +) / 1000
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 999
    for estimate in [MonteCarloEstimate(samples), merged, afterNothing] {
      #expect(estimate.count == 1000)
      // A thousand roundings of values up to 10, and of squares up to 100.
      #expect(abs(estimate.mean - mean) <= 1000 * 0x1p-53 * 10)
      #expect(abs(try #require(estimate.variance) - variance) <= 4000 * 0x1p-53 * 100)
    }
  }

  @Test("Two parts by hand: means 1 and 5, merged to the mean 4")
  func mergingByHand() {
    var estimate = MonteCarloEstimate([0, 2])
    estimate.merge(MonteCarloEstimate([3, 4, 5, 6, 6, 6]))
    #expect(estimate == MonteCarloEstimate(count: 8, mean: 4, sumOfSquaredDeviations: 34))
    var nothing = MonteCarloEstimate()
    nothing.merge(MonteCarloEstimate())
    #expect(nothing == MonteCarloEstimate(), "two parts without samples")
  }

  @Test("NaN stays")
  func notANumber() {
    #expect(MonteCarloEstimate([1, .nan, 2]).mean.isNaN)
    var estimate = MonteCarloEstimate([1, 2])
    estimate.merge(MonteCarloEstimate([.nan, 1]))
    #expect(estimate.mean.isNaN && estimate.standardError?.isNaN == true)
  }
}
