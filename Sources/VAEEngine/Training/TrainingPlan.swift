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
  /// S, the parts of a minibatch whose gradients are added in a fixed binary tree; a power of two.
  ///
  /// Shard s has the data n·s/S ..< n·(s+1)/S of the n of a minibatch. S changes the order in which the gradient is added
  /// up, and so its last bits. Threads and processes share the shards and change nothing.
  public let shards: Int

  /// The most shards.
  public static let largestShardCount = 65_536
  /// The most epochs, and the most data in a minibatch.
  public static let largestCount = 1_000_000_000

  /// Creates a plan.
  ///
  /// - Throws: `InvalidInput` for a count below 1 or above a billion, a rate or constant outside its domain, a weight
  ///   that changes where only 1 has a meaning, or a number of shards that is not a power of two.
  public init(
    batchSize: Int, epochs: Int, seed: UInt64, objective: Objective = .evidenceLowerBound,
    optimizer: Optimizer = .adam, schedule: LearningRateSchedule = .constant(1e-3), binarization: Binarization = .none,
    warmUp: DivergenceWarmUp? = nil, shards: Int = 1
  ) throws(InvalidInput) {
    for (name, count) in [("batch size", batchSize), ("epochs", epochs)]
    where !(1...Self.largestCount).contains(count) {
      throw InvalidInput(name, expected: "from 1 to \(Self.largestCount)", found: "\(count)")
    }
    guard (1...Self.largestShardCount).contains(shards), shards.nonzeroBitCount == 1 else {
      throw InvalidInput("shards", expected: "a power of two from 1 to \(Self.largestShardCount)", found: "\(shards)")
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
    self.shards = shards
  }

  /// Returns what is climbed in an epoch, counted from 0.
  public func objective(ofEpoch epoch: Int) -> Objective {
    guard let warmUp else { return objective }
    return objective.weighted(warmUp.weight(ofEpoch: epoch, end: objective.divergenceWeight))
  }
}

extension TrainingPlan {
  /// Reads a plan, refusing what `init` refuses.
  public init(from decoder: any Swift.Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      batchSize: values.decode(Int.self, forKey: .batchSize), epochs: values.decode(Int.self, forKey: .epochs),
      seed: values.decode(UInt64.self, forKey: .seed), objective: values.decode(Objective.self, forKey: .objective),
      optimizer: values.decode(Optimizer.self, forKey: .optimizer),
      schedule: values.decode(LearningRateSchedule.self, forKey: .schedule),
      binarization: values.decode(Binarization.self, forKey: .binarization),
      warmUp: values.decodeIfPresent(DivergenceWarmUp.self, forKey: .warmUp),
      shards: values.decodeIfPresent(Int.self, forKey: .shards) ?? 1)
  }

  /// Writes a plan; one shard, as every plan had once, is left out.
  public func encode(to encoder: any Swift.Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(batchSize, forKey: .batchSize)
    try values.encode(epochs, forKey: .epochs)
    try values.encode(seed, forKey: .seed)
    try values.encode(objective, forKey: .objective)
    try values.encode(optimizer, forKey: .optimizer)
    try values.encode(schedule, forKey: .schedule)
    try values.encode(binarization, forKey: .binarization)
    try values.encodeIfPresent(warmUp, forKey: .warmUp)
    if shards != 1 { try values.encode(shards, forKey: .shards) }
  }

  private enum CodingKeys: String, CodingKey {
    case batchSize, epochs, seed, objective, optimizer, schedule, binarization, warmUp, shards
  }
}
