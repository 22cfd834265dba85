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

  /// The most rows that a team takes: with more, the rows fill the cores' caches, not the parameters.
  static let mostRows = 512

  /// The panels of so many that are this thread's.
  func panels(of count: Int) -> Range<Int> { Self.panels(of: count, worker: worker, workers: workers) }

  /// The panels of so many that are a thread's.
  static func panels(of count: Int, worker: Int, workers: Int) -> Range<Int> {
    count * worker / workers..<count * (worker + 1) / workers
  }

  /// Returns true for a layer with more parameters than a core exchanges for its rows, and a panel for each thread.
  static func shares(inputs: Int, outputs: Int, panel: Int, workers: Int) -> Bool {
    inputs * outputs >= 65_536 && min(inputs, outputs) >= max(4, workers) * panel
  }
}
