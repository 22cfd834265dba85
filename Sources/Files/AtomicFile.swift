import Platform

/// Writing a file so that a reader, and a crash, see the old one or the new one.
public enum AtomicFile {
  /// Replaces a file by the concatenation of parts, safely: after a return the new content is on the disk under its name,
  /// after an error or at a sudden death the old one is.
  ///
  /// The content goes to a file of the same folder without a name, which vanishes with the process; is forced to the disk;
  /// is read back and compared; gets a hidden name for an instant; takes the old file's place; and the folder, which
  /// holds the name, is forced to the disk too. A symbolic link stays, and the file that it leads to is replaced or made.
  ///
  /// The parts are gone through twice, to be written and to be compared: a lazy collection never holds all of them.
  ///
  /// - Throws: `FileError.unwritable` if any of this fails; nothing of the new file stays, unless the last step alone has
  ///   failed, when the new file is there and a loss of power may bring back the old one.
  public static func replace(_ path: String, with parts: some Collection<[UInt8]>) throws(FileError) {
    let output = try OutputPath(path)
    let folder = output.folder
    TemporaryFiles.remove(from: folder)
    let hidden = "\(folder)/\(TemporaryFiles.name())"

    let (file, isNameless) = newFile(in: folder, hidden: hidden)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    do throws(FileError) {
      if let permissions = output.permissions, fchmod(file, permissions) != 0 { throw failure(path) }
      for part in parts where !writeAll(part, to: file) { throw failure(path) }
      guard fsync(file) == 0 else { throw failure(path) }
      guard holds(file, parts) else {
        throw .unwritable(path: path, reason: "what was read back is not what was written")
      }
      if isNameless {
        let link = linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, hidden, AT_SYMLINK_FOLLOW)
        guard link == 0 else { throw failure(path) }
      }
      guard rename(hidden, output.target) == 0 else { throw failure(path) }
    } catch {
      unlink(hidden)
      throw error
    }
    try force(folder: folder, of: path)
  }

  /// Refuses a folder in which no file can be made, by making one and leaving nothing: what permissions promise, the file
  /// system may still deny.
  ///
  /// - Throws: `FileError.unwritable` for the file that was to go there.
  public static func requireWritable(folder: String, for path: String) throws(FileError) {
    let hidden = "\(folder)/\(TemporaryFiles.name())"
    let (file, isNameless) = newFile(in: folder, hidden: hidden)
    guard file >= 0 else {
      throw .unwritable(
        path: path, reason: "the folder \(folder.onOneLine) may not be written to: \(String(cString: strerror(errno)))")
    }
    if !isNameless { unlink(hidden) }
    close(file)
  }

  /// Opens a new file of a folder, locked for as long as it is open; where the file system knows no files without names,
  /// the hidden name serves from the beginning.
  private static func newFile(in folder: String, hidden: String) -> (file: Int32, isNameless: Bool) {
    let nameless = open(folder, O_RDWR | O_CLOEXEC | namelessFile, 0o644)
    let file = nameless >= 0 ? nameless : open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    // A file system without locks has no way to tell the living from the dead: its hidden files stay.
    if file >= 0 { _ = FileLock.take(file) }
    return (file, nameless >= 0)
  }

  /// Linux's O_TMPFILE, a macro that Swift does not import.
  private static let namelessFile: Int32 = 0o20000000 | O_DIRECTORY

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

  /// Whether the file holds these parts, end to end, and nothing more.
  private static func holds(_ file: Int32, _ parts: some Collection<[UInt8]>) -> Bool {
    // Clean pages leave the cache, so that the comparison is with the disk where the system heeds the advice.
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var place = 0
    for part in parts {
      var compared = 0
      while compared < part.count {
        let count = pread(file, &buffer, min(buffer.count, part.count - compared), off_t(place + compared))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        let isEqual = part.withUnsafeBytes { part in
          buffer.withUnsafeBytes { buffer in
            guard let expected = part.baseAddress, let found = buffer.baseAddress else { return false }
            return memcmp(expected + compared, found, count) == 0
          }
        }
        guard isEqual else { return false }
        compared += count
      }
      place += part.count
    }
    return pread(file, &buffer, 1, off_t(place)) == 0
  }

  /// Forces a folder's names to the disk.
  private static func force(folder: String, of path: String) throws(FileError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    // Some file systems have no such operation for folders, and say so.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(path) }
  }

  private static func failure(_ path: String) -> FileError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
