import VAECore

/// The data of one step, and the draws that go with them.
///
/// Every random number is a Philox draw at a place that its use determines: the permutation's at (epoch, datum), a
/// Bernoulli's at (epoch, datum, dimension), a normal's at (epoch, place in the epoch's order, draw, dimension).
struct Minibatch<Scalar: NetworkScalar> {
  let data: Batch<Scalar>
  let plan: TrainingPlan
  /// The latent dimension.
  let latentDimension: Int
  /// How many steps there are in an epoch, the last one smaller where the batch size does not divide the data.
  let stepsInEpoch: Int
  private let permuting: RandomStream
  private let binarizing: RandomStream
  private let reparameterizing: RandomStream
  /// The order of the data in this epoch, to its end.
  private var order: [Int]
  private(set) var epoch = -1
  /// Where the minibatch starts in the order, and how many data it has.
  private(set) var start = 0
  private(set) var count = 0
  /// The shards of the minibatch that this process has, and their data within it.
  let shards: Range<Int>
  private(set) var own = 0..<0

  /// - Parameter shards: The shards that this process has, if others have the rest.
  init(data: Batch<Scalar>, plan: TrainingPlan, latentDimension: Int, shards: Range<Int>? = nil) {
    self.shards = shards ?? 0..<plan.shards
    self.data = data
    self.plan = plan
    self.latentDimension = latentDimension
    stepsInEpoch = (data.rows - 1) / plan.batchSize + 1
    permuting = RandomStream(seed: plan.seed, purpose: "order of the data")
    binarizing = Binarization.stream(seed: plan.seed)
    reparameterizing = RandomStream(seed: plan.seed, purpose: "noise of the latents")
    order = Array(0..<data.rows)
  }

  /// Becomes the minibatch of a step.
  mutating func move(to step: Int) {
    start = step % stepsInEpoch * plan.batchSize
    count = Swift.min(plan.batchSize, data.rows - start)
    own = ShardTree(count: plan.shards).data(of: shards, in: count)
    guard step / stepsInEpoch != epoch else { return }
    epoch = step / stepsInEpoch
    permute()
  }

  /// Draws the epoch's order, each of the n! with equal probability.
  ///
  /// - Source: Fisher and Yates (1938), from the end.
  private mutating func permute() {
    let first = epoch * order.count
    order.withUnsafeMutableBufferPointer { order in
      for index in order.indices { order[index] = index }
      var (position, words) = (UInt64.max, (UInt64(0), UInt64(0)))
      for last in stride(from: order.count - 1, to: 0, by: -1) {
        // A position holds two draws: `integer(below:at:)`, with each position made once.
        if UInt64((first + last) / 2) != position {
          position = UInt64((first + last) / 2)
          words = permuting.words(at: position)
        }
        let word = (first + last) % 2 == 0 ? words.0 : words.1
        order.swapAt(last, Int(word.multipliedFullWidth(by: UInt64(last + 1)).high))
      }
    }
  }

  /// The own data of some shard, as `gather` and `draw` count them.
  func rows(ofShard shard: Int) -> Range<Int> {
    let data = ShardTree(count: plan.shards).data(of: shard..<shard + 1, in: count)
    return data.lowerBound - own.lowerBound..<data.upperBound - own.lowerBound
  }

  /// Copies the observations of some of the own data, binarised as planned.
  func gather(_ rows: Range<Int>, into result: Rows<Scalar>) {
    data.withRows { data in
      order.withUnsafeBufferPointer { order in
        let first = start + own.lowerBound
        let places = UnsafeBufferPointer(rebasing: order[(first + rows.lowerBound)..<(first + rows.upperBound)])
        if plan.binarization == .none { return copyRows(data, places, to: result) }
        for (row, datum) in places.enumerated() {
          plan.binarization.apply(
            to: data[datum], count: data.columns, use: epoch * order.count + datum, stream: binarizing,
            into: result[row])
        }
      }
    }
  }

  /// V · K · d, how many normals a datum takes.
  private var valuesOfDatum: Int { plan.objective.drawsOfDatum * latentDimension }

  /// Draws the noise of some of the own data, V · K draws a datum.
  func draw(_ rows: Range<Int>, into result: Rows<Scalar>) {
    reparameterizing.fillNormals(
      result.start, count: result.count * result.columns,
      from: (epoch * order.count + start + own.lowerBound + rows.lowerBound) * valuesOfDatum)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func copyRows<Scalar: NetworkScalar>(
  _ source: Rows<Scalar>, _ places: UnsafeBufferPointer<Int>, to result: Rows<Scalar>
) {
  for (row, place) in places.enumerated() { result[row].update(from: source[place], count: source.columns) }
}
