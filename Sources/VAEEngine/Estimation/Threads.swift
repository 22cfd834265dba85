import Dispatch

/// How many threads long loops may use. The result of a computation never depends on it.
public struct Threads: Sendable, Equatable {
  /// The number of threads, at least 1.
  public let count: Int

  /// Creates a number of threads; below 1 counts as 1.
  public init(_ count: Int) { self.count = Swift.max(1, count) }

  /// As many threads as the machine has processors.
  public static var all: Threads { Threads(processorCount()) }
}

/// Splits work into parts of a fixed size, computes them on several threads, and merges them in order.
///
/// The parts and the order of the merges depend on the amount of work alone, so that the result has the same bits for any
/// number of threads, and each part could be computed anywhere. Memory is bounded by some results for each thread.
///
/// - Parameters:
///   - count: The amount of work, split into ranges of `size` from its beginning.
///   - part: The result of one range, from the same range always.
///   - merge: Takes in the next range's result, in order, on the calling thread.
func reduceInOrder<Part: Sendable>(
  _ count: Int, partsOf size: Int, threads: Threads, part: @Sendable (Range<Int>) -> Part, merge: (Part) -> Void
) {
  let parts = (count + size - 1) / size
  let range = { @Sendable (index: Int) in index * size..<Swift.min(count, (index + 1) * size) }
  if threads.count == 1 || parts < 2 {
    for index in 0..<parts { merge(part(range(index))) }
    return
  }
  let atATime = 32 * threads.count
  for first in stride(from: 0, to: parts, by: atATime) {
    let members = Swift.min(atATime, parts - first)
    let results = [Part?](unsafeUninitializedCapacity: members) { buffer, initialized in
      let places = Places(base: buffer.baseAddress)
      DispatchQueue.concurrentPerform(iterations: Swift.min(threads.count, members)) { worker in
        for member in stride(from: worker, to: members, by: threads.count) {
          places.fill(member, with: part(range(first + member)))
        }
      }
      initialized = members
    }
    for result in results { if let result { merge(result) } }
  }
}

/// Places for results that are not there yet. Each thread writes its own places and no other.
private struct Places<Part>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Part?>?
  func fill(_ index: Int, with value: Part) { base.map { ($0 + index).initialize(to: value) } }
}
