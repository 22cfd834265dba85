import Files
import Platform

/// The files of a figure and their folder.
enum FigureFile {
  /// Writes bytes to `folder/name` so that a reader, and a crash, see the old file or the new one.
  ///
  /// A file that holds these bytes already is left alone.
  static func write(_ bytes: [UInt8], to name: String, in folder: String) throws(PlottingError) {
    let path = "\(folder)/\(name)"
    guard contents(of: path) != bytes else { return }
    do { try AtomicFile.replace(path, with: [bytes]) } catch {
      guard case .unwritable(_, let reason) = error else {
        throw .unwritableFolder(path: path, reason: error.description)
      }
      throw .unwritableFolder(path: path, reason: reason)
    }
  }

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

  /// The text of a file, or nil.
  static func text(of path: String) -> String? { contents(of: path).map { String(decoding: $0, as: UTF8.self) } }

  private static func contents(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return contents(ofDescriptor: file)
  }

  private static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  private static func failure(_ path: String) -> PlottingError {
    .unwritableFolder(path: path, reason: String(cString: strerror(errno)))
  }
}
