import Glibc

/// Standard output that survives a reader who leaves early.
///
/// A closed pipe would kill the process by SIGPIPE in the middle of its work. Here the signal is ignored and the first
/// failed write remembered: the claims are still checked, the figures still drawn, and the exit code still the verdict.
final class StandardOutput {
  private(set) var failure: String?
  private(set) var isClosedByReader = false

  init() { signal(SIGPIPE, SIG_IGN) }

  /// Writes a text, all of it or until the reader is gone.
  func write(_ text: String) {
    guard failure == nil else { return }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written >= 0 {
        bytes = bytes.dropFirst(written)
      } else if errno != EINTR {
        isClosedByReader = errno == EPIPE
        failure = isClosedByReader ? "its reader closed it" : String(cString: strerror(errno))
        return
      }
    }
  }

  /// Whether standard output is a terminal that wants colour: see no-color.org.
  static var wantsColour: Bool {
    isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
      && getenv("TERM").map { String(cString: $0) } != "dumb"
  }
}

/// Writes a line to standard error.
func complain(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
