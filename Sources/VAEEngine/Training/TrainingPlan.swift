import VAECore

/// How a model is trained: everything that, with the model and the data, determines the result to the last bit.
///
/// The number of threads is no part of it.
public struct TrainingPlan: Sendable, Equatable, Codable {
  /// m, the data in a minibatch. The last one of an epoch has what is left; its mean is over its own data.
  public let batchSize: Int
  /// How many times each datum is used.
  public let epochs: Int
  /// The seed of every permutation and draw.
  public let seed: UInt64
  /// What is climbed.
  public let objective: Objective
  /// How a gradient becomes a step.
  public let optimizer: Optimizer
  /// The learning rate of each epoch.
  public let schedule: LearningRateSchedule
  /// What is done to observations before each use.
  public let binarization: Binarization
  /// The warm-up of the divergence's weight; nil if the weight stays the same.
  public let warmUp: DivergenceWarmUp?

  /// The most epochs, and the most data in a minibatch.
  public static let largestCount = 1_000_000_000

  /// Creates a plan.
  ///
  /// - Throws: `InvalidInput` for a count below 1 or above a billion, a rate or constant outside its domain, or a weight
  ///   that changes where only 1 has a meaning.
  public init(
    batchSize: Int, epochs: Int, seed: UInt64, objective: Objective = .evidenceLowerBound,
    optimizer: Optimizer = .adam, schedule: LearningRateSchedule = .constant(1e-3), binarization: Binarization = .none,
    warmUp: DivergenceWarmUp? = nil
  ) throws(InvalidInput) {
    for (name, count) in [("batch size", batchSize), ("epochs", epochs)]
    where !(1...Self.largestCount).contains(count) {
      throw InvalidInput(name, expected: "from 1 to \(Self.largestCount)", found: "\(count)")
    }
    try optimizer.requireValid()
    try schedule.requireValid()
    try warmUp?.requireValid(for: objective)
    self.batchSize = batchSize
    self.epochs = epochs
    self.seed = seed
    self.objective = objective
    self.optimizer = optimizer
    self.schedule = schedule
    self.binarization = binarization
    self.warmUp = warmUp
  }

  /// Returns what is climbed in an epoch, counted from 0.
  public func objective(ofEpoch epoch: Int) -> Objective {
    guard let warmUp else { return objective }
    return objective.weighted(warmUp.weight(ofEpoch: epoch, end: objective.divergenceWeight))
  }

  /// Reads a plan, refusing what `init` refuses.
  public init(from decoder: any Swift.Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      batchSize: values.decode(Int.self, forKey: .batchSize), epochs: values.decode(Int.self, forKey: .epochs),
      seed: values.decode(UInt64.self, forKey: .seed), objective: values.decode(Objective.self, forKey: .objective),
      optimizer: values.decode(Optimizer.self, forKey: .optimizer),
      schedule: values.decode(LearningRateSchedule.self, forKey: .schedule),
      binarization: values.decode(Binarization.self, forKey: .binarization),
      warmUp: values.decodeIfPresent(DivergenceWarmUp.self, forKey: .warmUp))
  }
}
