import Platform

/// Standard output that survives a reader who leaves early.
///
/// A closed pipe would kill the process by SIGPIPE in the middle of its work. Here the signal is ignored and the first
/// failed write remembered: the claims are still checked and the figures still drawn. The exit code stays the verdict if
/// the reader left; any other failure, such as a full disk, has lost the result and has a code of its own.
package final class StandardOutput {
  package private(set) var failure: String?
  package private(set) var isClosedByReader = false

  package init() {
    signal(SIGPIPE, SIG_IGN)
    // A write beyond the limit of a file's size fails then, and says so, where the signal would end the program.
    signal(SIGXFSZ, SIG_IGN)
    // A stream that was closed before the start is filled, or else the next file to be opened would take its number.
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) == -1 {
      if stream == STDOUT_FILENO { failure = "it was closed at the start" }
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Writes a text, all of it or until the reader is gone.
  package func write(_ text: String) {
    guard failure == nil, let problem = writeAll(Array(text.utf8), to: STDOUT_FILENO) else { return }
    isClosedByReader = problem == EPIPE
    failure = isClosedByReader ? "its reader closed it" : String(cString: strerror(problem))
  }

  /// Whether standard output is a terminal that wants colour: see no-color.org.
  package static var wantsColour: Bool {
    isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
      && getenv("TERM").map { String(cString: $0) } != "dumb"
  }
}

/// Writes a line to standard error.
package func complain(_ line: String) { writeAll(Array((line + "\n").utf8), to: STDERR_FILENO) }

/// Writes bytes to an open file, all of them unless the system refuses; returns its reason, or nil.
@discardableResult func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32? {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    if written >= 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return errno }
  }
  return nil
}
