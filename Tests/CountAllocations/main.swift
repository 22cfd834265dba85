// Prints how often training asks for memory after its first steps: a line for each kind of training, its name and a count.

import AllocationCounter
import VAECore
import VAEEngine

lb_count_allocations()
let firstSteps = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1

/// Counts over 40 steps after an argument's number of them; an epoch has three minibatches, the last one smaller.
func count<Scalar: NetworkScalar>(
  _ name: String, _: Scalar.Type, hidden: [Int] = [64], objective: Objective = .evidenceLowerBound,
  likelihood: Likelihood = .gaussian(variance: 0.1), learnsVariance: Bool = false, optimizer: Optimizer = .adam,
  binarization: Binarization = .none, shards: Int = 1, threads: Int = 2, afterStep: (Trainer<Scalar>) -> Void = { _ in }
) throws {
  let data = Batch<Scalar>(rows: 250, columns: 64, elements: (0..<250 * 64).map { Scalar($0 % 17) / 16 })
  let random = RandomStream(seed: 1, purpose: "allocations")
  let model = try VariationalAutoencoder<Scalar>(
    encoder: EncoderNetwork(
      observationDimension: 64, hidden: hidden, latentDimension: 3, activation: .tanh, random: random.substream(0)),
    decoder: DecoderNetwork(
      latentDimension: 3, hidden: hidden, observationDimension: 64, activation: .tanh, likelihood: likelihood,
      learnsVariance: learnsVariance, random: random.substream(1)))
  let plan = try TrainingPlan(
    batchSize: 100, epochs: 100, seed: 1, objective: objective, optimizer: optimizer, binarization: binarization,
    shards: shards)
  let trainer = try Trainer(model: model, data: data, plan: plan, threads: Threads(threads))
  for _ in 0..<firstSteps { try trainer.trainStep() }
  let before = lb_allocations()
  for _ in 0..<40 {
    try trainer.trainStep()
    afterStep(trainer)
  }
  // Before `print` asks for memory itself.
  let count = lb_allocations() - before
  print(name, count)
}

try count("single", Float.self)
try count("double", Double.self)
try count("one-thread", Float.self, threads: 1)
try count("many-parameters", Float.self, hidden: [400, 300])
try count("no-hidden-layer", Double.self, hidden: [])
try count("learned-variance", Double.self, learnsVariance: true)
try count("bernoulli-dynamic", Float.self, likelihood: .bernoulli, binarization: .dynamic)
try count("plain-ascent", Float.self, optimizer: .ascent)
try count("importance-weighted", Float.self, objective: Objective(samples: 2, importanceSamples: 5))
try count("sticking-the-landing", Double.self, objective: Objective(samples: 3, divergence: .stickingTheLanding))
try count("shards", Float.self, learnsVariance: true, shards: 8)
// What does ask for memory once a step must be seen: a copy of the parameters.
try count("control", Float.self, afterStep: { trainer in precondition(!trainer.state.parameters.isEmpty) })
