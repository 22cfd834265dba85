import CKernels
import VAECore

/// Climbs an objective of a data set, step by step.
///
///     let trainer = try Trainer(model: model, data: images, plan: plan, threads: .all)
///     while !trainer.isFinished { print(try trainer.trainEpoch().value.bound) }
///
/// Model, data and plan determine the result to the last bit, for any number of threads and processes. Nothing is allocated in a step
/// after the first. `state` can be read out and put back between any two steps; training then goes on as if it had never
/// stopped.
///
/// Defined by `VAECore.Training`.
///
/// - Source: eqs. (18) and (20).
public final class Trainer<Scalar: NetworkScalar> {
  /// The model, as far as it is trained.
  public internal(set) var model: VariationalAutoencoder<Scalar>
  /// How it is trained.
  public let plan: TrainingPlan
  /// How many steps were taken.
  public private(set) var step = 0

  private(set) var minibatch: Minibatch<Scalar>
  let tape: Tape<Scalar>
  var firstMoment, secondMoment: VariationalAutoencoder<Scalar>?
  /// The gradients that are kept, one for each place of the tree of shards; nil if none had to be.
  var gradients: KeptGradients<Scalar>?
  let tree: ShardTree
  let sums: ShardSums
  /// The processes that share the shards; nil for this one alone.
  let group: (any ProcessGroup)?
  private var sumOfEpoch = ObjectiveValue.zero
  let workers: Workers
  var phase = Phase.pass
  /// The parameters that each worker moves, where they are, and how they move in this step.
  let parts: [[ParameterPart]]
  var learning: [LearningLayer<Scalar>] = []
  /// The minibatch on its way through the model, in this step.
  var passOfStep: Pass<Scalar>
  var optimizerStep: lb_optimizer
  /// How large the gradient can be, and the largest |x| of each layer's inputs where it is known beforehand.
  let bound: GradientBound<Scalar>
  let inputBounds: [Double?]
  /// Whether each worker's part of a kept gradient had finite squares: 1, else 0.
  let areFinite: AlignedNumbers<Double>
  /// True if there are layers so large that the workers do them together.
  let sharesLayers: Bool
  /// How many data a worker takes through the model at a time.
  let dataAtATime: Int
  /// Whether every step keeps its gradient and looks at it, as if nothing could be proved of it: to the same bits.
  var keepsGradient: Bool

  /// Creates a trainer at its first step.
  ///
  /// - Parameters:
  ///   - model: Where training starts.
  ///   - data: The observations, a row each, of shape (n, D).
  ///   - plan: How to train.
  ///   - threads: How many threads share each step; the result does not depend on it.
  ///   - group: The processes that share each step, this one among them, all with the same model, data and plan.
  /// - Throws: `InvalidInput` if there are no data or they do not fit the model, an observation is not finite, or a
  ///   Bernoulli likelihood or a binarisation meets one outside [0, 1].
  public init(
    model: VariationalAutoencoder<Scalar>, data: Batch<Scalar>, plan: TrainingPlan, threads: Threads = .all,
    group: (any ProcessGroup)? = nil
  ) throws(InvalidInput) {
    try model.requireObservations(data, asProbabilities: plan.binarization == .dynamic)
    self.model = model
    self.plan = plan
    self.group = group
    tree = ShardTree(count: plan.shards)
    sums = ShardSums(places: tree.places)
    keepsGradient = plan.shards > 1 || group != nil
    gradients = keepsGradient ? KeptGradients(of: model, places: tree.places) : nil
    let shards = group.map { [tree] in tree.shards(ofProcess: $0.rank, of: $0.count) } ?? 0..<plan.shards
    minibatch = Minibatch(data: data, plan: plan, latentDimension: model.encoder.latentDimension, shards: shards)
    tape = Tape(for: model, learns: true)
    firstMoment = plan.optimizer.hasMoments ? model.zeros : nil
    secondMoment = plan.optimizer.hasMoments ? model.zeros : nil
    let batch = tree.data(of: shards, in: Swift.min(plan.batchSize, data.rows)).count
    workers = Workers(Threads(Swift.min(threads.count, Self.largestThreadCount(model, data: batch, plan.objective))))
    let layers = model.layerIndices.map { (inputs: model.layer($0).inputs, outputs: model.layer($0).outputs) }
    let count = workers.count
    let fits = count > 1 && batch * plan.objective.drawsOfDatum <= Team.mostRows
    let shared = layers.map {
      fits && Team.shares(inputs: $0.inputs, outputs: $0.outputs, panel: Scalar.panel, workers: count)
    }
    sharesLayers = shared.contains(true)
    parts = ParameterPart.shares(of: layers, shared: shared, panel: Scalar.panel, workers: count)
    optimizerStep = plan.optimizer.step(rate: 0, time: 1)
    bound = GradientBound(layers: layers.count, workers: workers.count)
    inputBounds = Self.inputBounds(of: model, data: data)
    areFinite = AlignedNumbers(count: workers.count)
    dataAtATime = Self.dataAtATime(model, plan.objective)
    tape.reshape(data: batch, of: model, plan.objective)
    passOfStep = tape.pass(of: plan.objective, through: model)
    learning.reserveCapacity(layers.count)
    for index in layers.indices { learning.append(place(ofLayer: index)) }
  }

  /// How many steps there are in an epoch.
  public var stepsInEpoch: Int { minibatch.stepsInEpoch }
  /// The epoch of the next step, from 0.
  public var epoch: Int { step / minibatch.stepsInEpoch }
  /// Whether all epochs of the plan are done.
  public var isFinished: Bool { epoch >= plan.epochs }

  /// Takes one step: the gradient of one minibatch, and the optimizer's move along it.
  ///
  /// Defined by `VAECore.Training.step`.
  ///
  /// - Returns: The minibatch's means, at the parameters before the step.
  /// - Throws: `TrainingStopped` if the bound or the gradient is not finite; nothing has changed then.
  @discardableResult
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func trainStep() throws(TrainingStopped) -> TrainingSummary {
    minibatch.move(to: step)
    prepareLayers()
    share(.pass)
    let sums = formSums()
    let sum = ObjectiveValue(sums)
    try require(sum.objective.isFinite, .bound)
    try climb(byLogVariance: Scalar(sums[3]))
    if step % minibatch.stepsInEpoch == 0 { sumOfEpoch = .zero }
    sumOfEpoch.add(sum)
    step += 1
    return TrainingSummary(
      epoch: minibatch.epoch, step: step, data: minibatch.count, value: sum.divided(by: minibatch.count))
  }

  /// Takes the steps that are left of this epoch.
  ///
  /// Defined by `VAECore.Training.epoch`.
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
    let areFinite = model.layerIndices.allSatisfy { index in
      let layer = model.layer(index)
      return Scalar.kernels.pointee.absolute_maximum(layer.count, layer.weightStart).isFinite
    }
    guard !areFinite || !model.decoder.logVariance.allSatisfy(\.isFinite) else { return }
    throw TrainingStopped(quantity: .parameters, step: step, epoch: minibatch.epoch + 1, seed: plan.seed)
  }

  /// Everything that training remembers between two steps.
  public var state: TrainingState<Scalar> {
    TrainingState(
      step: step, parameters: model.parameters, firstMoment: firstMoment?.parameters ?? [],
      secondMoment: secondMoment?.parameters ?? [],
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
    try firstMoment?.setParameters(state.firstMoment)
    try secondMoment?.setParameters(state.secondMoment)
    tape.transpose(model)
    step = state.step
    sumOfEpoch = ObjectiveValue(
      objective: state.sumsOfEpoch[0],
      bound: EvidenceLowerBound(reconstruction: state.sumsOfEpoch[1], divergence: state.sumsOfEpoch[2]))
  }
}
