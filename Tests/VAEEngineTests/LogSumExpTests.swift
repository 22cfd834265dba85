import Testing
import VAECore
import VAEEngine

@Suite("The logarithm of a sum of exponentials")
struct LogSumExpTests {
  @Test(
    "Sums neither overflow nor underflow, and special values go where they must",
    arguments: GoldenCase.cases("logSumExp", in: "golden-probability"))
  func sums(golden: GoldenCase) { golden.expect("lse", logSumExp(golden.vector("x"))) }

  @Test("Means", arguments: GoldenCase.cases("logMeanExp", in: "golden-probability"))
  func means(golden: GoldenCase) { golden.expect("lme", logMeanExp(golden.vector("x"))) }

  @Test("There is no mean of nothing")
  func nothing() { #expect(logMeanExp([]).isNaN) }

  @Test("The fixture holds cases for both")
  func fixture() {
    #expect(GoldenCase.cases("logSumExp", in: "golden-probability").count == 15)
    #expect(GoldenCase.cases("logMeanExp", in: "golden-probability").count == 1)
  }
}

@Suite("Equation (1) in logarithms: the log of a mean of weights")
struct LogMeanEstimateTests {
  private func estimate(_ blocks: [[Double]]) -> LogMeanEstimate {
    var estimate = LogMeanEstimate()
    for block in blocks {
      var block = block
      block.withUnsafeMutableBufferPointer { estimate.add($0) }
    }
    return estimate
  }

  @Test("Blocks of any size give the log of the mean")
  func blocks() {
    let weights = RandomStream(seed: 2, purpose: "weights").normals(0..<1000).map { 300 * $0 - 1000 }
    let whole = estimate([weights])
    let parts = estimate([Array(weights[..<7]), Array(weights[7..<500]), Array(weights[500...])])
    // Log-weights up to 2,000 in magnitude are rounded to 2⁻⁴² before their exponentials are taken; four such roundings.
    for value in [whole.logMean, parts.logMean] { #expect(abs(value - logMeanExp(weights)) <= 4 * 0x1p-42) }
    #expect(whole.count == 1000 && parts.count == 1000)
  }

  @Test("Equal weights have no variance and a full effective sample size")
  func equalWeights() throws {
    let equal = estimate([[Double](repeating: -3, count: 64)])
    #expect(equal.standardError == 0)
    #expect(equal.effectiveSampleSize == 64)
  }

  @Test("One heavy weight among a thousand leaves an effective sample size near 1")
  func collapse() {
    let collapsed = estimate([[0] + [Double](repeating: -50, count: 999)])
    #expect(abs(collapsed.effectiveSampleSize - 1) < 1e-12)
  }

  @Test("One sample has no standard error; NaN stays NaN; no weight at all is −∞")
  func special() {
    #expect(estimate([[1]]).standardError == nil)
    #expect(estimate([[0, .nan, 1], [5]]).logMean.isNaN)
    #expect(estimate([[5], [0, .nan, 1]]).logMean.isNaN)
    #expect(estimate([[-.infinity, -.infinity]]).logMean == -.infinity)
    #expect(estimate([[-.infinity], [2, 2]]).logMean == estimate([[2, 2, -.infinity]]).logMean)
    #expect(LogMeanEstimate().logMean.isNaN)
  }
}
