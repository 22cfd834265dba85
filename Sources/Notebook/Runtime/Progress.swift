import Dispatch
import Platform
import Synchronization

/// A line on standard error while something takes longer than a second.
///
/// On a terminal the line is rewritten in place every second and cleared at the end; elsewhere one line a step is enough.
final class Progress: Sendable {
  private struct State {
    var task = ""
    var started = DispatchTime.now()
    var isShown = false
  }

  private let state = Mutex(State())
  // The source is touched by the thread that made this object alone: started in init, cancelled in end.
  nonisolated(unsafe) private let timer: any DispatchSourceTimer
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// - Parameter isSilent: Whether nothing is to be said at all.
  init(isSilent: Bool = false) {
    timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer.schedule(deadline: .now() + .milliseconds(200), repeating: .milliseconds(200))
    if !isSilent { timer.setEventHandler { [weak self] in self?.tick() } }
    timer.resume()
  }

  /// Begins a task: its clock starts at 0.
  func begin(_ task: String) {
    clear()
    state.withLock { $0 = State(task: task) }
  }

  /// Says how far the task has come; its clock runs on.
  func update(_ task: String) { state.withLock { $0.task = task } }

  /// Ends the last task.
  func end() {
    timer.cancel()
    clear()
  }

  private func tick() {
    state.withLock { state in
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - state.started.uptimeNanoseconds) / 1e9
      guard !state.task.isEmpty, seconds >= 1 else { return }
      if isTerminal {
        put("\r\u{1B}[2K\(state.task) … \(Int(seconds)) s")
      } else if !state.isShown {
        put("\(state.task) …\n")
      }
      state.isShown = true
    }
  }

  private func clear() {
    state.withLock { state in
      if isTerminal && state.isShown { put("\r\u{1B}[2K") }
      state.isShown = false
      state.task = ""
    }
  }

  private func put(_ text: String) { writeAll(Array(text.utf8), to: STDERR_FILENO) }
}
