import Platform

/// The place of an output: the path as it was given, and the file that it leads to.
///
/// Symbolic links are followed, also one that leads to a file that does not exist yet: the link stays.
public struct OutputPath: Sendable, Equatable {
  /// The path as it was given, for messages.
  public let given: String
  /// The path of the file itself.
  public let target: String
  /// True if there is a file already.
  public let exists: Bool
  /// The permissions of the file that is there, or nil.
  let permissions: mode_t?

  /// Follows a path.
  ///
  /// - Throws: `FileError.unwritable` if no regular file can stand there: an empty path, a folder, a device, a pipe, no
  ///   folder to hold it, or a name that is too long.
  public init(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .unwritable(path: path, reason: "the path is empty or holds a zero byte")
    }
    let target = try Self.followed(path)
    var old = stat()
    let exists = stat(target, &old) == 0
    guard !exists || old.st_mode & S_IFMT == S_IFREG else {
      throw .unwritable(path: path, reason: "there is something else than a regular file under this name")
    }
    (given, self.target, self.exists) = (path, target, exists)
    permissions = exists ? old.st_mode & 0o777 : nil
    guard stat(folder, &old) == 0, old.st_mode & S_IFMT == S_IFDIR else {
      throw .unwritable(path: path, reason: "there is no folder \(folder.onOneLine); make it first")
    }
    guard !name.isEmpty, name != ".", name != ".." else {
      throw .unwritable(path: path, reason: "it names a folder, and no file in it")
    }
    let longest = pathconf(folder, Int32(_PC_NAME_MAX))
    guard longest <= 0 || name.utf8.count <= longest else {
      throw .unwritable(
        path: path, reason: "its name has \(name.utf8.count) bytes, and the folder takes names of at most \(longest)")
    }
  }

  /// The folder of the file itself.
  public var folder: String { Self.folder(of: target) }

  /// The name of the file itself, without its folder.
  public var name: String { Self.name(of: target) }

  /// True if the file that is there is marked as not to be written to by anyone.
  public var isWriteProtected: Bool { permissions.map { $0 & 0o222 == 0 } ?? false }

  /// The folder of a path.
  public static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Refuses a place in which no file of such a size can be made, by making an empty one and leaving nothing: what
  /// permissions promise, the file system may still deny.
  ///
  /// - Parameter bytes: The least size of the file, as far as it is known.
  /// - Throws: `FileError.unwritable`.
  public func requireWritable(bytes: Double = 0) throws(FileError) {
    try AtomicFile.requireWritable(folder: folder, for: given)
    if let limit = ResourceLimit.fileSize.bytes, Double(limit) < bytes {
      throw .unwritable(
        path: given, reason: "it needs at least \(size(bytes)), and the limit of a file is \(size(Double(limit)))")
    }
    var disk = statvfs()
    guard statvfs(folder, &disk) == 0, disk.f_blocks > 0 else { return }
    let free = Double(disk.f_bavail) * Double(disk.f_frsize)
    guard free >= bytes else {
      throw .unwritable(path: given, reason: "it needs at least \(size(bytes)), and the disk has \(size(free)) left")
    }
  }

  private func size(_ bytes: Double) -> String { "\(UInt64(min(bytes, 1e18))) bytes" }

  /// The path behind every link that its last part is.
  private static func followed(_ path: String) throws(FileError) -> String {
    var place = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(place, &buffer, buffer.count)
      guard count >= 0 else { return place }
      guard let next = String(validating: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) else {
        throw .unwritable(path: path, reason: "it is a link to a name that is not UTF-8")
      }
      place = next.hasPrefix("/") ? next : "\(folder(of: place))/\(next)"
    }
    throw .unwritable(path: path, reason: String(cString: strerror(ELOOP)))
  }
}
