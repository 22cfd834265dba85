import Platform

/// The hidden files that hold new content for the instant before they take an old file's place.
///
/// A process that is killed in that instant leaves its file; the next save into the folder removes it. A living process
/// holds a lock on its file. Process ids would not tell: two containers count them anew.
package enum TemporaryFiles {
  private static let prefix = ".lower-bound-"
  private static let suffix = ".tmp"

  /// A name for the next file.
  static func name() -> String { "\(prefix)\(UInt64.random(in: .min ... .max))\(suffix)" }

  /// Removes from a folder the hidden files of processes that are no more.
  static func remove(from folder: String) {
    guard let entries = opendir(folder) else { return }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard isOurs(name), let lock = FileLock(on: "\(folder)/\(name)") else { continue }
      unlink("\(folder)/\(name)")
      lock.release()
    }
  }

  /// Returns true for a name that `name()` gives.
  static func isOurs(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
    let number = name.dropFirst(prefix.count).dropLast(suffix.count)
    return number.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt64(number) != nil
  }
}

/// A lock on a file or a folder, which its process holds until it lets go or dies, seen from every container.
package final class FileLock {
  private let descriptor: Int32

  /// Takes the lock on what stands under a path; nil if there is nothing, or another process holds it.
  package init?(on path: String) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    guard Self.take(descriptor) else { return nil }
  }

  /// Lets go.
  package func release() { flock(descriptor, LOCK_UN) }

  deinit { close(descriptor) }

  /// Takes the lock on an open file, which ends with its closing; false if another process holds it.
  static func take(_ descriptor: Int32) -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EINTR else { return false }
    }
    return true
  }
}
