import Arithmetic
import Testing
import Verification

import VAECore
@testable import VAEEngine

/// d = 2, D = 3, n = 2, full weights, β ≠ 1, V and K above 1: every factor of an objective shows.
struct ObjectiveFixture<Scalar: NetworkScalar> {
  var model: VariationalAutoencoder<Scalar>
  let observations: Batch<Scalar>
  let random = RandomStream(seed: 23, purpose: "objective")

  init(_ likelihood: Likelihood, learnsVariance: Bool = false, outputActivation: Activation = .identity) throws {
    let encoder = EncoderNetwork<Scalar>(
      observationDimension: 3, hidden: [4], latentDimension: 2, activation: .tanh, random: random.substream(0))
    let decoder = try DecoderNetwork<Scalar>(
      latentDimension: 2, hidden: [4], observationDimension: 3, activation: .softplus, likelihood: likelihood,
      outputActivation: outputActivation, learnsVariance: learnsVariance, random: random.substream(1))
    model = try VariationalAutoencoder(encoder: encoder, decoder: decoder)
    let shift = random.substream(2).normals(0..<model.parameterCount)
    try model.setParameters(zip(model.parameters, shift).map { $0 + Scalar(0.3 * $1) })
    let x: [Scalar] =
      switch likelihood {
      case .bernoulli: [0, 1, 1, 0.25, 1, 0]
      case .poisson: [0, 3, 1, 7, 2, 0]
      default: [0.5, -1.25, 0.75, 1.5, 0.25, -0.5]
      }
    observations = Batch(rows: 2, columns: 3, elements: x)
  }

  func noise(_ objective: Objective, from first: Int = 0) -> Batch<Scalar> {
    let rows = 2 * objective.drawsOfDatum
    let draws = random.substream(3).normals(2 * first..<2 * (first + rows))
    return Batch(rows: rows, columns: 2, elements: draws.map { Scalar($0) })
  }
}

@Suite("Equations (17)–(20): each objective, its gradient, and the relations between them")
struct ObjectiveTests {
  static let objectives: [Objective] = {
    let all = [
      try? Objective(samples: 3), try? Objective(samples: 3, divergence: .sampled, divergenceWeight: 0.4),
      try? Objective(samples: 2, divergenceWeight: 2.5), try? Objective(samples: 2, importanceSamples: 3),
      try? Objective(importanceSamples: 5),
    ]
    return all.compactMap { $0 }
  }()

  static let likelihoods: [(Likelihood, Bool, Activation)] = [
    (.gaussian(variance: 0.3), false, .identity), (.gaussian(variance: 0.3), true, .sigmoid),
    (.bernoulli, false, .identity), (.poisson, false, .identity),
  ]

  @Test("The gradient is the derivative along a random direction", arguments: objectives, likelihoods)
  func gradient(objective: Objective, likelihood: (Likelihood, Bool, Activation)) throws {
    var fixture = try ObjectiveFixture<Double>(
      likelihood.0, learnsVariance: likelihood.1, outputActivation: likelihood.2)
    let noise = fixture.noise(objective)
    let (value, gradient) = try fixture.model.gradient(
      of: objective, observations: fixture.observations, noise: noise)
    let start = fixture.model.parameters
    let direction = fixture.random.substream(4).normals(0..<start.count)
    let scale = abs(value.bound.reconstruction) + abs(value.bound.divergence)
    let slope = DirectionalDerivative(scale: scale) { t in
      do {
        try fixture.model.setParameters(zip(start, direction).map { $0 + t * $1 })
        return try fixture.model.value(of: objective, observations: fixture.observations, noise: noise).objective
      } catch { return .nan }
    }
    let components = gradient.parameters
    let pushed = zip(components, direction).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(pushed - slope.value) <= slope.tolerance.value, "\(slope.tolerance)")
    var first = 0
    for parameter in gradient.parameterShapes {
      let range = first..<first + parameter.shape.reduce(1, *)
      let share = range.reduce(0) { $0 + components[$1] * direction[$1] }
      #expect(abs(share) > 2 * slope.tolerance.value, "a forgotten \(parameter.name) is caught")
      first = range.upperBound
    }
    #expect(first == components.count)
  }

  @Test(
    "Where σ is 0.2 and 5, the gradient of a sampled divergence is the derivative along a random direction",
    arguments: [try? Objective(samples: 3, divergence: .sampled), try? Objective(importanceSamples: 3)], 1...3)
  func farFromOne(objective: Objective?, seed: UInt64) throws {
    let objective = try #require(objective)
    var fixture = try ObjectiveFixture<Double>(.gaussian(variance: 0.3))
    var start = fixture.model.parameters
    // The biases of log σ² come after 12 + 4 hidden parameters and the 8 + 2 of the mean, and the matrix of log σ².
    for index in 26..<34 { start[index] *= 0.1 }
    (start[34], start[35]) = (2 * log(0.2), 2 * log(5))
    try fixture.model.setParameters(start)
    let noise = fixture.noise(objective)
    let (value, gradient) = try fixture.model.gradient(
      of: objective, observations: fixture.observations, noise: noise)
    let direction = RandomStream(seed: seed, purpose: "direction").normals(0..<start.count)
    let scale = abs(value.bound.reconstruction) + abs(value.bound.divergence)
    let slope = DirectionalDerivative(scale: scale) { t in
      do {
        try fixture.model.setParameters(zip(start, direction).map { $0 + t * $1 })
        return try fixture.model.value(of: objective, observations: fixture.observations, noise: noise).objective
      } catch { return .nan }
    }
    let pushed = zip(gradient.parameters, direction).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(pushed - slope.value) <= slope.tolerance.value, "\(slope.tolerance)")
    #expect(abs(1.001 * pushed - slope.value) > slope.tolerance.value, "too coarse to see a part in a thousand")
  }

  @Test("V draws are averaged: the objective and its gradient are the means over single draws", arguments: likelihoods)
  func averages(likelihood: (Likelihood, Bool, Activation)) throws {
    let fixture = try ObjectiveFixture<Double>(likelihood.0, learnsVariance: likelihood.1)
    for divergence in Objective.Divergence.allCases {
      let (many, one) = (try Objective(samples: 3, divergence: divergence), try Objective(divergence: divergence))
      let noise = fixture.noise(many)
      let all = try fixture.model.gradient(of: many, observations: fixture.observations, noise: noise)
      var (mean, gradient) = (0.0, [Double](repeating: 0, count: fixture.model.parameterCount))
      for draw in 0..<3 {
        let rows = [draw, 3 + draw].flatMap { Array(noise[row: $0]) }
        let single = try fixture.model.gradient(
          of: one, observations: fixture.observations, noise: Batch(rows: 2, columns: 2, elements: rows))
        mean += single.value.objective / 3
        for (index, slope) in single.gradient.parameters.enumerated() { gradient[index] += slope / 3 }
      }
      let tolerance = Tolerance.rounding(operations: 200, scale: 60).value
      #expect(abs(all.value.objective - mean) <= tolerance)
      for (a, b) in zip(all.gradient.parameters, gradient) { #expect(abs(a - b) <= tolerance) }
    }
  }

  @Test("One importance weight is the bound with the divergence sampled; more weights rise above their mean")
  func importance() throws {
    let fixture = try ObjectiveFixture<Double>(.gaussian(variance: 0.3))
    let (sampled, weighted) = (try Objective(samples: 4, divergence: .sampled), try Objective(importanceSamples: 4))
    let noise = fixture.noise(sampled)
    let a = try fixture.model.value(of: sampled, observations: fixture.observations, noise: noise)
    let b = try fixture.model.value(of: weighted, observations: fixture.observations, noise: noise)
    #expect(a.objective == a.bound.value && a.bound == b.bound)
    #expect(b.objective > a.objective + 0.1, "Jensen's inequality, strict for weights that differ")

    // Log-weights by hand, through the definitions of one datum.
    var expected = 0.0
    for datum in 0..<2 {
      let x = Array(fixture.observations[row: datum])
      let q = try fixture.model.encoder.approximatePosterior(of: x)
      let logWeights = try (0..<4).map { draw in
        let z = q.reparameterized(noise: Array(noise[row: 4 * datum + draw]))
        return try fixture.model.decoder.logDensity(of: x, given: z)
          + DiagonalGaussian.standard(dimension: 2)
          .logDensity(at: z) - q.logDensity(at: z)
      }
      expected += logMeanExp(logWeights) / 2
    }
    #expect(abs(b.objective - expected) <= Tolerance.rounding(operations: 200, scale: 60).value)
  }

  @Test("Sticking the landing has the sampled divergence's expectation, and not its single draws")
  func stickingTheLanding() throws {
    let fixture = try ObjectiveFixture<Double>(.gaussian(variance: 0.3))
    let (whole, stuck) = (try Objective(divergence: .sampled), try Objective(divergence: .stickingTheLanding))
    let direction = fixture.random.substream(5).normals(0..<fixture.model.parameterCount)
    var differences = MonteCarloEstimate()
    for draw in 0..<4000 {
      let noise = fixture.noise(whole, from: 4 * draw)
      let a = try fixture.model.gradient(of: whole, observations: fixture.observations, noise: noise)
      let b = try fixture.model.gradient(of: stuck, observations: fixture.observations, noise: noise)
      #expect(a.value == b.value)
      let slopes = zip(a.gradient.parameters, b.gradient.parameters)
      differences.add(zip(slopes, direction).reduce(0) { $0 + ($1.0.0 - $1.0.1) * $1.1 })
    }
    let error = try #require(differences.standardError)
    #expect(abs(differences.mean) < 6.11 * error)
    #expect(error > 1e-3, "the two differ draw by draw")
    #expect(error < 0.05, "a bias of 0.6, in a derivative of some 10, would be seen")
  }

  @Test("A learned variance: one parameter, the fixed variance's bound, best at the mean squared error")
  func learnedVariance() throws {
    let fixed = try ObjectiveFixture<Double>(.gaussian(variance: 0.3))
    var learned = try ObjectiveFixture<Double>(.gaussian(variance: 0.3), learnsVariance: true)
    #expect(learned.model.parameterShapes.last == ParameterShape(name: "decoder.logVariance", shape: [1]))
    #expect(learned.model.parameterCount == fixed.model.parameterCount + 1)
    var parameters = fixed.model.parameters + [log(0.3)]
    try learned.model.setParameters(parameters)
    let noise = fixed.noise(.evidenceLowerBound)
    let value = { (model: VariationalAutoencoder<Double>) in
      try model.gradient(of: .evidenceLowerBound, observations: fixed.observations, noise: noise)
    }
    let (a, b) = (try value(fixed.model), try value(learned.model))
    #expect(abs(a.value.objective - b.value.objective) <= Tolerance.rounding(operations: 100, scale: 60).value)

    // With ‖x − f‖² = −2s² (log p + D/2 · log 2πs²).
    let logConstant = 1.5 * log(2 * Double.pi * 0.3)
    let error = -2 * 0.3 * (a.value.bound.reconstruction + logConstant) / 3
    let slope = b.gradient.parameters[parameters.count - 1]
    #expect(abs(slope - 1.5 * (error / 0.3 - 1)) <= 1e-12 * error / 0.3)
    parameters[parameters.count - 1] = log(error)
    try learned.model.setParameters(parameters)
    let slopeAtBest = try value(learned.model).gradient.parameters[parameters.count - 1]
    #expect(abs(slopeAtBest) < 1e-12)
  }

  @Test("What has no meaning is refused")
  func refusals() throws {
    #expect(throws: InvalidInput.self) { try Objective(samples: 0) }
    #expect(throws: InvalidInput.self) { try Objective(importanceSamples: -1) }
    #expect(throws: InvalidInput.self) { try Objective(divergenceWeight: -0.5) }
    #expect(throws: Never.self) { try Objective(divergenceWeight: 0) }
    #expect(throws: InvalidInput.self) { try Objective(divergenceWeight: .nan) }
    #expect(throws: InvalidInput.self) { try Objective(importanceSamples: 2, divergence: .analytic) }
    #expect(throws: InvalidInput.self) { try Objective(importanceSamples: 2, divergence: .stickingTheLanding) }
    #expect(throws: InvalidInput.self) { try Objective(importanceSamples: 2, divergenceWeight: 0.5) }
    #expect(throws: InvalidInput.self) { try ObjectiveFixture<Double>(.bernoulli, learnsVariance: true) }
    let fixture = try ObjectiveFixture<Double>(.bernoulli)
    let noise = fixture.noise(try Objective(samples: 2))
    #expect(throws: InvalidInput.self) {
      try fixture.model.value(of: Objective(samples: 3), observations: fixture.observations, noise: noise)
    }
  }
}
