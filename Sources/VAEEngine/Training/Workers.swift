import CKernels

/// Work that threads share: each calls it once, with its own number.
protocol SharedWork: AnyObject {
  /// Does this thread's share.
  ///
  /// - Parameters:
  ///   - worker: The thread's number, from 0.
  ///   - workers: How many threads there are.
  func perform(worker: Int, of workers: Int)
}

/// Threads that stay for as long as training lasts, so that a piece of work costs a microsecond to hand out.
final class Workers {
  /// How many threads share the work, the calling one among them.
  let count: Int
  private let threads: OpaquePointer?
  private unowned(unsafe) var work: (any SharedWork)?

  /// Starts the threads; where none can be started the calling thread does all the work, to the same result.
  init(_ threads: Threads) {
    self.threads = threads.count > 1 ? lb_workers_start(Int32(clamping: threads.count)) : nil
    count = self.threads == nil ? 1 : threads.count
  }

  deinit { threads.map(lb_workers_stop) }

  /// The team that the threads make within a piece of work, as one of them sees it; nil where there is one thread.
  func team(worker: Int) -> Team? { threads.map { Team(worker: worker, workers: count, threads: $0) } }

  /// Has every thread do its share, and returns after the last one.
  func share(_ work: any SharedWork) {
    guard let threads else { return work.perform(worker: 0, of: 1) }
    self.work = work
    lb_workers_run(
      threads,
      { context, worker in
        guard let context else { return }
        let workers = Unmanaged<Workers>.fromOpaque(context).takeUnretainedValue()
        workers.work?.perform(worker: Int(worker), of: workers.count)
      }, Unmanaged.passUnretained(self).toOpaque())
    self.work = nil
  }
}
