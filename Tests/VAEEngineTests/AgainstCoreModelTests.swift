import Testing
import VAECore
import Verification

@testable import VAEEngine

extension Autoencoder {
  /// The parameters in the engine's order.
  var parameters: [Double] {
    let layers = encoder.hidden.layers + [encoder.mean, encoder.logVariance] + decoder.network.layers
    var result = layers.flatMap { $0.matrix.elements + $0.bias }
    if case .gaussianWithLearnedVariance(let logVariance) = decoder.likelihood { result.append(logVariance) }
    return result
  }
}

@Suite("The engine's model against VAECore.Autoencoder")
struct AgainstCoreModelTests {
  static let models: [(Likelihood, Activation, [Int], Int)] = [
    (.gaussian(variance: 0.3), .tanh, [33, 17], 3),
    (.gaussianWithLearnedVariance(logVariance: -0.5), .softplus, [5], 2),
    (.bernoulli, .relu, [16], 20), (.bernoulli, .tanh, [], 1), (.poisson, .tanh, [9], 2),
  ]

  private func model<Scalar: NetworkScalar>(
    _: Scalar.Type, _ kind: (Likelihood, Activation, [Int], Int)
  ) throws -> VariationalAutoencoder<Scalar> {
    let random = RandomStream(seed: 29, purpose: "against the core")
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        observationDimension: 19, hidden: kind.2, latentDimension: kind.3, activation: kind.1,
        random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: kind.3, hidden: kind.2, observationDimension: 19, activation: kind.1, likelihood: kind.0,
        random: random.substream(1)))
  }

  /// Observations between 0 and 1, which every likelihood but the Poisson one takes, or counts up to 5.
  private func observations<Scalar: NetworkScalar>(_ rows: Int, of likelihood: Likelihood) -> Batch<Scalar> {
    let stream = RandomStream(seed: 29, purpose: "observations")
    let elements = (0..<rows * 19).map { stream.uniform(at: $0) }
    return Batch(
      rows: rows, columns: 19,
      elements: elements.map { Scalar(likelihood == .poisson ? (6 * $0).rounded(.down) : $0) })
  }

  @Test("Equations (16), (19) and (20): bound and gradient of a batch are the means of the core's", arguments: models)
  func gradient(kind: (Likelihood, Activation, [Int], Int)) throws {
    func check<Scalar: NetworkScalar>(_: Scalar.Type) throws {
      let model = try model(Scalar.self, kind)
      let (x, noise): (Batch<Scalar>, Batch<Scalar>) = (observations(13, of: kind.0), normals(26, kind.3, "noise"))
      let (bound, gradient) = try model.gradientOfEvidenceLowerBound(observations: x, noise: noise)
      let core = model.core
      var (reconstruction, divergence, expected) = (0.0, 0.0, 0 * core)
      for row in 0..<26 {
        let one = core.lowerBoundWithGradient(of: x.vectors[row / 2], noise: noise.vectors[row])
        reconstruction += one.bound.reconstruction / 26
        divergence += one.bound.divergence / 26
        expected = expected + (1 / 26) * one.gradient
      }
      // Some hundred roundings on the way of each number, of terms that sum up to less than the scale.
      let scale = 40 + abs(reconstruction) + abs(divergence)
      let tolerance = 300 * Double(Scalar.ulpOfOne) * scale
      #expect(abs(bound.reconstruction - reconstruction) <= tolerance)
      #expect(abs(bound.divergence - divergence) <= tolerance)
      let furthest = zip(gradient.parameters, expected.parameters).map { abs(Double($0) - $1) }.max() ?? .nan
      #expect(furthest <= tolerance && gradient.parameterCount == expected.parameters.count)
    }
    try check(Float.self)
    try check(Double.self)
  }

  @Test("A model of the core becomes the engine's, and comes back unchanged", arguments: models)
  func copies(kind: (Likelihood, Activation, [Int], Int)) throws {
    let model = try model(Double.self, kind)
    #expect(try VariationalAutoencoder<Double>(model.core).core == model.core)
    var mixed = model.core
    mixed.encoder.hidden = Network([
      Layer(inputs: 19, outputs: 3, activation: .tanh, random: RandomStream(seed: 1, purpose: "mixed")),
      Layer(inputs: 3, outputs: 3, activation: .relu, random: RandomStream(seed: 1, purpose: "mixed")),
    ])
    #expect(throws: InvalidInput.self) { try VariationalAutoencoder<Double>(mixed) }
  }

  @Test("A model with random parameters has the core's, from the same stream", arguments: models)
  func randomParameters(kind: (Likelihood, Activation, [Int], Int)) throws {
    let random = RandomStream(seed: 29, purpose: "against the core")
    let core = Autoencoder(
      encoder: Encoder(
        observedDimension: 19, hidden: kind.2, latentDimension: kind.3, activation: kind.1, random: random.substream(0)),
      decoder: Decoder(
        latentDimension: kind.3, hidden: kind.2, observedDimension: 19, activation: kind.1, likelihood: kind.0,
        random: random.substream(1)))
    #expect(try model(Double.self, kind).parameters == core.parameters)
  }

  @Test("Equations (8) and (19): posteriors, codes, means and draws are the core's, row by row", arguments: models)
  func uses(kind: (Likelihood, Activation, [Int], Int)) throws {
    func areNear(_ a: [Double], _ b: [Double]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-11 }
    }
    let model = try model(Double.self, kind)
    let (data, stream): (Batch<Double>, RandomStream) = (
      observations(7, of: kind.0), RandomStream(seed: 5, purpose: "uses")
    )
    let (means, logVariances) = try model.approximatePosteriors(of: data)
    let latents = try model.drawLatents(ofPosteriorsOf: data, random: stream)
    let expected = try model.expectedObservations(of: latents)
    let drawn = try model.drawObservations(of: latents, random: stream)
    let prior = model.drawLatents(7, random: stream)
    for (row, x) in data.vectors.enumerated() {
      let q = model.core.encoder.approximatePosterior(of: x)
      let noise = stream.normals(row * kind.3..<(row + 1) * kind.3)
      #expect(areNear(means.vectors[row], q.mean) && areNear(logVariances.vectors[row], q.logVariance))
      #expect(areNear(latents.vectors[row], q.reparameterized(noise: noise)) && areNear(prior.vectors[row], noise))
      let mean = expected.vectors[row]
      #expect(areNear(mean, model.core.decoder.expectedObservation(given: latents.vectors[row])))
      let draws = mean.indices.map { column in
        let index = row * 19 + column
        if kind.0 == .poisson { return drawPoisson(rate: mean[column], stream.uniform(at: index)) }
        guard let variance = kind.0.variance else { return stream.uniform(at: index) < mean[column] ? 1.0 : 0 }
        return mean[column] + variance.squareRoot() * stream.normal(at: index)
      }
      #expect(areNear(drawn.vectors[row], draws))
    }
  }

  @Test("Equation (18): two epochs of training are VAECore.Training's", arguments: models)
  func training(kind: (Likelihood, Activation, [Int], Int)) throws {
    let (model, data): (_, Batch<Double>) = (try model(Double.self, kind), observations(23, of: kind.0))
    let plan = try TrainingPlan(
      batchSize: 5, epochs: 2, seed: 6, objective: Objective(samples: 3), schedule: .constant(0.003))
    let trainer = try Trainer(model: model, data: data, plan: plan)
    var training = Training(of: model.core, batchSize: 5, draws: 3, learningRate: 0.003, seed: 6)
    for _ in 0..<2 {
      let value = try trainer.trainEpoch().value
      let expected = training.epoch(over: data.vectors)
      let tolerance = 1e-9 * (abs(expected.reconstruction) + expected.divergence)
      #expect(abs(value.bound.reconstruction - expected.reconstruction) <= tolerance)
      #expect(abs(value.bound.divergence - expected.divergence) <= tolerance)
      #expect(abs(value.objective - expected.value) <= tolerance)
    }
    // Adam divides by √v, which enlarges a rounding of a small gradient; a step is 0.003, and there are ten.
    for (a, b) in zip(trainer.model.parameters, training.model.parameters) { #expect(abs(a - b) <= 1e-7) }
    #expect(zip(model.parameters, training.model.parameters).contains { abs($0 - $1) > 0.01 }, "they moved")
  }

  @Test("Equation (1): importance samples, and draws of the prior", arguments: models)
  func marginalLikelihood(kind: (Likelihood, Activation, [Int], Int)) throws {
    let model = try model(Double.self, kind)
    let (x, core): (Batch<Double>, Autoencoder) = (observations(2, of: kind.0), model.core)
    let noise = RandomStream(seed: 29, purpose: "importance samples")
    // Single precision draws other normals: the tests of eq. (1) hold it against quadrature.
    for samples in [1, 11, 48, 500, 3000] {
      let estimates = try model.importanceSampledLikelihood(of: x, samples: samples, noise: noise).data
      for (datum, vector) in x.vectors.enumerated() {
        let sampled = core.logMarginalLikelihood(of: vector, samples: samples, noise: noise.substream(datum))
        #expect(estimates[datum].count == samples)
        #expect(abs(estimates[datum].logMean - sampled.logMean) <= 1e-9)
        let prior = MonteCarlo(samples: samples, noise: noise)
        let estimate = try model.decoder.logMarginalLikelihood(of: vector, prior)
        #expect(abs(estimate.logMean - core.decoder.logMarginalLikelihood(of: vector, prior).logMean) <= 1e-9)
      }
    }
  }
}
