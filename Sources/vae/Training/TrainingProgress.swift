import Platform
import Notebook

/// The state of training as a line on standard error: rewritten in place on a terminal, one a row elsewhere.
struct TrainingProgress {
  /// What a line tells.
  struct Line {
    var epoch: Int
    var epochs: Int
    var bound: Double
    var reconstruction: Double
    var divergence: Double
    var samplesPerSecond: Double
    var secondsLeft: Double
  }

  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var lastShown = -Double.infinity
  private var isOpen = false

  /// Shows a line if the last one was shown long enough ago: half a second on a terminal, ten elsewhere.
  ///
  /// - Parameters:
  ///   - stays: Whether it ends an epoch worth a row of its own.
  mutating func show(_ line: Line, at seconds: Double, stays: Bool) {
    guard stays || seconds - lastShown >= (isTerminal ? 0.5 : 10) else { return }
    lastShown = seconds
    let text = Self.text(of: line, columns: isTerminal ? Self.columns : .max)
    if isTerminal {
      put("\r\u{1B}[2K" + text + (stays ? "\n" : ""))
      isOpen = !stays
    } else {
      put(text + "\n")
    }
  }

  /// Leaves what was shown on a row of its own.
  mutating func end() {
    if isOpen { put("\n") }
    isOpen = false
  }

  /// How wide the terminal is; as wide as need be where it does not say.
  private static var columns: Int {
    var window = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0 && window.ws_col > 0 ? Int(window.ws_col) : .max
  }

  /// The line, shorter where it would not fit: what wraps cannot be rewritten in place.
  private static func text(of line: Line, columns: Int) -> String {
    let number = { (value: Double) in NumberText.mean(value, standardError: 0.1) }
    let (bound, reconstruction, divergence) = (
      number(line.bound), number(line.reconstruction), number(line.divergence)
    )
    let start = "epoch \(line.epoch)/\(line.epochs)  bound \(bound)"
    let end = "\(NumberText.count(Int(line.samplesPerSecond))) samples/s  \(time(line.secondsLeft)) left"
    let choices = [
      "\(start)  reconstruction \(reconstruction)  divergence \(divergence)  \(end)",
      "\(start) = \(reconstruction) − \(divergence)  \(end)", "\(start)  \(time(line.secondsLeft)) left", start,
    ]
    return choices.first { $0.count < columns } ?? String(start.prefix(max(0, columns - 1)))
  }

  /// Seconds as a clock shows them.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e8 else { return "?" }
    let whole = Int(seconds.rounded())
    let padded = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return whole < 3600
      ? "\(whole / 60):\(padded(whole % 60))" : "\(whole / 3600):\(padded(whole / 60 % 60)):\(padded(whole % 60))"
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
