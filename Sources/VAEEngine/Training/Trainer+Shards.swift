import CKernels
import VAECore

// The sums over the shards of a minibatch, in the order of `ShardTree`: alone, or together with other processes.

extension Trainer {
  /// The sums of a step over the minibatch: objective, reconstruction, divergence, and the gradient with respect to log s².
  func formSums() -> SIMD4<Double> {
    let (pass, scale, sums) = (passOfStep, 1 / Double(minibatch.count), self.sums)
    let learnsVariance = model.decoder.learnsVariance
    reduce(
      tree.root, into: tree.root.level,
      form: { node, place in
        node.sum(
          into: place,
          form: { shard, place in
            let rows = minibatch.rows(ofShard: shard)
            var sum = tape.sum(of: rows)
            sum[3] = learnsVariance ? pass.gradientOfLogVariance(of: rows, scale: scale) : 0
            sums.start[place] = sum
          }, add: { source, target in sums.start[target] += sums.start[source] })
      }, add: { source, target in sums.start[target] += sums.start[source] }, memory: { sums.memory($0) })
    return sums.start[tree.root.level]
  }

  /// Forms the gradient of the step in the last place of the kept ones, and has every thread look at its part.
  func formGradient(in kept: KeptGradients<Scalar>) {
    reduce(
      tree.root, into: tree.root.level, form: { node, place in share(.gradient(of: node, place: place)) },
      add: { source, target in share(.add(source: source, target: target)) },
      memory: { kept.memory($0) })
    share(.judge)
  }

  /// Adds a node of the tree, with the processes that have its shards. All have the sum of the root at the end.
  private func reduce(
    _ node: ShardNode, into place: Int, form: (ShardNode, Int) -> Void, add: (Int, Int) -> Void,
    memory: (Int) -> UnsafeMutableRawBufferPointer
  ) {
    guard let group else { return form(node, place) }
    collect(node, into: place, group, form: form, add: add, memory: memory)
    group.broadcast(memory(place))
  }

  /// Adds a node of the tree: the process that has the first of its shards gets the sum.
  ///
  /// Every process visits the nodes in one order, so that a message that one sends is the next that another expects.
  private func collect(
    _ node: ShardNode, into place: Int, _ group: any ProcessGroup, form: (ShardNode, Int) -> Void,
    add: (Int, Int) -> Void, memory: (Int) -> UnsafeMutableRawBufferPointer
  ) {
    let own = minibatch.shards
    if own.clamped(to: node.shards) == node.shards { return form(node, place) }
    guard own.overlaps(node.shards) else { return }
    collect(node.lower, into: node.level - 1, group, form: form, add: add, memory: memory)
    collect(node.upper, into: place, group, form: form, add: add, memory: memory)
    let lower = tree.owner(of: node.lower.first, among: group.count)
    let upper = tree.owner(of: node.upper.first, among: group.count)
    if lower != upper, group.rank == upper { group.send(UnsafeRawBufferPointer(memory(place)), to: lower) }
    if lower != upper, group.rank == lower { group.receive(memory(place), from: upper) }
    if group.rank == lower { add(node.level - 1, place) }
  }
}

/// The sums of the bound that wait in the places of the tree.
final class ShardSums {
  let start: UnsafeMutablePointer<SIMD4<Double>>
  private let places: Int

  init(places: Int) {
    self.places = places
    start = .allocate(capacity: places)
    start.initialize(repeating: .zero, count: places)
  }

  deinit { start.deallocate() }

  /// The sums in a place, to be sent or received.
  func memory(_ place: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: start + place, count: 1))
  }
}
