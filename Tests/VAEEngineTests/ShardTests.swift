import Testing

import VAECore
@testable import VAEEngine

@Suite("A gradient that is added over shards in a fixed tree")
struct ShardTests {
  /// The numbers of a gradient or of the bound, added pairwise: (0 + 1) + (2 + 3) and so on.
  private func pairwise<Number: BinaryFloatingPoint>(_ parts: [[Number]]) -> [Number] {
    guard parts.count > 1 else { return parts[0] }
    let half = parts.count / 2
    return zip(pairwise(Array(parts[..<half])), pairwise(Array(parts[half...]))).map { $0 + $1 }
  }

  /// The first step of a training: its parameters, its bound, and the data and noise of its minibatch.
  private func firstStep<Scalar: NetworkScalar>(
    _ fixture: TrainingFixture<Scalar>, batch: Int, shards: Int, objective: Objective = .evidenceLowerBound
  ) throws -> (parameters: [Scalar], value: ObjectiveValue, observations: Batch<Scalar>, noise: Batch<Scalar>) {
    let plan = try TrainingPlan(
      batchSize: batch, epochs: 1, seed: 5, objective: objective, optimizer: .ascent, schedule: .constant(0.01),
      shards: shards)
    let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    let value = try trainer.trainStep().value
    var minibatch = Minibatch(data: fixture.data, plan: plan, latentDimension: 3)
    minibatch.move(to: 0)
    let n = minibatch.count
    return (
      trainer.model.parameters, value, Batch(rows: n, columns: 64) { minibatch.gather(0..<n, into: $0) },
      Batch(rows: n * objective.drawsOfDatum, columns: 3) { minibatch.draw(0..<n, into: $0) }
    )
  }

  private func rows<Scalar>(_ range: Range<Int>, of batch: Batch<Scalar>) -> Batch<Scalar> {
    let elements = batch.elements[range.lowerBound * batch.columns..<range.upperBound * batch.columns]
    return Batch(rows: range.count, columns: batch.columns, elements: Array(elements))
  }

  @Test("Two shards give the sum of the gradients of two halves, in both precisions")
  func halves() throws {
    func check<Scalar: NetworkScalar>(_: Scalar.Type) throws {
      let fixture = try TrainingFixture<Scalar>(rows: 16, hidden: [9], learnsVariance: Scalar.self == Double.self)
      let (found, value, observations, noise) = try firstStep(fixture, batch: 16, shards: 2)
      // A half's mean is over half the data: twice its share of the whole, and a power of two is exact.
      let parts = try [0..<8, 8..<16].map {
        try fixture.model.gradient(
          of: .evidenceLowerBound, observations: rows($0, of: observations), noise: rows($0, of: noise))
      }
      let gradient = pairwise(parts.map { $0.gradient.parameters.map { $0 / 2 } })
      let expected = zip(fixture.model.parameters, gradient).map { $0.addingProduct(0.01, $1) }
      #expect(found == expected)
      #expect(value.objective == (parts[0].value.objective * 8 + parts[1].value.objective * 8) / 16)
      #expect(try firstStep(fixture, batch: 16, shards: 1).parameters != expected, "one chain has different last bits")
    }
    try check(Float.self)
    try check(Double.self)
  }

  /// The gradient and the sums of the bound of some of n data, divided by n.
  private func gradient<Scalar: NetworkScalar>(
    _ model: VariationalAutoencoder<Scalar>, _ objective: Objective, _ observations: Batch<Scalar>,
    _ noise: Batch<Scalar>, of n: Int
  ) -> (gradient: [Scalar], logVariance: Double, sums: [Double]) {
    let (tape, rows) = (Tape<Scalar>(for: model, learns: true), observations.rows)
    tape.reshape(data: rows, of: model, objective)
    observations.withRows { tape.observations.all.start.update(from: $0.start, count: $0.count * $0.columns) }
    noise.withRows { tape.noise.all.start.update(from: $0.start, count: $0.count * $0.columns) }
    let pass = tape.pass(of: objective, through: model)
    pass.formValues(of: 0..<rows)
    pass.pullback(of: 0..<rows, scale: 1 / Double(n))
    var result = model.zeros
    for index in model.layerIndices {
      result.withLayer(index) { $0.formGradient($0.whole, tape.gradient(index), input: tape.input(index)) }
    }
    let sum = tape.sum
    return (
      result.parameters, pass.gradientOfLogVariance(of: 0..<rows, scale: 1 / Double(n)),
      [sum.objective, sum.bound.reconstruction, sum.bound.divergence]
    )
  }

  @Test(
    "Each shard is one chain over its rows, shards without data give zeros, and the mean is over the true count",
    arguments: [(16, 4), (13, 4), (11, 8), (3, 8), (1, 4), (16, 1)], TrainerTests.objectives)
  func byHand(shape: (rows: Int, shards: Int), objective: Objective) throws {
    let (n, shards) = shape
    let fixture = try TrainingFixture<Double>(rows: n, hidden: [9, 5], learnsVariance: true)
    let (found, value, observations, noise) = try firstStep(fixture, batch: 20, shards: shards, objective: objective)
    let draws = objective.drawsOfDatum
    let parts = (0..<shards).map { shard in
      let data = n * shard / shards..<n * (shard + 1) / shards
      guard !data.isEmpty else {
        return (gradient: fixture.model.zeros.parameters, logVariance: 0.0, sums: [0.0, 0, 0])
      }
      return gradient(
        fixture.model, objective, rows(data, of: observations),
        rows(data.lowerBound * draws..<data.upperBound * draws, of: noise), of: n)
    }
    var slopes = pairwise(parts.map(\.gradient))
    slopes[slopes.count - 1] = pairwise(parts.map { [$0.logVariance] })[0]
    #expect(found == zip(fixture.model.parameters, slopes).map { $0.addingProduct(0.01, $1) })
    let sums = pairwise(parts.map(\.sums)).map { $0 / Double(n) }
    #expect([value.objective, value.bound.reconstruction, value.bound.divergence] == sums)
  }

  @Test("The same bits with 1, 2 and 3 threads for each number of shards", arguments: [1, 2, 4, 8])
  func threads(shards: Int) throws {
    let fixture = try TrainingFixture<Float>(rows: 130, learnsVariance: true)
    // The last minibatch has 3 data, fewer than most numbers of shards.
    let plan = try TrainingPlan(batchSize: 127, epochs: 2, seed: 5, shards: shards)
    let states = try [1, 2, 3].map { threads in
      let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan, threads: Threads(threads))
      while !trainer.isFinished { try trainer.trainEpoch() }
      #expect((trainer.gradients == nil) == (shards == 1), "one shard needs no gradient to be kept")
      return trainer.state
    }
    #expect(states[1] == states[0] && states[2] == states[0])
    let one = try Trainer(
      model: fixture.model, data: fixture.data, plan: TrainingPlan(batchSize: 127, epochs: 2, seed: 5))
    while !one.isFinished { try one.trainEpoch() }
    #expect((one.state == states[0]) == (shards == 1), "more shards have different last bits")
  }

  @Test("Shards of layers that threads do together have the same bits with 1 and 2 threads")
  func teams() throws {
    let fixture = try TrainingFixture<Float>(rows: 35, hidden: [600, 130])
    let plan = try TrainingPlan(batchSize: 26, epochs: 1, seed: 5, shards: 4)
    let states = try [1, 2].map { threads in
      let trainer = try Trainer(model: fixture.model, data: fixture.data, plan: plan, threads: Threads(threads))
      #expect(trainer.sharesLayers == (threads == 2))
      try trainer.trainEpoch()
      return trainer.state
    }
    #expect(states[0] == states[1])
  }

  @Test("Resuming with shards gives the bits of never having stopped", arguments: [1, 4])
  func resume(stop: Int) throws {
    let fixture = try TrainingFixture<Double>(learnsVariance: true)
    let plan = try TrainingPlan(batchSize: 30, epochs: 2, seed: 9, shards: 4)
    let whole = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    for _ in 0..<6 { try whole.trainStep() }
    let first = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    for _ in 0..<stop { try first.trainStep() }
    let second = try Trainer(model: fixture.model, data: fixture.data, plan: plan)
    try second.resume(from: first.state)
    for _ in stop..<6 { try second.trainStep() }
    #expect(second.state == whole.state)
  }

  @Test("A gradient of shards whose square is infinite stops training before anything moves")
  func stops() throws {
    let fixture = try TrainingFixture<Float>(rows: 60, hidden: [8])
    let known = fixture.model.decoder
    let decoder = try DecoderNetwork(hidden: known.hidden, output: known.output, likelihood: .gaussian(variance: 1e-23))
    let trainer = try Trainer(
      model: VariationalAutoencoder(encoder: fixture.model.encoder, decoder: decoder), data: fixture.data,
      plan: TrainingPlan(batchSize: 20, epochs: 1, seed: 4, shards: 4))
    let before = trainer.state
    let stopped = #expect(throws: TrainingStopped.self) { try trainer.trainStep() }
    #expect(stopped?.quantity == .gradient)
    #expect(trainer.state == before)
  }

  @Test("A number of shards that is not a power of two is refused", arguments: [0, -2, 3, 12, 131_072])
  func refused(shards: Int) {
    let error = #expect(throws: InvalidInput.self) {
      try TrainingPlan(batchSize: 1, epochs: 1, seed: 1, shards: shards)
    }
    #expect(error?.input == "shards")
  }

  @Test("The processes have all shards, each one of them, in their order", arguments: [1, 2, 8, 64])
  func ownership(shards: Int) {
    let tree = ShardTree(count: shards)
    for processes in 1...70 {
      let parts = (0..<processes).map { tree.shards(ofProcess: $0, of: processes) }
      #expect(parts.flatMap(Array.init) == Array(0..<shards))
      for (process, part) in parts.enumerated() {
        for shard in part { #expect(tree.owner(of: shard, among: processes) == process) }
      }
    }
  }
}
