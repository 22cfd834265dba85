import EmbeddedDigits
import Testing

import VAECore
@testable import VAEEngine

/// A network that trains on digits in an instant.
struct TrainingFixture<Scalar: NetworkScalar> {
  let data: Batch<Scalar>
  let model: VariationalAutoencoder<Scalar>

  init(data: Batch<Scalar>, model: VariationalAutoencoder<Scalar>) { (self.data, self.model) = (data, model) }

  /// - Parameter hidden: 64 makes the minibatches so large that they are split over two threads.
  init(
    rows: Int = 70, hidden: [Int] = [64], likelihood: Likelihood = .gaussian(variance: 0.1),
    learnsVariance: Bool = false
  ) throws {
    let images = try Digits.load().images
    data = Batch(
      rows: rows, columns: 64, elements: images[..<rows].joined().map { Scalar($0) })
    let random = RandomStream(seed: 3, purpose: "trainer")
    model = try VariationalAutoencoder(
      encoder: EncoderNetwork(
        observationDimension: 64, hidden: hidden, latentDimension: 3, activation: .tanh, random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: 3, hidden: hidden, observationDimension: 64, activation: .tanh, likelihood: likelihood,
        learnsVariance: learnsVariance, random: random.substream(1)))
  }
}

@Suite("Equations (18) and (20): training")
struct TrainerTests {
  static let objectives: [Objective] = [
    .evidenceLowerBound, try? Objective(samples: 2, divergence: .stickingTheLanding, divergenceWeight: 0.5),
    try? Objective(importanceSamples: 5),
  ].compactMap { $0 }

  @Test("The same bits with 1, 2, 3, 4 and 8 threads", arguments: objectives)
  func threads(objective: Objective) throws {
    let fixture = try TrainingFixture<Float>(rows: 250, likelihood: .bernoulli)
    // 250 data in minibatches of 100: the last one is smaller.
    let plan = try TrainingPlan(batchSize: 100, epochs: 2, seed: 5, objective: objective, binarization: .dynamic)
    var results: [TrainingState<Float>] = []
    for threads in [1, 2, 3, 4, 8] {
      let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan, threads: Threads(threads))
      while !trainer.isFinished { try trainer.trainEpoch() }
      results.append(trainer.state)
    }
    for result in results.dropFirst() { #expect(result == results[0]) }
    #expect(results[0].parameters != fixture.model.parameters)
    let other = try TrainingPlan(batchSize: 100, epochs: 2, seed: 6, objective: objective, binarization: .dynamic)
    let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: other)
    while !trainer.isFinished { try trainer.trainEpoch() }
    #expect(trainer.state.parameters != results[0].parameters, "another seed gives other bits")
  }

  @Test("The same bits with 1, 2, 3, 4 and 6 threads where up to 4 do large layers together", arguments: objectives)
  func teams(objective: Objective) throws {
    // 600 × 130 weights are shared by panels if each thread gets one; the other layers by rows. The last minibatch has 9
    // data.
    let fixture = try TrainingFixture<Float>(rows: 35, hidden: [600, 130])
    let plan = try TrainingPlan(batchSize: 26, epochs: 1, seed: 5, objective: objective)
    var results: [TrainingState<Float>] = []
    for threads in [1, 2, 3, 4, 6] {
      let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan, threads: Threads(threads))
      #expect(trainer.sharesLayers == (2...4).contains(threads))
      try trainer.trainEpoch()
      results.append(trainer.state)
    }
    for result in results.dropFirst() { #expect(result == results[0]) }
    #expect(results[0].parameters != fixture.model.parameters)
  }

  @Test(
    "A gradient that is used as it comes, and one that is kept and looked at, move the parameters to the same bits",
    arguments: objectives, [Optimizer.adam, .ascent])
  func kept(objective: Objective, optimizer: Optimizer) throws {
    let fixture = try TrainingFixture<Float>(rows: 130, hidden: [40, 33], learnsVariance: true)
    let plan = try TrainingPlan(
      batchSize: 50, epochs: 2, seed: 5, objective: objective, optimizer: optimizer, schedule: .constant(1e-3))
    let states = try [false, true].map { keepsGradient in
      let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
      trainer.keepsGradient = keepsGradient
      while !trainer.isFinished { try trainer.trainEpoch() }
      #expect((trainer.gradients != nil) == keepsGradient, "nothing is kept where nothing can overflow")
      return trainer.state
    }
    #expect(states[0] == states[1])
  }

  @Test("A model that is read out between two steps is not moved by the next one")
  func readOut() throws {
    let fixture = try TrainingFixture<Float>(rows: 20, hidden: [8])
    let trainer = try Trainer(
      model: fixture.model, data: fixture.data, plan: TrainingPlan(batchSize: 20, epochs: 9, seed: 4))
    let start = fixture.model.parameters
    try trainer.trainStep()
    #expect(fixture.model.parameters == start)
    let model = trainer.model
    let parameters = model.parameters
    try trainer.trainStep()
    #expect(model.parameters == parameters && trainer.model.parameters != parameters)
  }

  @Test("Resuming gives the bits of never having stopped, in the middle of an epoch too", arguments: [0, 1, 4, 7])
  func resume(stop: Int) throws {
    let fixture = try TrainingFixture<Double>(learnsVariance: true)
    let plan = try TrainingPlan(
      batchSize: 30, epochs: 4, seed: 9, schedule: .exponential(rate: 1e-2, factor: 0.5))
    let whole = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    var state = whole.state
    var epochs: [TrainingSummary] = []
    while !whole.isFinished {
      epochs.append(try whole.trainEpoch { _ in true })
      if whole.step <= stop { state = whole.state }
    }
    let first = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    for _ in 0..<stop { try first.trainStep() }
    state = first.state
    let second = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    try second.resume(from: state)
    #expect(second.state == state)
    var resumed: [TrainingSummary] = []
    while !second.isFinished { resumed.append(try second.trainEpoch()) }
    #expect(second.state == whole.state)
    #expect(resumed == Array(epochs.suffix(resumed.count)), "the summaries of whole epochs are the same too")
  }

  @Test("A step is the optimizer's formula on the mean gradient of its minibatch", arguments: [true, false])
  func oneStep(adam: Bool) throws {
    let fixture = try TrainingFixture<Double>(rows: 8, hidden: [4], learnsVariance: true)
    let plan = try TrainingPlan(
      batchSize: 8, epochs: 2, seed: 1, optimizer: adam ? .adam : .ascent, schedule: .constant(0.01))
    let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    let summary = try trainer.trainStep()
    var minibatch = Minibatch(data: fixture.data, plan: plan, latentDimension: 3)
    minibatch.move(to: 0)
    let observations = Batch<Double>(rows: 8, columns: 64) { minibatch.gather(0..<8, into: $0) }
    let noise = Batch<Double>(rows: 8, columns: 3) { minibatch.draw(0..<8, into: $0) }
    let (value, gradient) = try fixture.model.gradient(
      of: .evidenceLowerBound, observations: observations, noise: noise)
    #expect(summary.value == value && summary.data == 8 && summary.step == 1 && summary.epoch == 0)
    for (index, (start, slope)) in zip(fixture.model.parameters, gradient.parameters).enumerated() {
      // Adam's first step: both moments are unbiased by their divisors, so it is α g / (|g| + ε).
      let expected = start + 0.01 * (adam ? slope / (abs(slope) + 1e-8) : slope)
      #expect(abs(trainer.model.parameters[index] - expected) <= 1e-15 + 1e-12 * abs(expected))
    }
  }

  @Test("The bound rises on real digits, with every optimizer and both precisions")
  func rises() throws {
    func climb<Scalar: NetworkScalar>(_: Scalar.Type, _ optimizer: Optimizer, rate: Double) throws -> [Double] {
      let fixture = try TrainingFixture<Scalar>(rows: 500, hidden: [16])
      let plan = try TrainingPlan(
        batchSize: 50, epochs: 10, seed: 2, optimizer: optimizer, schedule: .constant(rate))
      let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
      return try (0..<10).map { _ in try trainer.trainEpoch().value.bound.value }
    }
    let single = try climb(Float.self, .adam, rate: 1e-2)
    let double = try climb(Double.self, .adam, rate: 1e-2)
    let plain = try climb(Double.self, .ascent, rate: 1e-3)
    for bounds in [single, double, plain] { #expect(bounds[9] > bounds[0] + 5) }
    #expect(abs(single[9] - double[9]) < 0.5, "the precisions drift apart by less than the seeds")
  }

  @Test("A number that is not finite stops training, and the parameters are those before the step")
  func stops() throws {
    let fixture = try TrainingFixture<Float>(rows: 60, hidden: [8])
    let plan = try TrainingPlan(batchSize: 20, epochs: 100, seed: 4, optimizer: .ascent, schedule: .constant(1e10))
    let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    var before = trainer.state
    var stopped: TrainingStopped?
    do throws(TrainingStopped) {
      while !trainer.isFinished {
        before = trainer.state
        try trainer.trainStep()
      }
    } catch { stopped = error }
    #expect(stopped?.step == before.step + 1 && stopped?.seed == 4)
    #expect(stopped?.epoch == before.step / 3 + 1)
    #expect(trainer.state == before)
    #expect(before.parameters.allSatisfy { $0.isFinite })
  }

  @Test("The message says where training stopped, and which parameters are left unless they are at fault")
  func message() {
    func text(_ quantity: TrainingStopped.Quantity) -> String {
      TrainingStopped(quantity: quantity, step: 7, epoch: 2, seed: 5).description
    }
    let (place, remedy) = ("step 7 (epoch 2, seed 5): expected ", "a lower learning rate may help")
    #expect(
      text(.bound) == place + "a finite bound, found one that is not; the parameters are those of step 6; " + remedy)
    #expect(
      text(.parameters) == place + "the step to leave finite parameters, found one that is not; " + remedy)
  }

  @Test("A gradient whose square is infinite stops training, which would else go on without the parameter for ever")
  func largeGradients() throws {
    func firstStep<Scalar: NetworkScalar>(_: Scalar.Type) throws -> TrainingStopped? {
      let fixture = try TrainingFixture<Scalar>(rows: 60, hidden: [8])
      let known = fixture.model.decoder
      let decoder = try DecoderNetwork(
        hidden: known.hidden, output: known.output, likelihood: .gaussian(variance: 1e-23))
      let trainer = try Trainer(
        model: VariationalAutoencoder(encoder: fixture.model.encoder, decoder: decoder), data: fixture.data,
        plan: TrainingPlan(batchSize: 20, epochs: 1, seed: 4))
      do throws(TrainingStopped) { try trainer.trainStep() } catch { return error }
      return nil
    }
    let single = try firstStep(Float.self)
    let stopped = try #require(single)
    #expect(stopped.quantity == .gradient && stopped.step == 1)
    #expect(stopped.description.contains("finite squares"))
    // In double precision the same gradient has a square.
    let double = try firstStep(Double.self)
    #expect(double == nil)
  }

  @Test("Inputs outside their domain are refused, each with its place")
  func refusals() throws {
    #expect(throws: InvalidInput.self) { try TrainingPlan(batchSize: 0, epochs: 1, seed: 1) }
    #expect(throws: InvalidInput.self) { try TrainingPlan(batchSize: 1, epochs: 0, seed: 1) }
    for schedule in [
      LearningRateSchedule.constant(0), .constant(.nan), .stages([]), .stages([.init(epochs: 0, rate: 1)]),
      .exponential(rate: 1, factor: -1),
    ] { #expect(throws: InvalidInput.self) { try TrainingPlan(batchSize: 1, epochs: 1, seed: 1, schedule: schedule) } }
    for optimizer in [
      Optimizer.adam(firstDecay: 1, secondDecay: 0.9, epsilon: 1e-8),
      .adam(firstDecay: 0.9, secondDecay: .nan, epsilon: 1e-8), .adam(firstDecay: 0.9, secondDecay: 0.9, epsilon: 0),
    ] {
      #expect(throws: InvalidInput.self) { try TrainingPlan(batchSize: 1, epochs: 1, seed: 1, optimizer: optimizer) }
    }

    let fixture = try TrainingFixture<Float>(likelihood: .bernoulli)
    let plan = try TrainingPlan(batchSize: 10, epochs: 1, seed: 1)
    var data = fixture.data
    data[3, 5] = 1.5
    let error = #expect(throws: InvalidInput.self) { try Trainer(model: fixture.model, data: data, plan: plan) }
    #expect(error?.input == "data[3, 5]")
    let none = Batch<Float>(rows: 0, columns: 64, elements: [])
    #expect(throws: InvalidInput.self) { try Trainer(model: fixture.model, data: none, plan: plan) }
    let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    var state = trainer.state
    state.parameters.removeLast()
    #expect(throws: InvalidInput.self) { try trainer.resume(from: state) }
  }
}
