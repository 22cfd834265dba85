import Platform

/// The hidden files that hold new content for the instant before they take an old file's place.
///
/// A process that is killed in that instant leaves its file; the next save into the folder removes it.
package enum TemporaryFiles {
  /// A name for this process's next file.
  static func name() -> String { ".\(getpid())-\(UInt64.random(in: .min ... .max)).tmp" }

  /// Removes from a folder the hidden files of processes that are no more.
  static func remove(from folder: String) {
    guard let entries = opendir(folder) else { return }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let process = process(of: name), isGone(process) { unlink("\(folder)/\(name)") }
    }
  }

  /// Whether no process has this number.
  package static func isGone(_ process: pid_t) -> Bool { kill(process, 0) != 0 && errno == ESRCH }

  /// The process that a hidden name belongs to, or nil for any other name.
  static func process(of name: String) -> pid_t? {
    guard name.hasPrefix("."), name.hasSuffix(".tmp") else { return nil }
    let parts = name.dropFirst().dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, UInt64(parts[1]) != nil, let process = pid_t(parts[0]), process > 0 else { return nil }
    return process
  }
}
