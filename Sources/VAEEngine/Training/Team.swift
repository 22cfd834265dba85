import CKernels

/// Threads that do one layer together: each computes some of its outputs, for all rows.
///
/// A core then reads only the parameters that it moved itself in the step before, and those lie in its own cache. What the
/// cores exchange is the layer's input and output, which is far less.
struct Team {
  /// This thread's number, and how many there are.
  let worker, workers: Int
  let threads: OpaquePointer

  /// Waits until every thread of the team has come here.
  func meet() { lb_workers_meet(threads) }

  /// How many rows a team takes at most: with more, the rows fill the cores' caches, not the parameters.
  static let mostRows = 512

  /// The panels of so many that are this thread's.
  func panels(of count: Int) -> Range<Int> { Self.panels(of: count, worker: worker, workers: workers) }

  /// The panels of so many that are a thread's.
  static func panels(of count: Int, worker: Int, workers: Int) -> Range<Int> {
    count * worker / workers..<count * (worker + 1) / workers
  }

  /// Whether a layer has so many parameters that threads do it together: more than a core exchanges for its rows.
  static func shares(inputs: Int, outputs: Int, panel: Int) -> Bool {
    inputs * outputs >= 65_536 && inputs >= 4 * panel && outputs >= 4 * panel
  }
}
