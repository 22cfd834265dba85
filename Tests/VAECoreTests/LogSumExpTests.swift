import Arithmetic
import Testing
import VAECore
import Verification

@Suite("The logarithm of a sum of exponentials")
struct LogSumExpTests {
  @Test(
    "Sums neither overflow nor underflow, and special values go where they must",
    arguments: GoldenCase.cases("logSumExp", in: "golden-probability"))
  func sums(golden: GoldenCase) { golden.expect("lse", logSumExp(golden.vector("x"))) }

  @Test("Means", arguments: GoldenCase.cases("logMeanExp", in: "golden-probability"))
  func means(golden: GoldenCase) { golden.expect("lme", logMeanExp(golden.vector("x"))) }

  @Test("There is no mean of nothing")
  func nothing() { #expect(logMeanExp([]).isNaN && logSumExp([]) == -.infinity) }

  @Test("Two equal terms add log 2, and a NaN among any terms stays")
  func special() {
    #expect(logSumExp([3, 3]) == 3 + log(2))
    #expect(abs(logMeanExp([0, log(3)]) - log(2)) <= 4 * 0x1p-53)
    for terms: [Double] in [[.nan, 1], [1, .nan], [.infinity, .nan], [-.infinity, .nan]] {
      #expect(logSumExp(terms).isNaN)
    }
  }

  @Test("The fixture holds cases for both")
  func fixture() {
    #expect(GoldenCase.cases("logSumExp", in: "golden-probability").count == 15)
    #expect(GoldenCase.cases("logMeanExp", in: "golden-probability").count == 1)
  }
}

@Suite("Equation (1) in logarithms: the log of a mean of weights")
struct LogMeanEstimateTests {
  private func merged(_ parts: [[Double]]) -> LogMeanEstimate {
    parts.reduce(into: LogMeanEstimate()) { $0.merge(LogMeanEstimate($1)) }
  }

  @Test(
    "The weights 1, 2, 3, 6 by hand, in any order and in any parts: mean 3, sample variance 14/3",
    arguments: [[[1.0, 2, 3, 6]], [[6, 3, 2, 1]], [[1, 6], [3, 2]], [[2], [6], [1, 3]], [[6], [], [1, 2, 3]]])
  func byHand(parts: [[Double]]) throws {
    let estimate = merged(parts.map { $0.map { log($0) } })
    // A dozen roundings of numbers up to 3.
    let tolerance = Tolerance.rounding(operations: 12, scale: 3).value
    #expect(estimate.count == 4)
    #expect(abs(estimate.logMean - log(3)) <= tolerance)
    #expect(abs(try #require(estimate.relativeVariance) - 14.0 / 27) <= tolerance)
    #expect(abs(try #require(estimate.standardError) - (14.0 / 108).squareRoot()) <= tolerance)
    // (1 + 2 + 3 + 6)²/(1 + 4 + 9 + 36)
    #expect(abs(estimate.effectiveSampleSize - 2.88) <= tolerance)
  }

  @Test("Parts on scales far apart merge to the moments of all values at once", arguments: [300.0, 20, -20, -300])
  func scales(distance: Double) throws {
    let near = RandomStream(seed: 2, purpose: "weights").normals(0..<40)
    let far = RandomStream(seed: 3, purpose: "weights").normals(0..<40).map { $0 + distance }
    let (merged, whole) = (merged([near, far]), LogMeanEstimate(near + far))
    // The moments from the definition, with the largest log-weight taken out.
    let top = (near + far).max() ?? 0
    let weights = (near + far).map { exp($0 - top) }
    let sum = weights.reduce(0, +)
    let mean = sum / 80
    let variance = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 79
    for estimate in [merged, whole] {
      let ratio = try #require(estimate.relativeVariance)
      #expect(abs(estimate.logMean - (log(mean) + top)) <= Tolerance.rounding(operations: 8, scale: 300).value)
      // A log-weight near 300 is rounded to 2⁻⁴⁵ before its exponential is taken.
      #expect(abs(ratio / (variance / (mean * mean)) - 1) <= 200 * 0x1p-45)
      let size = sum * sum / weights.reduce(0) { $0 + $1 * $1 }
      #expect(abs(estimate.effectiveSampleSize / size - 1) <= 200 * 0x1p-45)
    }
  }

  @Test(
    "A log-weight that is lower by 1000 counts, and adds nothing, in whichever part it is", arguments: [-700.0, 0, 700])
  func farBelow(top: Double) {
    for parts in [[[top, top], [top - 1000]], [[top - 1000], [top, top]], [[top], [top - 1000, top]]] {
      let estimate = merged(parts)
      #expect(estimate.count == 3 && estimate.effectiveSampleSize == 2)
      #expect(abs(estimate.logMean - (top + log(2.0 / 3))) <= 2 * 700.0.ulp)
    }
  }

  @Test("Equal weights have no variance and a full effective sample size")
  func equalWeights() {
    let equal = LogMeanEstimate([Double](repeating: -3, count: 64))
    #expect(equal.standardError == 0 && equal.relativeVariance == 0)
    #expect(equal.effectiveSampleSize == 64)
    #expect(equal.logMean == -3)
  }

  @Test("One heavy weight among a thousand leaves an effective sample size near 1")
  func collapse() throws {
    let collapsed = LogMeanEstimate([0] + [Double](repeating: -50, count: 999))
    #expect(abs(collapsed.effectiveSampleSize - 1) < 1e-12)
    // One weight of n: relative variance n.
    #expect(abs(try #require(collapsed.relativeVariance) / 1000 - 1) < 1e-12)
  }

  @Test("One weight has no standard error, two have one, and before the first the mean is NaN")
  func tooFew() {
    #expect(LogMeanEstimate([1]).standardError == nil && LogMeanEstimate([1]).logMean == 1)
    #expect(LogMeanEstimate([1, 1]).standardError == 0)
    #expect(LogMeanEstimate().logMean.isNaN && LogMeanEstimate().effectiveSampleSize == 0)
  }

  @Test(
    "NaN in either part comes through", arguments: [[[0.0, .nan, 1], [5]], [[5], [0, .nan, 1]], [[.nan], [.nan]]])
  func notANumber(parts: [[Double]]) {
    let zero = [-Double.infinity]
    for parts in [parts, [parts.flatMap(\.self)], [zero] + parts, parts + [zero]] {
      #expect(merged(parts).logMean.isNaN)
    }
  }

  @Test("Weights of 0 count, in either part, and only zeros have the logarithm −∞")
  func zeros() throws {
    let half = -log(2)
    for parts: [[Double]] in [[[-.infinity], [2]], [[2], [-.infinity]], [[2, -.infinity]], [[-.infinity, 2], []]] {
      let estimate = merged(parts)
      #expect(estimate.count == 2 && estimate.logMean == 2 + half)
      // The weights 1 and 0: mean ½, sample variance ½.
      #expect(estimate.relativeVariance == 2 && estimate.effectiveSampleSize == 1)
    }
    let none = LogMeanEstimate([-.infinity, -.infinity])
    #expect(none.count == 2 && none.logMean == -.infinity)
    #expect(none.relativeVariance == nil && none.standardError == nil && none.effectiveSampleSize == 0)
    #expect(merged([[-.infinity], [-.infinity]]).logMean == -.infinity)
    #expect(LogMeanEstimate([1, .infinity]).logMean == .infinity)
  }
}
