import Testing
import VAECore
import Verification

@Suite("Equations (8) and (19): the decoder")
struct DecoderTests {
  private let z = [0.3, -0.7]

  /// A decoder whose one layer passes z on.
  private func identity(_ likelihood: Likelihood, _ dimension: Int = 1) -> Decoder {
    Decoder(
      network: Network([Layer(matrix: .identity(dimension), bias: [Double](repeating: 0, count: dimension))]),
      likelihood: likelihood)
  }

  @Test(
    "A Gaussian's whole log-likelihood, scale and constant included, s² fixed or learned",
    arguments: [Likelihood.gaussian(variance: 0.3), .gaussianWithLearnedVariance(logVariance: log(0.3))])
  func gaussian(likelihood: Likelihood) throws {
    let fixture = AutoencoderFixture(.tanh, likelihood)
    let decoder = Decoder(network: fixture.model.decoder.network, likelihood: likelihood)
    let f = decoder.network.value(of: z)
    let expected = try DiagonalGaussian(
      mean: f, standardDeviation: [Double](repeating: 0.3.squareRoot(), count: 3)
    ).logDensity(at: fixture.observation)
    let got = decoder.logDensity(of: fixture.observation, given: z)
    expectEqual([got], [expected], roundings: 60, scale: 20)
    let printed = -zip(f, fixture.observation).reduce(0) { $0 + ($1.0 - $1.1).squared }
    #expect(abs(got - printed) > 0.1, "eq. (20) as printed is another number")
    #expect(decoder.expectedObservation(given: z) == f)
  }

  @Test(
    "A Bernoulli's log-probability is x f − softplus(f)",
    arguments: GoldenCase.cases("bernoulliLogitsLogProb", in: "golden-network"))
  func bernoulli(golden: GoldenCase) {
    let decoder = identity(.bernoulli)
    golden.expect("logp", decoder.logDensity(of: [golden.scalar("x")], given: [golden.scalar("logit")]))
  }

  @Test("Logits of ±800 neither overflow nor cancel")
  func extremeLogits() {
    let decoder = identity(.bernoulli)
    for (x, f, expected) in [(1.0, 800.0, 0.0), (0, 800, -800), (1, -800, -800), (0, -800, 0), (0.25, 800, -600)] {
      let (value, pullback) = decoder.logDensityWithPullback(of: [x], given: [f])
      #expect(value == expected && decoder.logDensity(of: [x], given: [f]) == expected)
      #expect(pullback(1).latent == [x - (f > 0 ? 1 : 0)])
    }
    // At f = 40 only the last digits differ from x f − f: what is left is −log(1 + e⁻⁴⁰).
    let tail = decoder.logDensity(of: [1], given: [40])
    #expect(abs(tail / -4.248354255291589e-18 - 1) <= 8 * 0x1p-53)
  }

  @Test("A pixel's expectation is its probability, and dimensions add up")
  func pixels() {
    let decoder = identity(.bernoulli, 2)
    #expect(decoder.expectedObservation(given: [0, log(3)])[0] == 0.5)
    expectEqual(decoder.expectedObservation(given: [0, log(3)]), [0.5, 0.75], roundings: 4, scale: 1)
    // log ½ + log ¾.
    expectEqual([decoder.logDensity(of: [0, 1], given: [0, log(3)])], [log(0.375)], roundings: 8, scale: 1)
  }

  @Test("A Poisson variable's log-probability is x f − exp f − log x!, and its expectation the rate")
  func poisson() {
    let decoder = identity(.poisson, 2)
    // Rates 1 and 3, counts 0 and 4: p = e⁻¹ · 3⁴ e⁻³/4!.
    let expected = -4 + log(81.0 / 24)
    expectEqual([decoder.logDensity(of: [0, 4], given: [0, log(3)])], [expected], roundings: 8, scale: 8)
    expectEqual(decoder.expectedObservation(given: [0, log(3)]), [1, 3], roundings: 4, scale: 3)
    expectEqual(
      decoder.logDensityWithPullback(of: [0, 4], given: [0, log(3)]).pullback(1).latent, [-1, 1], roundings: 4, scale: 4
    )
    #expect(decoder.likelihood.variance == nil)
  }

  @Test(
    "Both gradients are derivatives along random directions, log s² included", arguments: AutoencoderFixture.all, 1...2)
  func pullback(fixture: AutoencoderFixture, seed: UInt64) {
    let (decoder, x) = (fixture.model.decoder, fixture.observation)
    let (value, pullback) = decoder.logDensityWithPullback(of: x, given: z)
    #expect(value == decoder.logDensity(of: x, given: z))
    let (latent, parameters) = pullback(-2.5)
    let direction = RandomStream(seed: seed, purpose: "z").normals(0..<2)
    expectDerivative(latent, along: direction, scale: 100) { t in
      -2.5 * decoder.logDensity(of: x, given: moved(z, t, along: direction))
    }
    let turned = decoder.direction(seed)
    expectDerivative(parameters.numbers, along: turned.numbers, scale: 100) { t in
      -2.5 * decoder.moved(t, along: turned).logDensity(of: x, given: z)
    }
  }

  @Test("A learned log s² is a parameter; a fixed s² is none")
  func parameters() {
    let learned = identity(.gaussianWithLearnedVariance(logVariance: 0.5))
    #expect(learned.numbers == [1, 0, 0.5] && (learned + learned).numbers == [2, 0, 1])
    #expect((learned + learned).likelihood.variance == exp(1))
    let fixed = identity(.gaussian(variance: 0.3))
    #expect(fixed.numbers == [1, 0] && (fixed + fixed).likelihood == .gaussian(variance: 0.3))
    #expect(identity(.bernoulli).likelihood.variance == nil)
    // By hand at r² = 4, s² = e^½: ∂/∂ log s² = r²/(2s²) − ½.
    let gradient = learned.logDensityWithPullback(of: [2], given: [0]).pullback(1).decoder
    #expect(abs(gradient.numbers[2] - (2 / exp(0.5) - 0.5)) <= 4 * 0x1p-53)
  }

  @Test("The parts of a random decoder draw from substreams of their own")
  func random() {
    let noise = RandomStream(seed: 3, purpose: "decoder")
    let decoder = Decoder(
      latentDimension: 2, hidden: [5, 3], observedDimension: 4, activation: .relu, likelihood: .bernoulli,
      random: noise)
    let hidden = Network(inputs: 2, widths: [5, 3], activation: .relu, random: noise.substream(0)).layers
    #expect(decoder.network.layers == hidden + [Layer(inputs: 3, outputs: 4, random: noise.substream(1))])
    let linear = Decoder(
      latentDimension: 2, hidden: [], observedDimension: 4, likelihood: .bernoulli, random: noise)
    #expect(linear.network.layers == [Layer(inputs: 2, outputs: 4, random: noise.substream(1))])
  }
}
