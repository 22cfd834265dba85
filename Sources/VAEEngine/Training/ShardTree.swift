/// The shards of a minibatch, and the binary tree that adds their sums.
///
///     shard s of S has the data n·s/S ..< n·(s+1)/S;   sums are added (0 + 1), (2 + 3), …, then those
///
/// The tree belongs to the plan and not to the machine. So threads and processes may share the shards in any way, and the
/// sum has the same bits. A shard without data has sums of 0.
struct ShardTree {
  /// S, a power of two.
  let count: Int

  /// The node that has all shards.
  var root: ShardNode { ShardNode(first: 0, level: count.trailingZeroBitCount) }

  /// How many sums wait at most while the tree is added: one on each level.
  var places: Int { root.level + 1 }

  /// The data of some shards in a minibatch.
  ///
  /// - Parameter n: The data of the minibatch.
  func data(of shards: Range<Int>, in n: Int) -> Range<Int> {
    n * shards.lowerBound / count..<n * shards.upperBound / count
  }
}

/// A node of the tree: 2^level shards, of which the first is a multiple of 2^level.
struct ShardNode {
  let first, level: Int

  /// Its shards.
  var shards: Range<Int> { first..<first + 1 << level }
  /// The half with the lower numbers.
  var lower: ShardNode { ShardNode(first: first, level: level - 1) }
  /// The half with the higher numbers.
  var upper: ShardNode { ShardNode(first: first + 1 << (level - 1), level: level - 1) }

  /// Adds the shards of this node, always lower + upper.
  ///
  /// The places are numbered by levels: while the sum of the lower half waits in that of its own level, the upper half
  /// needs only those below it and the target.
  ///
  /// - Parameters:
  ///   - place: Where the sum goes, the node's level or above.
  ///   - form: Writes the sums of a shard to a place.
  ///   - add: Adds the first place's sums to the second's.
  func sum(
    into place: Int, form: (_ shard: Int, _ place: Int) -> Void, add: (_ source: Int, _ target: Int) -> Void
  ) {
    guard level > 0 else { return form(first, place) }
    lower.sum(into: level - 1, form: form, add: add)
    upper.sum(into: place, form: form, add: add)
    add(level - 1, place)
  }
}
