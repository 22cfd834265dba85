import ArgumentParser
import Platform
import Synchronization

/// The signal that asked the program to stop, or 0.
private let requested = Atomic<Int32>(0)

/// SIGINT and SIGTERM as a request: the step that is under way is finished and saved.
enum Interruption {
  /// Begins to take the signals as requests.
  static func begin() {
    // A second signal of the same kind ends the program at once: its handler is the system's again.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in requested.store(signal, ordering: .relaxed) }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
    // Whoever starts the program may have blocked signals, and a child inherits that: the request would never arrive.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The exit code of a program that a signal stopped, or nil if none did.
  static var exitCode: ExitCode? {
    let signal = requested.load(ordering: .relaxed)
    return signal == 0 ? nil : ExitCode(128 + signal)
  }
}
