import Testing
import VAECore
import Verification

@testable import VAEEngine

@Suite("Equation (1) through a decoder")
struct DecoderMarginalTests {
  private func decoder<Scalar: NetworkScalar>(
    _ scalar: Scalar.Type, hidden: [Int], latent: Int, observed: Int, likelihood: Likelihood = .gaussian(variance: 0.3)
  ) throws -> DecoderNetwork<Scalar> {
    try DecoderNetwork<Scalar>(
      latentDimension: latent, hidden: hidden, observationDimension: observed, activation: .tanh,
      likelihood: likelihood,
      random: RandomStream(seed: 3, purpose: "weights"))
  }

  private func sampling(_ samples: Int, seed: UInt64 = 1) -> MonteCarlo {
    MonteCarlo(samples: samples, noise: RandomStream(seed: seed, purpose: "prior"))
  }

  @Test("The toy's decoder gives the toy's log p(x), and not that of a variance read as a deviation", arguments: 1...5)
  func toy(seed: UInt64) throws {
    let layer = try DenseLayer<Double>(weight: Batch([[2]]), bias: [0])
    let toy = try DecoderNetwork(
      hidden: MultilayerPerceptron(layers: [], activation: .tanh), output: layer, likelihood: .gaussian(variance: 0.5))
    let estimate = try toy.logMarginalLikelihood(of: [1.5], sampling(1_000_000, seed: seed))
    let model = try LinearGaussian(slope: 2, observationVariance: 0.5)
    let truth = model.logMarginalLikelihood(of: [1.5])
    let standardError = (model.relativeVarianceOfWeights(of: [1.5]) / 1_000_000).squareRoot()
    #expect(abs(estimate.logMean - truth) <= Claim.threshold * standardError)
    let mistaken = try LinearGaussian(slope: 2, observationVariance: 0.25)
    #expect(abs(mistaken.logMarginalLikelihood(of: [1.5]) - truth) > Claim.detectableBias * standardError)
  }

  @Test("A network with one latent dimension agrees with quadrature, in both precisions", arguments: 1...3)
  func quadrature(seed: UInt64) throws {
    let network = try decoder(Double.self, hidden: [4], latent: 1, observed: 3)
    let x = [0.4, -0.3, 0.2]
    let prior = DiagonalGaussian.standard(dimension: 1)
    let truth = Quadrature.integral { z in
      exp(((try? network.logDensity(of: x, given: [z])) ?? .nan) + prior.logDensity(at: [z]))
    }
    let double = try network.logMarginalLikelihood(of: x, sampling(200_000, seed: seed))
    let single = try decoder(Float.self, hidden: [4], latent: 1, observed: 3)
      .logMarginalLikelihood(of: x.map { Float($0) }, sampling(200_000, seed: seed))
    for estimate in [double, single] {
      let standardError = try #require(estimate.standardError)
      #expect(abs(estimate.logMean - log(truth.value)) <= Claim.threshold * standardError + truth.error / truth.value)
      #expect(Claim.detectableBias * standardError < 0.05, "five per cent of p(x) would be seen")
    }
  }

  @Test(
    "Sample i is the decoder's density at draws i·d …, also where a tile ends early",
    arguments: [1, 63, 64, 1000], [Likelihood.gaussian(variance: 0.3), .bernoulli])
  func definition(samples: Int, likelihood: Likelihood) throws {
    let network = try decoder(Double.self, hidden: [5], latent: 3, observed: 4, likelihood: likelihood)
    let x = [0.0, 1, 0.25, 1]
    let plan = sampling(samples)
    let draws = plan.noise.normals(0..<3 * samples)
    let logWeights = try (0..<samples).map {
      try network.logDensity(of: x, given: Array(draws[3 * $0..<3 * $0 + 3]))
    }
    let estimate = try network.logMarginalLikelihood(of: x, plan)
    #expect(estimate.count == samples)
    #expect(abs(estimate.logMean - logMeanExp(logWeights)) <= Tolerance.rounding(operations: 200, scale: 20).value)
  }

  @Test(
    "Rotating the last layer changes no weight: more rows than columns, as many, fewer",
    arguments: [(9, 4), (6, 6), (3, 8)])
  func rotation(observed: Int, width: Int) throws {
    let network = try decoder(Double.self, hidden: [width], latent: 2, observed: observed)
    let x = (0..<observed).map { 0.3 * Double($0) - 1 }
    for sample in 0..<64 {
      let one = MonteCarlo(samples: 1, noise: RandomStream(seed: 7, number: UInt64(sample)))
      let z = one.noise.normals(0..<2)
      let direct = try network.logDensity(of: x, given: z)
      let rotated = try network.logMarginalLikelihood(of: x, one).logMean
      // A rounding for each product of the layer, of the rotation and of the distance, at the scale of ‖f − x‖²/2s².
      let tolerance = Tolerance.rounding(operations: 8 * observed * (width + 2), scale: 4 * (abs(direct) + 10))
      #expect(abs(rotated - direct) <= tolerance.value)
    }
  }

  @Test("In single precision a weight keeps seven digits of its squared distance", arguments: 1...5)
  func singlePrecision(seed: UInt64) throws {
    let double = try decoder(Double.self, hidden: [16], latent: 2, observed: 24)
    let single = try decoder(Float.self, hidden: [16], latent: 2, observed: 24)
    let x = (0..<24).map { 0.1 * Double($0) - 1 }
    let plan = MonteCarlo(samples: 4, noise: RandomStream(seed: seed, purpose: "prior"))
    let draws = Batch<Float>(rows: 1, columns: 8) { plan.noise.fillNormals($0.start, count: 8, from: 0) }.elements
    let logWeights = try (0..<4).map {
      try double.logDensity(of: x, given: [Double(draws[2 * $0]), Double(draws[2 * $0 + 1])])
    }
    let estimate = try single.logMarginalLikelihood(of: x.map { Float($0) }, plan)
    // 24 squares of sums of 17 products: each term of ‖f − x‖²/2s² is rounded 2 · 17 + 2 times, to 2⁻²⁴.
    let scale = 10 + (logWeights.map(abs).max() ?? 0)
    #expect(abs(estimate.logMean - logMeanExp(logWeights)) <= 72 * 0x1p-24 * scale)
  }

  @Test("The bits do not depend on the number of threads", arguments: [2, 3, 4, 8])
  func threads(count: Int) throws {
    let network = try decoder(Float.self, hidden: [8], latent: 2, observed: 5)
    let x: [Float] = [0.1, 0.2, 0.3, 0.4, 0.5]
    let one = try network.logMarginalLikelihood(of: x, sampling(100_001), threads: Threads(1))
    let many = try network.logMarginalLikelihood(of: x, sampling(100_001), threads: Threads(count))
    #expect(one == many)
  }

  @Test("An observation of another dimension is refused")
  func refusal() throws {
    let network = try decoder(Float.self, hidden: [8], latent: 2, observed: 5)
    #expect(throws: InvalidInput.self) { try network.logMarginalLikelihood(of: [1, 2], sampling(10)) }
  }
}
