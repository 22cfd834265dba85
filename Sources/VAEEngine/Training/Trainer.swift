/// Climbs an objective of a data set, step by step.
///
///     let trainer = try Trainer(model: model, data: images, plan: plan, threads: .all)
///     while !trainer.isFinished { print(try trainer.trainEpoch().value.bound) }
///
/// Model, data and plan determine the result to the last bit, for any number of threads. Nothing is allocated in a step
/// after the first. `state` can be read out and put back between any two steps; training then goes on as if it had never
/// stopped.
///
/// - Source: eqs. (18) and (20).
public final class Trainer<Scalar: NetworkScalar> {
  /// The model, as far as it is trained.
  public private(set) var model: VariationalAutoencoder<Scalar>
  /// How it is trained.
  public let plan: TrainingPlan
  /// How many steps were taken.
  public private(set) var step = 0

  private var minibatch: Minibatch<Scalar>
  private let shards: [Shard<Scalar>]
  private let gradient: ParameterGradient<Scalar>
  /// The blocks of the gradient that each worker forms, and whether all of them were finite.
  private let blocks: [[ParameterGradient<Scalar>.Block]]
  private let areFinite: UnsafeMutableBufferPointer<Bool>
  private var firstMoment: [Scalar]
  private var secondMoment: [Scalar]
  private var sumOfEpoch = ObjectiveValue.zero
  private let workers: Workers
  private var phase = Phase.pass

  /// What the threads share at the moment.
  private enum Phase {
    /// Each part of the minibatch, through the model and back.
    case pass
    /// The gradient of the parameters, block by block.
    case gradient
    /// The optimizer's move of one array of parameters.
    case climb(ParametersAlongGradient<Scalar>, Optimizer, rate: Double, step: Int)
  }

  /// Creates a trainer at its first step.
  ///
  /// - Parameters:
  ///   - model: Where training starts.
  ///   - data: The observations, a row each, of shape (n, D).
  ///   - plan: How to train.
  ///   - threads: How many threads share each step; the result does not depend on it.
  /// - Throws: `InvalidInput` if there are no data or they do not fit the model, an observation is not finite, or a
  ///   Bernoulli likelihood or a binarisation meets one outside [0, 1].
  public init(
    model: VariationalAutoencoder<Scalar>, data: Batch<Scalar>, plan: TrainingPlan, threads: Threads = .all
  ) throws(InvalidInput) {
    try model.requireObservations(data, asProbabilities: plan.binarization == .dynamic)
    self.model = model
    self.plan = plan
    minibatch = Minibatch(data: data, plan: plan, latentDimension: model.encoder.latentDimension)
    let parameters = model.parameterCount
    firstMoment = plan.optimizer.hasMoments ? Scalar.zeros(parameters) : []
    secondMoment = firstMoment
    let draws = Swift.min(plan.batchSize, data.rows) * plan.objective.drawsOfDatum
    let count = Self.shardCount(draws: draws, parameters: parameters)
    shards = (0..<count).map { _ in Shard() }
    workers = Workers(Threads(Swift.min(threads.count, count)))
    gradient = ParameterGradient(of: model)
    blocks = gradient.shares(of: workers.count)
    areFinite = .allocate(capacity: workers.count)
    areFinite.initialize(repeating: true)
  }

  deinit { areFinite.deallocate() }

  /// How many steps there are in an epoch.
  public var stepsInEpoch: Int { minibatch.stepsInEpoch }
  /// The epoch of the next step, from 0.
  public var epoch: Int { step / minibatch.stepsInEpoch }
  /// Whether all epochs of the plan are done.
  public var isFinished: Bool { epoch >= plan.epochs }

  /// Takes one step: the gradient of one minibatch, and the optimizer's move along it.
  ///
  /// - Returns: The minibatch's means, at the parameters before the step.
  /// - Throws: `TrainingStopped` if the bound or the gradient is not finite; nothing has changed then.
  @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func trainStep() throws(TrainingStopped) -> TrainingSummary {
    minibatch.move(to: step)
    phase = .pass
    workers.share(self)
    let sum = sumOfShards()
    try require(sum.objective.isFinite, .bound)
    phase = .gradient
    workers.share(self)
    gradient.logVariance = logVarianceGradientOfShards()
    let isVarianceFinite = (gradient.logVariance * gradient.logVariance).isFinite
    try require(areFinite.allSatisfy { $0 } && isVarianceFinite, .gradient)
    climb()
    if step % minibatch.stepsInEpoch == 0 { sumOfEpoch = .zero }
    sumOfEpoch.add(sum)
    step += 1
    return TrainingSummary(
      epoch: minibatch.epoch, step: step, data: minibatch.count, value: sum.divided(by: minibatch.count))
  }

  /// Takes the steps that are left of this epoch.
  ///
  /// - Parameter afterStep: Called after each step but the epoch's last; false leaves the epoch there.
  /// - Returns: The means over the data that the epoch has used so far, each at the parameters before its step.
  /// - Throws: `TrainingStopped` if the bound or the gradient is not finite, with the parameters as they were before
  ///   that step.
  @discardableResult
  public func trainEpoch(
    afterStep: (TrainingSummary) -> Bool = { _ in true }
  ) throws(TrainingStopped) -> TrainingSummary {
    var last = try trainStep()
    while step % minibatch.stepsInEpoch != 0, afterStep(last) { last = try trainStep() }
    let used = minibatch.start + minibatch.count
    return TrainingSummary(epoch: last.epoch, step: step, data: used, value: sumOfEpoch.divided(by: used))
  }

  /// Makes sure of the parameters that the last step left, which no further step would find to be other than finite.
  ///
  /// - Throws: `TrainingStopped` if one is not finite.
  public func requireFiniteParameters() throws(TrainingStopped) {
    var areFinite = true
    model.readParameters { if !$0.allSatisfy(\.isFinite) { areFinite = false } }
    guard !areFinite else { return }
    throw TrainingStopped(quantity: .parameters, step: step, epoch: minibatch.epoch + 1, seed: plan.seed)
  }

  /// Everything that training remembers between two steps.
  public var state: TrainingState<Scalar> {
    TrainingState(
      step: step, parameters: model.parameters, firstMoment: firstMoment, secondMoment: secondMoment,
      sumsOfEpoch: [sumOfEpoch.objective, sumOfEpoch.bound.reconstruction, sumOfEpoch.bound.divergence])
  }

  /// Takes on a state, to go on from there.
  ///
  /// - Throws: `InvalidInput` if it is not of this model and optimizer; nothing has changed then.
  public func resume(from state: TrainingState<Scalar>) throws(InvalidInput) {
    guard state.step >= 0 else { throw InvalidInput("step", expected: "0 or more", found: "\(state.step)") }
    let parameters = model.parameterCount
    let moments = plan.optimizer.hasMoments ? parameters : 0
    try InvalidInput.requireCount("parameters", state.parameters.count, matches: parameters, of: "the model's")
    try InvalidInput.requireCount("first moments", state.firstMoment.count, matches: moments, of: "the optimizer's")
    try InvalidInput.requireCount("second moments", state.secondMoment.count, matches: moments, of: "the optimizer's")
    try InvalidInput.requireCount("sums of the epoch", state.sumsOfEpoch.count, matches: 3, of: "the terms")
    try model.setParameters(state.parameters)
    (firstMoment, secondMoment, step) = (state.firstMoment, state.secondMoment, state.step)
    sumOfEpoch = ObjectiveValue(
      objective: state.sumsOfEpoch[0],
      bound: EvidenceLowerBound(reconstruction: state.sumsOfEpoch[1], divergence: state.sumsOfEpoch[2]))
  }
}

extension Trainer: SharedWork {
  /// How many parts a minibatch has: two where each is worth a thread's while, by the shapes alone.
  private static func shardCount(draws: Int, parameters: Int) -> Int {
    draws >= 8 && Double(draws) * Double(parameters) >= 700_000 ? 2 : 1
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func perform(worker: Int, of workers: Int) {
    switch phase {
    case .pass:
      for index in stride(from: worker, to: shards.count, by: workers) where !rows(ofShard: index).isEmpty {
        shards[index].pass(through: model, rows: rows(ofShard: index), of: minibatch)
      }
    case .gradient:
      areFinite[worker] = true
      for block in blocks[worker] {
        for index in shards.indices where !rows(ofShard: index).isEmpty {
          gradient.form(block, from: shards[index].layer(block.layer), adding: index > 0)
        }
        if !gradient.hasFiniteSquares(block) { areFinite[worker] = false }
      }
    case .climb(let part, let optimizer, let rate, let step):
      part.climb(optimizer, rate: rate, step: step, worker: worker, of: workers)
    }
  }

  /// The rows of a shard, which start where a block of the noise does.
  private func rows(ofShard index: Int) -> Range<Int> {
    let multiple = minibatch.rowsOfWholeBlocks
    let size = ((minibatch.count + shards.count - 1) / shards.count + multiple - 1) / multiple * multiple
    return Swift.min(index * size, minibatch.count)..<Swift.min((index + 1) * size, minibatch.count)
  }

  /// Adds the shards' sums in their order.
  private func sumOfShards() -> ObjectiveValue {
    var sum = ObjectiveValue.zero
    for index in shards.indices where !rows(ofShard: index).isEmpty { sum.add(shards[index].sum) }
    return sum
  }

  /// Adds the shards' gradients with respect to log s² in their order.
  private func logVarianceGradientOfShards() -> Scalar {
    var sum = 0.0
    for index in shards.indices where !rows(ofShard: index).isEmpty { sum += shards[index].logVarianceGradient }
    return Scalar(sum)
  }

  /// Stops training where something is not finite.
  private func require(_ isFinite: Bool, _ quantity: TrainingStopped.Quantity) throws(TrainingStopped) {
    guard !isFinite else { return }
    throw TrainingStopped(quantity: quantity, step: step + 1, epoch: minibatch.epoch + 1, seed: plan.seed)
  }

  /// Moves the parameters along the gradient, one array after the other.
  private func climb() {
    guard let gradient = gradient.elements.baseAddress else { return }
    let rate = plan.schedule.rate(ofEpoch: minibatch.epoch)
    var first = 0
    firstMoment.withUnsafeMutableBufferPointer { firstMoment in
      secondMoment.withUnsafeMutableBufferPointer { secondMoment in
        model.updateParameters { parameters in
          let part = ParametersAlongGradient(
            parameters: parameters, gradient: gradient + first,
            firstMoment: firstMoment.baseAddress.map { $0 + first },
            secondMoment: secondMoment.baseAddress.map { $0 + first })
          if part.isWorthSharing {
            phase = .climb(part, plan.optimizer, rate: rate, step: step + 1)
            workers.share(self)
          } else {
            part.climb(plan.optimizer, rate: rate, step: step + 1, worker: 0, of: 1)
          }
          first += parameters.count
        }
      }
    }
  }
}
