import Arithmetic
import Testing
import VAECore
import Verification

@Suite("Equation (16): the divergence in closed form")
struct DivergenceTests {
  private let q: DiagonalGaussian

  init() throws { q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8]) }

  @Test("The book's example: 3.6366512475 = I₁ − I₂ with I₁ = −3.2351643521 and I₂ = −6.8718155996")
  func anchor() {
    let quoted = Tolerance.quoted(decimals: 10).value
    #expect(abs(q.divergenceFromStandard() - 3.6366512475) <= quoted)
    #expect(abs(-q.entropy - -3.2351643521) <= quoted)
    #expect(abs(-q.crossEntropyToStandard - -6.8718155996) <= quoted)
  }

  @Test(
    "The divergence to the standard Gaussian keeps its digits where the textbook form loses them",
    arguments: GoldenCase.cases("klDiagToStandard", in: "golden-probability"))
  func toStandard(golden: GoldenCase) throws {
    let (mean, logVariance) = (golden.vector("mu"), golden.vector("logVar"))
    if golden.accept != nil {
      #expect(throws: InvalidInput.self) { try DiagonalGaussian(mean: mean, logVariance: logVariance) }
    } else {
      let divergence = try DiagonalGaussian(mean: mean, logVariance: logVariance).divergenceFromStandard()
      golden.expect("kl", divergence)
      #expect(divergence >= 0)
    }
  }

  @Test(
    "The divergence between two Gaussians forms ratios before squares",
    arguments: GoldenCase.cases("klDiagDiag", in: "golden-probability"))
  func betweenTwo(golden: GoldenCase) throws {
    let first = try DiagonalGaussian(mean: golden.vector("mu1"), standardDeviation: golden.vector("sigma1"))
    let second = try DiagonalGaussian(mean: golden.vector("mu2"), standardDeviation: golden.vector("sigma2"))
    let divergence = first.divergence(to: second)
    golden.expect("kl", divergence)
    #expect(divergence >= 0)
  }

  @Test("It is I₁ − I₂ of equations (14) and (15)", arguments: GoldenCase.cases("I1I2", in: "golden-probability"))
  func twoHalves(golden: GoldenCase) throws {
    let q = try DiagonalGaussian(mean: golden.vector("mu"), standardDeviation: golden.vector("sigma"))
    golden.expect("I1", -q.entropy)
    golden.expect("I2", -q.crossEntropyToStandard)
    golden.expect("kl", q.divergenceFromStandard())
  }

  @Test("Each famous mistake gives another number", arguments: GoldenCase.cases("klMutants", in: "golden-probability"))
  func mistakes(golden: GoldenCase) throws {
    let q = try DiagonalGaussian(mean: golden.vector("mu"), logVariance: golden.vector("logVar"))
    let divergence = q.divergenceFromStandard()
    golden.expect("correct", divergence)
    let mistakes = [
      "wrongSign", "missingHalf", "sigmaForSigma2", "logSigmaForLogSigma2", "muNotSquared", "dropOne", "meanNotSum",
    ]
    for mistake in mistakes {
      let value = try #require(golden.expects(mistake).first, "\(mistake)")
      #expect(abs(divergence - value) > 0.1, "\(mistake)")
    }
    golden.expect("reversedKL", DiagonalGaussian.standard(dimension: q.dimension).divergence(to: q))
  }

  // ½ (eˡ − 1 − l), to 25 digits.
  static let excesses = [
    (0.5, 0.07436063535006407342432539), (-0.5, 0.05326532985631671180189977), (0.499, 0.07403668675767258664920617),
    (1, 0.3591409142295226176801437), (-3, 1.024893534183931971489671), (705, 7.526269165315970319152329e305),
    (709.5, 6.774931596573164154383161e307), (709.9, 1.010701028059781958431251e308),
    (710.3, 1.507788755591039570659684e308),
    (1e-10, 2.500000000083333333331349e-21), (-1e-10, 2.499999999916666666667279e-21),
  ]

  @Test("Each side of every change of formula has the same relative accuracy", arguments: excesses)
  func excess(logVariance: Double, expected: Double) throws {
    let divergence = try DiagonalGaussian(mean: [0], logVariance: [logVariance]).divergenceFromStandard()
    // Above 700, the exponential of an argument with a rounding of 2⁻⁴⁴ is off by as much.
    #expect(abs(divergence / expected - 1) <= (abs(logVariance) > 700 ? 0x1p-43 : 8 * 0x1p-53))
  }

  @Test("Between two Gaussians whose variances differ by 10⁻¹⁰ of either, all digits are kept", arguments: [1.0, -1])
  func nearlyEqual(sign: Double) throws {
    let other = try DiagonalGaussian(mean: [0.5], standardDeviation: [3])
    let near = try DiagonalGaussian(mean: [0.5], standardDeviation: [3 * (1 + sign * 0x1p-34)])
    // With σ/s = 1 + t: log (σ/s)² = 2t − t² + …, and the divergence is t² (1 − t/3 …).
    let t = sign * 0x1p-34
    #expect(abs(near.divergence(to: other) / (t * t * (1 - t / 3)) - 1) <= 16 * 0x1p-53)
  }

  @Test("Each side of twice and half a deviation", arguments: [0.49, 0.5, 0.51, 1.99, 2, 2.01])
  func ratios(ratio: Double) throws {
    let first = try DiagonalGaussian(mean: [1], standardDeviation: [ratio * 0.75])
    let second = try DiagonalGaussian(mean: [-0.5], standardDeviation: [0.75])
    let expected = 0.5 * (4 + ratio * ratio - 1 - 2 * log(ratio))
    #expect(abs(first.divergence(to: second) - expected) <= 20 * 0x1p-53 * 4)
  }

  @Test("Between 10⁻³⁰⁰ and 1 from the standard, the divergence is its series (log σ²)²/4 to the last digits")
  func nearTheStandard() throws {
    for exponent in stride(from: -150, through: -6, by: 4) {
      let logVariance = pow(10, Double(exponent))
      let q = try DiagonalGaussian(mean: [0], logVariance: [logVariance])
      let series = logVariance * logVariance / 4 * (1 + logVariance / 3)
      // Three terms of the series leave a relative error below 10⁻¹², and eight roundings.
      #expect(abs(q.divergenceFromStandard() - series) <= 1.1e-12 * series + 8 * 0x1p-53 * series)
    }
  }

  @Test("The divergence to the standard is the divergence to a Gaussian that happens to be the standard")
  func specialCase() {
    let general = q.divergence(to: .standard(dimension: 3))
    // Three dimensions, ten roundings each, of terms up to 4.
    #expect(abs(q.divergenceFromStandard() - general) <= 30 * 0x1p-53 * 4)
  }

  @Test("The pullback is the derivative along a random direction, with σ = 0.2 and 5", arguments: 1...3)
  func pullback(seed: UInt64) throws {
    let (mean, deviation) = ([0.5, -1], [0.2, 5])
    let direction = RandomStream(seed: seed, purpose: "direction").normals(0..<4).map { 0.1 * $0 }
    func divergence(_ t: Double) throws -> Double {
      try DiagonalGaussian(
        mean: moved(mean, t, along: Array(direction[..<2])),
        standardDeviation: moved(deviation, t, along: Array(direction[2...]))
      ).divergenceFromStandard()
    }
    let q = try DiagonalGaussian(mean: mean, standardDeviation: deviation)
    let (value, pullback) = q.divergenceFromStandardWithPullback()
    #expect(value == q.divergenceFromStandard())
    let gradient = pullback(-2.5)
    expectDerivative(gradient.mean + gradient.standardDeviation, along: direction, scale: 40) {
      -2.5 * ((try? divergence($0)) ?? .nan)
    }
  }
}

@Suite("Equation (9): the divergence by samples")
struct SampledDivergenceTests {
  private let q: DiagonalGaussian

  init() throws { q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8]) }

  @Test("Samples average the closed form, within their exact standard error, and not 1.01 times it", arguments: 1...4)
  func unbiased(seed: UInt64) throws {
    let count = 1_000_000
    let sampling = MonteCarlo(samples: count, noise: RandomStream(seed: seed, purpose: "test"))
    let estimate = q.sampledDivergenceFromStandard(sampling)
    let (ratio, divergence) = (q.logRatioToStandard, q.divergenceFromStandard())
    expectMean(
      estimate, is: divergence, not: 1.01 * divergence, standardError: ratio.standardError(samples: count))
    let variance = MonteCarloEstimate([try #require(estimate.variance)])
    expectMean(
      variance, is: ratio.variance, not: 1.02 * ratio.variance,
      standardError: ratio.standardErrorOfVariance(samples: count))
  }

  @Test("The log-ratio's mean is the closed form, and its variance is 6.0926 at the book's example")
  func logRatio() {
    let ratio = q.logRatioToStandard
    #expect(abs(ratio.mean - q.divergenceFromStandard()) <= 40 * 0x1p-53 * 4)
    #expect(abs(ratio.variance - 6.0926) <= Tolerance.quoted(decimals: 4).value)
  }

  @Test("One sample is log q(z) − log p(z) at z = μ + σ ⊙ ε, and so is the quadratic function of the noise")
  func oneSample() {
    let noise = RandomStream(seed: 11, purpose: "one")
    let standard = DiagonalGaussian.standard(dimension: 3)
    for sample in 0..<5 {
      let stream = noise.substream(sample)
      let draw = stream.normals(0..<3)
      let z = q.reparameterized(noise: draw)
      let expected = q.logDensity(at: z) - standard.logDensity(at: z)
      let sampled = q.sampledDivergenceFromStandard(MonteCarlo(samples: 1, noise: stream)).mean
      let ratio = q.logRatioToStandard
      let quadratic = ratio.constant + dot(ratio.linear, draw) + dot(draw, ratio.square.times(draw))
      expectEqual([sampled, quadratic], [expected, expected], roundings: 100, scale: 20)
    }
  }
}
