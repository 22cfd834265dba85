import Foundation
import Synchronization

/// How far two cores lie apart. A virtual machine's may share a cache or not, and change places while a program runs; a
/// short training step that both share notices.
enum CoreDistance {
  /// Nanoseconds in which a number goes from one thread to another and back, the least of five tries.
  static func roundTrip() -> Double {
    (0..<5).map { _ in roundTrip(times: 2000) }.min() ?? .nan
  }

  /// Two threads take turns to raise a number: this one from even to odd, the other one from odd to even.
  private static func roundTrip(times: Int) -> Double {
    let number = Turns()
    Thread.detachNewThread {
      for odd in stride(from: 1, through: 2 * times + 1, by: 2) { number.pass(from: odd) }
    }
    // The first exchange waits until the other thread has begun.
    number.pass(from: 0)
    number.wait(for: 2)
    let start = Workload.Duration.now
    for even in stride(from: 2, through: 2 * times, by: 2) {
      number.pass(from: even)
      number.wait(for: even + 2)
    }
    return (Workload.Duration.now - start).wall / Double(times) * 1e9
  }

  /// A number that two threads look at without rest.
  private final class Turns: Sendable {
    private let value = Atomic(0)

    func wait(for goal: Int) { while value.load(ordering: .acquiring) != goal {} }

    func pass(from goal: Int) {
      wait(for: goal)
      value.store(goal + 1, ordering: .releasing)
    }
  }
}
