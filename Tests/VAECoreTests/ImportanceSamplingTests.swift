import Testing
import VAECore
import Verification

@Suite("Equation (1) as an average over the encoder's q")
struct ImportanceSamplingTests {
  /// The toy z ~ N(0, 1), x | z ~ N(2z, ½) with q(z | x) = N(a x, b) in its encoder.
  private func toy(slope: Double, variance: Double) -> Autoencoder {
    Autoencoder(
      encoder: Encoder(
        hidden: Network([]), mean: Layer(matrix: Matrix([[slope]]), bias: [0]),
        logVariance: Layer(matrix: Matrix([[0]]), bias: [log(variance)])),
      decoder: Decoder(
        network: Network([Layer(matrix: Matrix([[2]]), bias: [0])]), likelihood: .gaussian(variance: 0.5)))
  }

  private func noise(_ seed: UInt64 = 1) -> RandomStream { RandomStream(seed: seed, purpose: "importance samples") }

  @Test("With the posterior as q every weight is p(x): no spread, one sample is enough", arguments: [1.5, -4, 0])
  func posterior(x: Double) throws {
    let truth = try LinearGaussian(slope: 2, observationVariance: 0.5).logMarginalLikelihood(of: x)
    let toy = toy(slope: 2 / 4.5, variance: 1.0 / 9)
    for samples in [1, 1000] {
      let estimate = toy.logMarginalLikelihood(of: [x], samples: samples, noise: noise())
      expectEqual([estimate.logMean], [truth], roundings: 40, scale: 40)
      #expect(estimate.count == samples && estimate.effectiveSampleSize > 0.999999 * Double(samples))
    }
  }

  @Test(
    "A q that is too wide and in the wrong place is corrected, and its standard error is the exact one",
    arguments: 1...3)
  func exactStandardError(seed: UInt64) throws {
    let (x, slope, variance, samples) = (1.5, 0.2, 0.4, 200_000)
    let estimate = toy(slope: slope, variance: variance)
      .logMarginalLikelihood(of: [x], samples: samples, noise: noise(seed))
    // ∫ p(z | x)²/q(z) dz = b / √(v (2b − v)) · exp((m − a)²/(2b − v)) for the posterior N(m, v) and q = N(a, b).
    let (mean, posteriorVariance) = (x * 2 / 4.5, 1.0 / 9)
    let excess = 2 * variance - posteriorVariance
    let second = variance / (posteriorVariance * excess).squareRoot() * exp((mean - slope * x).squared / excess)
    let standardError = ((second - 1) / Double(samples)).squareRoot()
    // Weights without log p(z) − log q(z) average E_q p(x | z), which is another number.
    let spread = 0.5 + 4 * variance
    let withoutRatio = -0.5 * (x - 2 * slope * x).squared / spread - 0.5 * log(2 * Double.pi * spread)
    expectMean(
      MonteCarloEstimate([estimate.logMean]), is: -1.9209772316, not: withoutRatio, standardError: standardError)
    #expect(abs(try #require(estimate.standardError) / standardError - 1) < 0.05)
    #expect(abs(estimate.effectiveSampleSize * second / Double(samples) - 1) < 0.05)
  }

  @Test("A log-weight is log p(x | z) + log p(z) − log q(z | x), and its mean is the bound")
  func logWeight() throws {
    let fixture = try LinearGaussianFixture()
    let (q, x) = (try DiagonalGaussian(mean: [0.2, -0.1], standardDeviation: [0.2, 5]), fixture.observation)
    let decoder = Decoder(
      network: Network([Layer(matrix: fixture.model.matrix, bias: fixture.model.bias)]),
      likelihood: .gaussian(variance: 0.3))
    let model = Autoencoder(encoder: AutoencoderFixture().model.encoder, decoder: decoder)
    var mean = 0.0
    let root = Double(2).squareRoot()
    for noise in [[0.5, -1.5], [root, 0], [-root, 0], [0, root], [0, -root]] {
      let z = q.reparameterized(noise: noise)
      let expected =
        fixture.model.logDensity(of: x, given: z) + DiagonalGaussian.standard(dimension: 2).logDensity(at: z)
        - q.logDensity(at: z)
      let got = model.logWeight(of: x, under: q, noise: noise)
      expectEqual([got], [expected], roundings: 100, scale: 1000)
      // A log-weight is quadratic in the noise, so the four draws on the axes integrate it exactly.
      if noise.contains(0) { mean += got / 4 }
    }
    expectEqual([mean], [fixture.model.evidenceLowerBound(q, for: x).value], roundings: 200, scale: 1000)
  }

  @Test("Sample k is weighed at draws k·d …", arguments: AutoencoderFixture.all)
  func definition(fixture: AutoencoderFixture) {
    let (model, x) = (fixture.model, fixture.observation)
    let q = model.encoder.approximatePosterior(of: x)
    let logWeights = (0..<200).map {
      model.logWeight(of: x, under: q, noise: noise().normals(2 * $0..<2 * $0 + 2))
    }
    let estimate = model.logMarginalLikelihood(of: x, samples: 200, noise: noise())
    expectEqual([estimate.logMean], [logMeanExp(logWeights)], roundings: 300, scale: 20)
  }

  @Test(
    "More samples bring the bound nearer to log p(x): K = 1, 5, 50",
    arguments: [(1, -2.630), (5, -2.013), (50, -1.9296)])
  func tighter(samples: Int, bound: Double) {
    // q = N(0.3, 0.2) at x = 1.5: the expectation of the logarithm of an average over K samples.
    let toy = toy(slope: 0.2, variance: 0.2)
    let estimates = MonteCarloEstimate(
      (0..<20_000).map { toy.logMarginalLikelihood(of: [1.5], samples: samples, noise: noise().substream($0)).logMean })
    // Quoted to its last digit; the average over 20,000 repetitions adds its own error.
    let error = estimates.standardError ?? .nan
    #expect(abs(estimates.mean - bound) < 6.11 * error + (samples == 50 ? 5e-5 : 5e-4) + (samples == 1 ? 2.5e-3 : 0))
    #expect(estimates.mean < -1.9209772316 - 6.11 * error)
  }
}

@Suite("Equation (1) through a decoder")
struct DecoderMarginalTests {
  @Test("The toy's decoder gives the toy's log p(x), and not that of a variance read as a deviation", arguments: 1...3)
  func toy(seed: UInt64) throws {
    let count = 500_000
    let decoder = Decoder(
      network: Network([Layer(matrix: Matrix([[2]]), bias: [0])]), likelihood: .gaussian(variance: 0.5))
    let sampling = MonteCarlo(samples: count, noise: RandomStream(seed: seed, purpose: "prior"))
    let estimate = decoder.logMarginalLikelihood(of: [1.5], sampling)
    let model = try LinearGaussian(slope: 2, observationVariance: 0.5)
    let standardError = (model.relativeVarianceOfWeights(of: [1.5]) / Double(count)).squareRoot()
    let mistaken = try LinearGaussian(slope: 2, observationVariance: 0.25)
    expectMean(
      MonteCarloEstimate([estimate.logMean]), is: model.logMarginalLikelihood(of: 1.5),
      not: mistaken.logMarginalLikelihood(of: 1.5), standardError: standardError)
    #expect(abs(try #require(estimate.standardError) / standardError - 1) < 0.05)
  }

  @Test(
    "Sample i is the decoder's density at draws i·d …, and without layers d is D", arguments: AutoencoderFixture.all)
  func definition(fixture: AutoencoderFixture) {
    let x = fixture.observation
    let stream = RandomStream(seed: 1, purpose: "prior")
    for (decoder, d) in [
      (fixture.model.decoder, 2), (Decoder(network: Network([]), likelihood: fixture.likelihood), 3),
    ] {
      let logWeights = (0..<50).map { decoder.logDensity(of: x, given: stream.normals(d * $0..<d * $0 + d)) }
      let estimate = decoder.logMarginalLikelihood(of: x, MonteCarlo(samples: 50, noise: stream))
      #expect(estimate.count == 50)
      expectEqual([estimate.logMean], [logMeanExp(logWeights)], roundings: 200, scale: 40)
    }
  }
}
