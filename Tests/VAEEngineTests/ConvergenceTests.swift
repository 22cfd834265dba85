import Testing

import VAECore
@testable import VAEEngine

/// A linear encoder and decoder can be the exact posterior and the exact model, so that the largest bound is the largest
/// log-likelihood of probabilistic PCA, known from the spectrum alone.
@Suite("Equation (20): training reaches the exact optimum of probabilistic PCA")
struct ConvergenceTests {
  private static let spectrum = [5.0, 3, 1, 0.5, 0.25]
  /// The largest mean log-likelihood with one latent dimension, in nats.
  private static let optimum = -8.2431121361
  private static let draws = 8
  /// The learning rate at the end.
  private static let rate = 5e-4

  /// Ten data ±√(5 λⱼ) eⱼ, whose mean is 0 and whose covariance, divided by 10, is the diagonal of the spectrum.
  private static let data: Batch<Double> = {
    var data = Batch(rows: 10, columns: 5, repeating: 0.0)
    for (j, eigenvalue) in spectrum.enumerated() {
      data[2 * j, j] = (5 * eigenvalue).squareRoot()
      data[2 * j + 1, j] = -data[2 * j, j]
    }
    return data
  }()

  /// Plain ascent: its distance from the optimum at the end has a known expectation.
  private func trained(seed: UInt64, divergenceWeight: Double = 1) throws -> VariationalAutoencoder<Double> {
    let random = RandomStream(seed: seed, purpose: "convergence")
    let model = try VariationalAutoencoder<Double>(
      encoder: EncoderNetwork(
        observationDimension: 5, hidden: [], latentDimension: 1, activation: .tanh, random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: 1, hidden: [], observationDimension: 5, activation: .tanh,
        likelihood: .gaussian(variance: 1), learnsVariance: true, random: random.substream(1)))
    let plan = try TrainingPlan(
      batchSize: 10, epochs: 50_000, seed: seed,
      objective: Objective(samples: Self.draws, divergenceWeight: divergenceWeight), optimizer: .ascent,
      schedule: .stages([
        .init(epochs: 10_000, rate: 0.02), .init(epochs: 20_000, rate: 0.002), .init(epochs: 20_000, rate: Self.rate),
      ]))
    let trainer = try Trainer(model: model, data: Self.data, plan: plan, threads: Threads(1))
    while !trainer.isFinished { try trainer.trainEpoch() }
    return trainer.model
  }

  /// The bound without sampling: of a quadratic in ε, two draws at ±1 give the exact expectation.
  private func exactBound(of model: VariationalAutoencoder<Double>) throws -> Double {
    let noise = Batch(rows: 20, columns: 1, elements: (0..<20).map { $0 % 2 == 0 ? 1.0 : -1.0 })
    return try model.evidenceLowerBound(observations: Self.data, noise: noise).value
  }

  /// tr C, the summed variance of a step's gradient over its noise.
  private func varianceOfGradient(of model: VariationalAutoencoder<Double>) throws -> Double {
    let repetitions = 2000
    let rows = 10 * Self.draws
    var sums = [Double](repeating: 0, count: model.parameterCount)
    var squares = sums
    for repetition in 0..<repetitions {
      let noise = RandomStream(seed: 1, purpose: "variance of the gradient").substream(repetition)
      let gradient = try model.gradientOfEvidenceLowerBound(
        observations: Self.data, noise: Batch(rows: rows, columns: 1, elements: noise.normals(0..<rows))
      ).gradient.parameters
      for index in sums.indices {
        sums[index] += gradient[index]
        squares[index] += gradient[index] * gradient[index]
      }
    }
    let count = Double(repetitions)
    return zip(sums, squares).reduce(0) { $0 + ($1.1 - $1.0 * $1.0 / count) / (count - 1) }
  }

  /// How far below the optimum training may end.
  ///
  /// Around a maximum with curvature H, ascent at rate α with gradient noise C stays at a covariance Σ with
  /// HΣ + ΣH = αC, so that the expected loss is ½ tr HΣ = ¼ α tr C. The loss is a weighted sum of squares of normals; it
  /// exceeds 50 times its mean with a probability below exp(−(50 − 1 − log 50)/2) = 2 · 10⁻¹⁰, whatever the weights.
  private func tolerance(of model: VariationalAutoencoder<Double>) throws -> Double {
    try 50 * Self.rate / 4 * varianceOfGradient(of: model)
  }

  @Test("The bound ends at the largest log-likelihood, within what the noise of the steps explains", arguments: 1...3)
  func optimum(seed: UInt64) throws {
    let model = try trained(seed: seed)
    let loss = try Self.optimum - exactBound(of: model)
    // No bound exceeds the optimum, whose ten digits are rounded.
    #expect(loss >= -1e-10)
    #expect(try loss <= tolerance(of: model))
  }

  @Test("With half the divergence, the lost ½ of many programs, training ends elsewhere")
  func lostHalf() throws {
    let model = try trained(seed: 1, divergenceWeight: 0.5)
    let loss = try Self.optimum - exactBound(of: model)
    #expect(try loss > 2 * tolerance(of: model))
  }
}
