import Testing
import VAECore
import Verification

@Suite("A claim holds, fails, or could not fail")
struct ClaimTests {
  /// Ten thousand samples of variance 1 about a mean.
  private func estimate(mean: Double, count: Int = 10_000) -> MonteCarloEstimate {
    MonteCarloEstimate((0..<count).map { mean + ($0 % 2 == 0 ? 1 : -1) })
  }

  private func claim(_ estimate: MonteCarloEstimate, against alternative: Double = 1) -> Claim {
    .statistical("1", "the mean is 0", estimate, .equal, 0, exactStandardError: 0.01, against: alternative)
  }

  @Test("A right mean holds up to 6.11 standard errors, and a biased one fails just beyond")
  func threshold() {
    #expect(claim(estimate(mean: 0)).verdict == .holds)
    #expect(claim(estimate(mean: 0.0610)).verdict == .holds)
    #expect(claim(estimate(mean: 0.0612)).verdict == .fails)
    #expect(claim(estimate(mean: -0.0612)).verdict == .fails)
  }

  @Test("It states the bias that it can detect, and is a failure if that exceeds the difference that it is about")
  func power() {
    #expect(claim(estimate(mean: 0)).detectable == 9.2 * 0.01)
    #expect(claim(estimate(mean: 0), against: 0.093).verdict == .holds)
    #expect(claim(estimate(mean: 0), against: 0.091).verdict == .couldNotFail)
    #expect(!claim(estimate(mean: 0), against: 0.091).holds)
  }

  @Test("One sample gives no standard error, so a claim on it cannot hold")
  func oneSample() {
    let claim = Claim.statistical("1", "one sample", MonteCarloEstimate([0]), .equal, 0, against: 1)
    #expect(claim.verdict == .couldNotFail)
    #expect(claim.standardError == nil)
  }

  @Test("Without an exact standard error the samples' own is used")
  func estimatedError() throws {
    let claim = Claim.statistical("1", "own", estimate(mean: 0), .equal, 0, against: 1)
    let standardError = try #require(claim.standardError)
    #expect(abs(standardError - 0.01) < 1e-6)
  }

  @Test("An exact claim holds within its tolerance and not beyond")
  func exact() {
    let tolerance = Tolerance(0.5, because: "half a unit")
    #expect(Claim.exact("4", "near", 1.5, .equal, 1, within: tolerance).holds)
    #expect(!Claim.exact("4", "far", 1.6, .equal, 1, within: tolerance).holds)
    #expect(Claim.exact("4", "blind", 1, .equal, 1, within: tolerance, against: 1.4).verdict == .couldNotFail)
    #expect(Claim.exact("4", "sharp", 1, .equal, 1, within: tolerance, against: 1.6).holds)
  }

  @Test("A strict order must exceed the tolerance")
  func order() {
    let tolerance = Tolerance(0.1, because: "a tenth")
    #expect(Claim.exact("5", "below", 1, .less, 2, within: tolerance).holds)
    #expect(!Claim.exact("5", "barely", 1.95, .less, 2, within: tolerance).holds)
    #expect(Claim.exact("5", "above", 2, .greater, 1, within: tolerance).holds)
    #expect(!Claim.exact("5", "not above", 1, .greater, 1, within: tolerance).holds)
  }

  @Test("NaN on any side fails", arguments: [Claim.Relation.equal, .less, .greater])
  func notANumber(relation: Claim.Relation) {
    let tolerance = Tolerance(.infinity, because: "anything goes")
    #expect(!Claim.exact("1", "observed", .nan, relation, 0, within: tolerance).holds)
    #expect(!Claim.exact("1", "expected", 0, relation, .nan, within: tolerance).holds)
    #expect(!Claim.exact("1", "tolerance", 1, relation, 0, within: Tolerance(.nan, because: "none")).holds)
    let broken = Claim.statistical("1", "z", estimate(mean: .nan), relation, 0, exactStandardError: 0.01, against: 1)
    #expect(!broken.holds)
  }

  @Test("A tolerance says where it comes from")
  func derivation() {
    let tolerance = Tolerance.rounding(operations: 8, scale: 4)
    #expect(tolerance.value == 8 * 0x1p-53 * 4)
    #expect(tolerance.derivation == "8 roundings of values up to 4")
    #expect(Tolerance.rounding(operations: 2, scale: 1.5e-9).derivation == "2 roundings of values up to 1.5e-9")
    #expect(Tolerance.rounding(operations: 2, scale: 203).derivation == "2 roundings of values up to 203")
    #expect(Tolerance.rounding(operations: 2, scale: 237_900).derivation == "2 roundings of values up to 238000")
    #expect(Tolerance.quoted(decimals: 2).value == 0.005)
    #expect(Tolerance.quoted(decimals: 1).derivation == "the reference is quoted to 1 decimal")
  }
}
