import Dispatch

/// How many threads long loops may use. The result of a computation never depends on it.
public struct Threads: Sendable, Equatable {
  /// The number of threads, at least 1.
  public let count: Int

  /// Creates a number of threads; below 1 counts as 1.
  public init(_ count: Int) { self.count = Swift.max(1, count) }

  /// As many threads as the machine has processors.
  public static var all: Threads { Threads(DispatchQueue.concurrentPerformWidth) }
}

/// Splits work into shards of a fixed size, computes them on several threads, and merges them in order.
///
/// The shards and the order of the merges depend on the amount of work alone, so that the result has the same bits for
/// any number of threads. Memory is bounded by one wave of partial results.
///
/// - Parameters:
///   - count: The amount of work, split into ranges of `shardSize`.
///   - partial: The result of one range, from the same range always.
///   - merge: Takes in the next range's result, in order, on the calling thread.
func orderedReduction<Partial: Sendable>(
  _ count: Int, shardSize: Int, threads: Threads,
  partial: @Sendable (Range<Int>) -> Partial, merge: (Partial) -> Void
) {
  let shards = (count + shardSize - 1) / shardSize
  let range = { @Sendable (shard: Int) in shard * shardSize..<Swift.min(count, (shard + 1) * shardSize) }
  if threads.count == 1 || shards < 2 {
    for shard in 0..<shards { merge(partial(range(shard))) }
    return
  }
  let wave = 32 * threads.count
  for first in stride(from: 0, to: shards, by: wave) {
    let members = Swift.min(wave, shards - first)
    let results = [Partial?](unsafeUninitializedCapacity: members) { buffer, initialized in
      let slots = Slots(base: buffer.baseAddress)
      DispatchQueue.concurrentPerform(iterations: Swift.min(threads.count, members)) { worker in
        for member in stride(from: worker, to: members, by: threads.count) {
          slots.fill(member, with: partial(range(first + member)))
        }
      }
      initialized = members
    }
    for result in results { if let result { merge(result) } }
  }
}

/// The uninitialised places of one wave. Each worker writes its own places and no other.
private struct Slots<Partial>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Partial?>?
  func fill(_ index: Int, with value: Partial) { base.map { ($0 + index).initialize(to: value) } }
}

extension DispatchQueue {
  /// The number of processors that this process may use.
  fileprivate static var concurrentPerformWidth: Int { processorCount() }
}
