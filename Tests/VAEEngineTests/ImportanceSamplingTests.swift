import Arithmetic
import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Equation (1) as an average over the encoder's q")
struct ImportanceSamplingTests {
  /// The toy z ~ N(0, 1), x | z ~ N(2z, ½) with q(z | x) = N(a x, b) in its encoder.
  private func toy(slope: Double, variance: Double) throws -> VariationalAutoencoder<Double> {
    let none = try MultilayerPerceptron<Double>(layers: [], activation: .tanh)
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        hidden: none, mean: DenseLayer(weight: Batch([[slope]]), bias: [0]),
        logVariance: DenseLayer(weight: Batch([[0]]), bias: [log(variance)])),
      decoder: DecoderNetwork(
        hidden: none, output: DenseLayer(weight: Batch([[2]]), bias: [0]), likelihood: .gaussian(variance: 0.5)))
  }

  private func network<Scalar: NetworkScalar>(
    _ scalar: Scalar.Type, latent: Int, observed: Int, likelihood: Likelihood, outputActivation: Activation = .identity
  ) throws -> VariationalAutoencoder<Scalar> {
    let random = RandomStream(seed: 9, purpose: "weights")
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        observationDimension: observed, hidden: [6], latentDimension: latent, activation: .tanh,
        random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: latent, hidden: [5], observationDimension: observed, activation: .tanh,
        likelihood: likelihood, outputActivation: outputActivation, random: random.substream(1)))
  }

  private func noise(_ seed: UInt64 = 1) -> RandomStream { RandomStream(seed: seed, purpose: "importance samples") }

  @Test("With the posterior as q every weight is p(x): no spread, one sample is enough")
  func posterior() throws {
    let data = try Batch([[1.5], [-4], [0]])
    let model = try LinearGaussian(slope: 2, observationVariance: 0.5)
    let result = try toy(slope: 2 / 4.5, variance: 1.0 / 9)
      .importanceSampledLikelihood(of: data, samples: 1000, noise: noise())
    #expect(abs(result.data[0].logMean - -1.9209772316) <= Tolerance.quoted(decimals: 10).value)
    for (datum, estimate) in result.data.enumerated() {
      let truth = model.logMarginalLikelihood(of: Array(data[row: datum]))
      #expect(abs(estimate.logMean - truth) <= Tolerance.rounding(operations: 40, scale: 40).value)
      #expect(estimate.effectiveSampleSize > 999.999)
    }
  }

  @Test(
    "A q that is too wide and off its place is weighed right, and its standard error is the exact one", arguments: 1...5
  )
  func exactStandardError(seed: UInt64) throws {
    let (x, slope, variance, samples) = (1.5, 0.2, 0.4, 400_000)
    let estimate = try toy(slope: slope, variance: variance)
      .importanceSampledLikelihood(of: Batch([[x]]), samples: samples, noise: noise(seed)).data[0]
    // ∫ p(z | x)²/q(z) dz = b / √(v (2b − v)) · exp((m − a)²/(2b − v)) for the posterior N(m, v) and q = N(a, b).
    let (mean, posteriorVariance) = (x * 2 / 4.5, 1.0 / 9)
    let excess = 2 * variance - posteriorVariance
    let second =
      variance / (posteriorVariance * excess).squareRoot()
      * exp((mean - slope * x) * (mean - slope * x) / excess)
    let standardError = ((second - 1) / Double(samples)).squareRoot()
    let truth = -1.9209772316
    #expect(abs(estimate.logMean - truth) <= Claim.threshold * standardError + 1e-10)
    // Weights without log p(z) − log q(z) average E_q p(x | z), which is another number: the check would see it.
    let withoutRatio =
      -0.5 * (x - 2 * slope * x) * (x - 2 * slope * x) / (0.5 + 4 * variance)
      - 0.5 * log(2 * Double.pi * (0.5 + 4 * variance))
    #expect(abs(withoutRatio - truth) > Claim.detectableBias * standardError)
    let estimated = try #require(estimate.standardError)
    #expect(abs(estimated / standardError - 1) < 0.05)
    #expect(abs(estimate.effectiveSampleSize * second / Double(samples) - 1) < 0.05)
  }

  @Test("A Bernoulli decoder agrees with quadrature, in both precisions", arguments: 1...3)
  func quadrature(seed: UInt64) throws {
    let double = try network(Double.self, latent: 1, observed: 4, likelihood: .bernoulli)
    let single = try network(Float.self, latent: 1, observed: 4, likelihood: .bernoulli)
    let x = [1.0, 0, 0.25, 1]
    let prior = DiagonalGaussian.standard(dimension: 1)
    let truth = Quadrature.integral { z in
      exp(((try? double.decoder.logDensity(of: x, given: [z])) ?? .nan) + prior.logDensity(at: [z]))
    }
    let estimates = [
      try double.importanceSampledLikelihood(of: Batch([x]), samples: 200_000, noise: noise(seed)).data[0],
      try single.importanceSampledLikelihood(
        of: Batch([x.map { Float($0) }]), samples: 200_000, noise: noise(seed)
      ).data[0],
    ]
    for estimate in estimates {
      let standardError = try #require(estimate.standardError)
      #expect(abs(estimate.logMean - log(truth.value)) <= Claim.threshold * standardError + truth.error / truth.value)
      #expect(Claim.detectableBias * standardError < 0.05, "five per cent of p(x) would be seen")
    }
  }

  @Test(
    "Sample k of datum i is weighed at draws k·d … of substream i, whatever the likelihood",
    arguments: [1, 63, 65, 200], ["fixed", "sigmoid", "bernoulli"])
  func definition(samples: Int, kind: String) throws {
    let model = try network(
      Double.self, latent: 3, observed: 4, likelihood: kind == "bernoulli" ? .bernoulli : .gaussian(variance: 0.3),
      outputActivation: kind == "sigmoid" ? .sigmoid : .identity)
    let data = try Batch([[0, 1, 0.25, 1], [0.5, 0.5, 1, 0]])
    let result = try model.importanceSampledLikelihood(of: data, samples: samples, noise: noise())
    let prior = DiagonalGaussian.standard(dimension: 3)
    for datum in 0..<2 {
      let x = Array(data[row: datum])
      let q = try model.encoder.approximatePosterior(of: x)
      let draws = noise().substream(datum).normals(0..<3 * samples)
      let logWeights = try (0..<samples).map { sample in
        let z = (0..<3).map { q.mean[$0] + q.standardDeviation[$0] * draws[3 * sample + $0] }
        return try model.decoder.logDensity(of: x, given: z) + prior.logDensity(at: z) - q.logDensity(at: z)
      }
      #expect(result.data[datum].count == samples)
      let difference = result.data[datum].logMean - logMeanExp(logWeights)
      #expect(abs(difference) <= Tolerance.rounding(operations: 300, scale: 20).value)
    }
  }

  @Test(
    "A number of samples just below, at or just above whole parts gives the core's estimate",
    arguments: [16_383, 16_384, 16_385, 32_768])
  func parts(samples: Int) throws {
    let model = try toy(slope: 0.2, variance: 0.4)
    let data = try Batch([[1.5], [-1]])
    let estimates = try model.importanceSampledLikelihood(of: data, samples: samples, noise: noise()).data
    for (datum, estimate) in estimates.enumerated() {
      let (x, stream) = (Array(data[row: datum]), noise().substream(datum))
      let sampling = MonteCarlo(samples: samples, noise: stream)
      let pairs = [
        (estimate, model.core.logMarginalLikelihood(of: x, samples: samples, noise: stream)),
        (
          try model.decoder.logMarginalLikelihood(of: x, sampling),
          model.core.decoder.logMarginalLikelihood(of: x, sampling)
        ),
      ]
      for (got, expected) in pairs {
        // A sample too many or too few would show in the fifth decimal.
        #expect(got.count == samples && abs(got.logMean - expected.logMean) <= 1e-9)
        #expect(abs(got.effectiveSampleSize / expected.effectiveSampleSize - 1) <= 1e-9)
      }
    }
  }

  @Test("The rotated layer, used where it pays, gives the same weights", arguments: [50, 2000])
  func rotation(samples: Int) throws {
    let model = try network(Double.self, latent: 2, observed: 9, likelihood: .gaussian(variance: 0.3))
    let x = (0..<9).map { 0.3 * Double($0) - 1 }
    let q = try model.encoder.approximatePosterior(of: x)
    let prior = DiagonalGaussian.standard(dimension: 2)
    let draws = noise().substream(0).normals(0..<2 * samples)
    let logWeights = try (0..<samples).map { sample in
      let z = (0..<2).map { q.mean[$0] + q.standardDeviation[$0] * draws[2 * sample + $0] }
      return try model.decoder.logDensity(of: x, given: z) + prior.logDensity(at: z) - q.logDensity(at: z)
    }
    let estimate = try model.importanceSampledLikelihood(of: Batch([x]), samples: samples, noise: noise()).data[0]
    let scale = 20 + (logWeights.map(abs).max() ?? 0)
    let tolerance = Tolerance.rounding(operations: 500, scale: scale)
    #expect(abs(estimate.logMean - logMeanExp(logWeights)) <= tolerance.value)
  }

  @Test("The bits do not depend on the number of threads", arguments: [2, 3, 4, 8])
  func threads(count: Int) throws {
    for likelihood in [Likelihood.bernoulli, .gaussian(variance: 0.3)] {
      let model = try network(Float.self, latent: 2, observed: 5, likelihood: likelihood)
      let data = Batch<Float>(rows: 3, columns: 5, elements: (0..<15).map { Float($0) / 15 })
      let one = try model.importanceSampledLikelihood(of: data, samples: 40_001, noise: noise(), threads: Threads(1))
      let many = try model.importanceSampledLikelihood(
        of: data, samples: 40_001, noise: noise(), threads: Threads(count))
      #expect(one == many)
    }
  }

  @Test("The mean over data and the two parts of its uncertainty")
  func summary() throws {
    let model = try toy(slope: 0.2, variance: 0.4)
    let data = try Batch([[1.5], [0], [-1]])
    let result = try model.importanceSampledLikelihood(of: data, samples: 5000, noise: noise())
    let values = result.data.map(\.logMean)
    #expect(result.mean == MonteCarloEstimate(values))
    let errors = try result.data.map { try #require($0.standardError) }
    let expected = (errors.reduce(0) { $0 + $1 * $1 }).squareRoot() / 3
    #expect(abs(try #require(result.samplingStandardError) - expected) <= 4 * expected.ulp)
    let single = try model.importanceSampledLikelihood(of: data, samples: 1, noise: noise())
    #expect(single.samplingStandardError == nil, "one sample has no standard error")
  }

  @Test("Progress is reported after each datum, whether its samples are one part or two", arguments: [10, 16_385])
  func progress(samples: Int) throws {
    var done: [Int] = []
    _ = try toy(slope: 0.2, variance: 0.4).importanceSampledLikelihood(
      of: Batch([[1.5], [0], [-1]]), samples: samples, noise: noise()
    ) { done.append($0) }
    #expect(done == [1, 2, 3])
  }

  @Test("No samples, no data, a datum of another dimension or outside the domain are refused")
  func refusals() throws {
    let model = try network(Float.self, latent: 2, observed: 3, likelihood: .bernoulli)
    let good: Batch<Float> = try Batch([[0, 1, 1]])
    for (data, samples) in [
      (good, 0), (good, -5), (Batch(rows: 0, columns: 3, elements: []), 10), (try Batch([[0, 1]]), 10),
      (try Batch([[0, 1, 2]]), 10), (try Batch([[0, .nan, 1]]), 10),
    ] {
      #expect(throws: InvalidInput.self) {
        try model.importanceSampledLikelihood(of: data, samples: samples, noise: noise())
      }
    }
  }
}
