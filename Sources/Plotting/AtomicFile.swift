import Glibc

/// Writing a file so that a reader, and a crash, see the old one or the new one.
enum AtomicFile {
  /// Writes bytes to `folder/name`: first to a file of that folder without a name, which vanishes with the process, then
  /// for an instant under a hidden name, from which it is renamed.
  ///
  /// A file that holds these bytes already is left alone.
  static func write(_ bytes: [UInt8], to name: String, in folder: String) throws(PlottingError) {
    let path = "\(folder)/\(name)"
    guard contents(of: path) != bytes else { return }
    let hidden = "\(folder)/.\(name).\(getpid())-\(UInt64.random(in: .min ... .max)).tmp"

    // Where the file system knows no files without names, the hidden name serves from the beginning.
    var file = open(folder, O_WRONLY | O_CLOEXEC | namelessFile, 0o644)
    let isNameless = file >= 0
    if !isNameless { file = open(hidden, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    do throws(PlottingError) {
      guard writeAll(bytes, to: file), fsync(file) == 0 else { throw failure(path) }
      if isNameless {
        let link = linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, hidden, AT_SYMLINK_FOLLOW)
        guard link == 0 else { throw failure(path) }
      }
      guard rename(hidden, path) == 0 else { throw failure(path) }
    } catch {
      unlink(hidden)
      throw error
    }
  }

  /// Linux's O_TMPFILE, a macro that Swift does not import.
  private static let namelessFile: Int32 = 0o20000000 | O_DIRECTORY

  /// Makes a folder, and those above it, where they are missing.
  static func makeFolder(_ folder: String) throws(PlottingError) {
    guard !folder.isEmpty, !folder.utf8.contains(0) else {
      throw .unwritableFolder(path: folder, reason: "the path is empty or holds a zero byte")
    }
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += part
      if mkdir(made, 0o755) != 0, errno != EEXIST, !isFolder(made) { throw failure(folder) }
      made += "/"
    }
    guard isFolder(folder) else { throw .unwritableFolder(path: folder, reason: String(cString: strerror(ENOTDIR))) }
  }

  /// All bytes from the beginning of an open file.
  static func contents(ofDescriptor file: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = pread(file, &buffer, buffer.count, off_t(bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func contents(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return contents(ofDescriptor: file)
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  private static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  private static func failure(_ path: String) -> PlottingError {
    .unwritableFolder(path: path, reason: String(cString: strerror(errno)))
  }
}
