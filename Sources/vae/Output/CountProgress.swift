import Dispatch
import Platform

/// How much of a long work is done, on standard error: rewritten in place on a terminal, a line now and then elsewhere.
struct CountProgress {
  private let total: Int?
  private let what: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = DispatchTime.now()
  private var next = 1.0
  private var isOpen = false

  /// Begins to count.
  ///
  /// - Parameter total: How many there are, if that is known.
  init(of total: Int?, what: String) {
    self.total = total
    self.what = what
  }

  /// Shows how many are done, the first time after a second.
  mutating func show(_ done: Int) {
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    guard seconds >= next else { return }
    next = seconds + (isTerminal ? 0.5 : 30)
    var text = "\(done) \(what)"
    if let total {
      let left = TrainingProgress.time(seconds * Double(total - done) / Double(max(done, 1)))
      text = "\(done) of \(total) \(what), \(left) left"
    }
    put((isTerminal ? "\r\u{1B}[2K" : "") + text + (isTerminal ? "" : "\n"))
    isOpen = isTerminal
  }

  /// Takes away what a terminal shows.
  mutating func end() {
    if isOpen { put("\r\u{1B}[2K") }
    isOpen = false
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
