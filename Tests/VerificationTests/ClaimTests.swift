import Testing
import VAECore
import Verification

/// Ten thousand samples of variance 1 about a mean.
private func estimate(mean: Double, count: Int = 10_000) -> MonteCarloEstimate {
  MonteCarloEstimate((0..<count).map { mean + ($0 % 2 == 0 ? 1 : -1) })
}

/// An exact claim of two sources.
private func exact(
  _ observed: Double, _ relation: Claim.Relation, _ expected: Double, within tolerance: Double,
  against alternative: Double
) -> Claim.Verdict {
  Claim.exact(
    "4", "a statement", observed, relation, expected, comparing: .quadrature, with: .closedForm,
    within: Tolerance(tolerance, because: "a test"), against: alternative
  ).verdict
}

/// An equality of two sources.
private func exact(
  _ observed: Double, _ expected: Double, within tolerance: Double, against alternative: Double
) -> Claim.Verdict {
  exact(observed, .equal, expected, within: tolerance, against: alternative)
}

@Suite("A statistical claim holds, fails, or could not fail")
struct StatisticalClaimTests {
  private func claim(
    _ estimate: MonteCarloEstimate, exactStandardError: Double? = 0.01, heavyTails: String? = nil,
    against alternative: Double = 1
  ) -> Claim {
    .statistical(
      "1", "the mean is 0", estimate, 0, with: .closedForm, exactStandardError: exactStandardError,
      heavyTails: heavyTails, against: alternative)
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
    #expect(claim(estimate(mean: 0), against: 9.2 * 0.01).verdict == .couldNotFail)
    #expect(claim(estimate(mean: 0), against: -0.093).difference == 0.093)
    #expect(!claim(estimate(mean: 0), against: 0.091).holds)
  }

  @Test("A million equal samples have their value as mean, to their own rounding, and the claim about it holds")
  func equalSamples() throws {
    let claim = { (estimate: MonteCarloEstimate, expected: Double) in
      Claim.statistical("1", "the mean is known", estimate, expected, with: .closedForm, against: expected + 1e-9)
    }
    let tenths = MonteCarloEstimate([Double](repeating: 0.1, count: 1_000_000))
    #expect(claim(tenths, 0.1).verdict == .holds)
    // The samples differ by one unit in the last place, which a mean of a million of them cannot follow.
    let neighbours = MonteCarloEstimate((0..<1_000_000).map { $0 % 2 == 0 ? 0.1 : 0.1.nextUp })
    let middle = claim(neighbours, 0.1)
    let z = try #require(neighbours.zScore(against: 0.1.nextUp))
    #expect(abs(z) > 10, "without the rounding it would fail")
    #expect(middle.verdict == .holds && claim(neighbours, 0.1.nextUp).verdict == .holds)
    // Half a million roundings of 0.1: a difference of 10⁻⁹ is seen, one below the rounding is not claimed to be.
    #expect(claim(neighbours, 0.1 + 2e-9).verdict == .fails)
    let error = try #require(middle.standardError)
    #expect(error >= 0.5 * 1_000_001 * 0x1p-53 * 0.1 && error < 1e-11)
    let blind = Claim.statistical("1", "the mean", tenths, 0.1, with: .closedForm, against: 0.1 + 1e-13)
    #expect(blind.verdict == .couldNotFail)
  }

  @Test("Where rounding makes no difference, the standard error keeps its bits")
  func negligibleRounding() {
    #expect(claim(estimate(mean: 1)).standardError == 0.01)
  }

  @Test("An infinite standard error proves nothing")
  func infiniteError() {
    #expect(!claim(estimate(mean: 0), exactStandardError: .infinity).holds)
  }

  @Test("One sample gives no standard error, so a claim on it cannot hold")
  func oneSample() {
    let claim = claim(MonteCarloEstimate([0]), exactStandardError: nil)
    #expect(claim.verdict == .couldNotFail)
    #expect(claim.standardError == nil)
    #expect(claim.derivation == "no standard error from 1 sample")
  }

  @Test("Without an exact standard error the samples' own is used")
  func estimatedError() throws {
    let claim = claim(estimate(mean: 0), exactStandardError: nil)
    let standardError = try #require(claim.standardError)
    #expect(abs(standardError - 0.01) < 1e-6)
    #expect(claim.sampleStandardError == nil && claim.verdict == .holds)
  }

  @Test("An exact standard error must be within a factor of two of the samples' own, from 1000 samples on")
  func wrongError() {
    for (error, verdict) in [(0.00501, Claim.Verdict.holds), (0.00499, .wrongStandardError), (0.0199, .holds)] {
      #expect(claim(estimate(mean: 0), exactStandardError: error).verdict == verdict)
    }
    #expect(claim(estimate(mean: 0), exactStandardError: 0.0201).verdict == .wrongStandardError)
    #expect(claim(estimate(mean: 0), exactStandardError: 0.0201, heavyTails: "a reason").verdict == .holds)
    #expect(claim(estimate(mean: 0, count: 1000), exactStandardError: 0.07).verdict == .wrongStandardError)
    #expect(claim(estimate(mean: 0, count: 998), exactStandardError: 0.07).verdict == .holds)
    #expect(claim(estimate(mean: 1), exactStandardError: 0.03).verdict == .fails, "a wrong mean comes first")
  }

  @Test("Half and twice the samples' own standard error are allowed")
  func factorOfTwo() {
    // A variance of 4100 over 1025 samples: a standard error of 2.
    let estimate = MonteCarloEstimate(count: 1025, mean: 0, sumOfSquaredDeviations: 1024 * 4100)
    for (error, verdict) in [
      (1, Claim.Verdict.holds), (4, .holds), (0.999, .wrongStandardError), (4.001, .wrongStandardError),
    ] {
      let claim = claim(estimate, exactStandardError: error, against: 100)
      #expect(claim.verdict == verdict && claim.sampleStandardError == 2)
    }
  }

  @Test("Draws against draws need a reason")
  func sources() {
    func verdict(_ reason: String?) -> Claim.Verdict {
      Claim.statistical("1", "s", estimate(mean: 0), 0, with: .draws, because: reason, against: 1).verdict
    }
    #expect(verdict(nil) == .couldNotFail && verdict("") == .couldNotFail)
    #expect(verdict("another estimator, on draws of its own") == .holds)
  }

  @Test("NaN in the mean or in the standard error fails")
  func notANumber() {
    #expect(claim(estimate(mean: .nan)).verdict == .fails)
    #expect(!claim(estimate(mean: 0), exactStandardError: .nan).holds)
    #expect(!claim(estimate(mean: 0), against: .nan).holds)
  }
}

@Suite("An exact claim holds, fails, or could not fail")
struct ExactClaimTests {
  @Test("An equality holds within its tolerance and not beyond, and must see the alternative")
  func equality() {
    #expect(exact(1.5, 1, within: 0.5, against: 9) == .holds)
    #expect(exact(0.5, 1, within: 0.5, against: 9) == .holds)
    #expect(exact(1.6, 1, within: 0.5, against: 9) == .fails)
    #expect(exact(0.4, 1, within: 0.5, against: 9) == .fails)
    #expect(exact(1, 1, within: 0.5, against: 1.4) == .couldNotFail)
    #expect(exact(1, 1, within: 0.5, against: 1.6) == .holds)
    // A tolerance that is exactly the difference accepts the mistake.
    #expect(exact(1, 1, within: 0.5, against: 1.5) == .couldNotFail)
    #expect(exact(1, 1, within: 0.5, against: 0.5) == .couldNotFail)
  }

  @Test("A strict order must exceed the tolerance, and its alternative must not")
  func order() {
    #expect(exact(1, .less, 2, within: 0.1, against: 3) == .holds)
    #expect(exact(1.95, .less, 2, within: 0.1, against: 3) == .fails)
    #expect(exact(2, .greater, 1, within: 0.1, against: 0) == .holds)
    #expect(exact(1, .less, 1.5, within: 0.5, against: 3) == .fails, "just the tolerance below")
    #expect(exact(1.5, .greater, 1, within: 0.5, against: 0) == .fails, "just the tolerance above")
    #expect(exact(1, .greater, 1, within: 0.1, against: 0) == .fails)
    #expect(exact(1, .less, 2, within: 0.5, against: 1.25) == .couldNotFail)
    #expect(exact(1, .less, 2, within: 0.5, against: 1.5) == .holds, "the alternative is just not far enough below")
    #expect(exact(2, .greater, 1, within: 0.5, against: 1.75) == .couldNotFail)
    #expect(exact(2, .greater, 1, within: 0.5, against: 1.5) == .holds)
  }

  @Test("An order with a known gap holds within a factor of two of it")
  func gap() {
    func verdict(_ observed: Double, _ relation: Claim.Relation, gap: Double, within tolerance: Double) -> Claim.Verdict
    {
      Claim.order(
        "5", "s", observed, relation, 10, comparing: .draws, with: .closedForm,
        within: Tolerance(tolerance, because: "a test"), gap: gap
      ).verdict
    }
    for (distance, expected) in [(1.49, Claim.Verdict.fails), (1.5, .holds), (3, .holds), (6, .holds), (6.01, .fails)] {
      #expect(verdict(10 - distance, .less, gap: 3, within: 0.25) == expected)
      #expect(verdict(10 + distance, .greater, gap: 3, within: 0.25) == expected)
      #expect(verdict(10 + distance, .less, gap: 3, within: 0.25) == .fails)
    }
    #expect(verdict(8, .less, gap: 2, within: 0.99) == .holds)
    #expect(verdict(8, .less, gap: 2, within: 1) == .couldNotFail)
    #expect(verdict(8, .less, gap: -2, within: 0.1) == .fails)
  }

  @Test("Two equal sources need a reason")
  func sources() {
    func verdict(_ source: Source, _ reason: String?) -> Claim.Verdict {
      Claim.exact(
        "1", "s", 1, .equal, 1, comparing: .closedForm, with: source, because: reason,
        within: Tolerance(0, because: "exact"), against: 2
      ).verdict
    }
    #expect(verdict(.closedForm, nil) == .couldNotFail)
    #expect(verdict(.closedForm, "one is the sum over coordinates") == .holds)
    #expect(verdict(.enumeration, nil) == .holds)
  }

  @Test("What is not finite fails: a side, the tolerance", arguments: [Claim.Relation.equal, .less, .greater])
  func notFinite(relation: Claim.Relation) {
    for bad in [Double.nan, .infinity, -.infinity] {
      #expect(exact(bad, relation, 0, within: 1, against: relation == .less ? 9 : -9) != .holds)
      #expect(exact(0, relation, bad, within: 1, against: relation == .less ? 9 : -9) != .holds)
      #expect(exact(0, relation, 0, within: bad, against: relation == .less ? 9 : -9) != .holds)
    }
    #expect(exact(.infinity, .infinity, within: 1, against: 0) != .holds)
  }
}

@Suite("What a claim says about itself")
struct ClaimWordsTests {
  @Test("A tolerance says where it comes from")
  func derivation() {
    let tolerance = Tolerance.rounding(operations: 8, scale: 4)
    #expect(tolerance.value == 8 * 0x1p-53 * 4)
    #expect(tolerance.derivation == "8 roundings of values up to 4")
    #expect(Tolerance.rounding(operations: 2, scale: -4) == .rounding(operations: 2, scale: 4))
    #expect(Tolerance.rounding(operations: 2, scale: 1.5e-9).derivation == "2 roundings of values up to 1.5e-9")
    #expect(Tolerance.rounding(operations: 2, scale: 203).derivation == "2 roundings of values up to 203")
    #expect(Tolerance.rounding(operations: 2, scale: 237_900).derivation == "2 roundings of values up to 238000")
    #expect(Tolerance.quoted(decimals: 2).value == 0.005)
    #expect(Tolerance.quoted(decimals: 1).derivation == "the reference is quoted to 1 decimal")
  }

  @Test(
    "A size is given to three digits",
    arguments: [
      (0, "0.0"), (.infinity, "inf"), (1, "1"), (2.5, "2.5"), (9.994, "9.99"), (9.996, "10"), (10, "10"),
      (0.0123, "0.0123"),
      (0.001, "0.001"), (0.000999, "9.99e-4"), (0.000_123_4, "1.23e-4"), (123_456, "123000"), (999_999, "1000000"),
      (1e6, "1.0e6"), (1.5e300, "1.5e300"), (0.5, "0.5"), (0.333_333, "0.333"),
    ])
  func size(value: Double, text: String) {
    #expect(Tolerance.rounding(operations: 2, scale: value).derivation == "2 roundings of values up to \(text)")
  }

  @Test("The words of a standard error say whether it is exact, and from how many samples it comes")
  func standardErrorWords() {
    func words(_ count: Int, exact: Double? = nil, heavyTails: String? = nil) -> String {
      Claim.statistical(
        "1", "s", MonteCarloEstimate([Double](repeating: 0, count: count)), 0, with: .closedForm,
        exactStandardError: exact, heavyTails: heavyTails, against: 1
      ).derivation
    }
    #expect(words(1) == "no standard error from 1 sample")
    #expect(words(2) == "standard error estimated from 2 samples")
    #expect(words(1, exact: 0.1) == "exact standard error")
    #expect(words(2, exact: 0.1) == "exact standard error for 2 samples")
    #expect(words(2, exact: 0.1, heavyTails: "why").hasSuffix("for 2 samples, not compared with theirs: why"))
  }

  @Test("Both sources are in its words")
  func words() {
    let tolerance = Tolerance(0, because: "exact")
    let claim = Claim.exact(
      "1", "s", 1, .equal, 1, comparing: .otherCode, with: .closedForm, within: tolerance, against: 2)
    #expect(claim.sources.text == "other code against closed form")
    #expect(claim.derivation == "exact" && claim.detectable == 0 && claim.difference == 1)
  }

  @Test("The extremes of a sequence lose no NaN, wherever it stands")
  func extremes() {
    #expect([2.0, 3, 1].largest == 3 && [2.0, 3, 1].smallest == 1)
    #expect([-2.0].largest == -2 && [-2.0].smallest == -2)
    for place in 0..<3 {
      var values = [2.0, 3, 1]
      values[place] = .nan
      #expect(values.largest.isNaN && values.smallest.isNaN)
    }
    #expect([Double]().largest.isNaN && [Double]().smallest.isNaN)
  }
}
