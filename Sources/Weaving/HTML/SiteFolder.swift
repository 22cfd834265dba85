import Files
import Foundation
import Glibc

/// Writing a folder of files so that a reader, and a run that fails, see the old one or the new one.
enum SiteFolder {
  /// A file that says that a folder is this site, and may be replaced by it.
  static let mark = ".lower-bound-site"

  /// Writes the files into a new folder beside the destination and puts it in the destination's place.
  ///
  /// A symbolic link stays, and the folder that it leads to is replaced.
  ///
  /// - Parameters:
  ///   - files: The files by name.
  ///   - destination: The folder.
  ///   - mark: The file by which an earlier such folder is known.
  ///   - name: What the folder holds, for messages.
  /// - Throws: `BookProblem` if the destination is a file, or a folder with contents that is no such folder;
  ///   `FileError.unwritable` if the system refuses, when what was there before is there still.
  static func write(
    _ files: [(name: String, contents: Data)], to destination: URL, mark: String = mark, of name: String = "the site"
  ) throws {
    let isThere = try isReplaceable(destination, mark: mark, of: name)
    let folder = destination.standardizedFileURL.resolvingSymlinksInPath()
    removeLeftBehind(beside: folder)
    let name = "\(hiddenPrefix(of: folder))\(getpid())-\(UUID().uuidString)"
    let beside = folder.deletingLastPathComponent().appending(path: name)
    let (made, old) = (beside.appendingPathExtension("new"), beside.appendingPathExtension("old"))
    defer { for leftover in [made, old] { try? FileManager.default.removeItem(at: leftover) } }
    do {
      try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
      for file in files + [(mark, Data())] { try file.contents.write(to: made.appending(path: file.name)) }
    } catch {
      throw FileError.unwritable(path: destination.path, reason: reason(of: error))
    }
    // After an exchange the earlier folder has the hidden name, under which it is removed.
    if isThere, exchange(made.path, folder.path) { return }
    if isThere { try move(folder, to: old, for: destination) }
    do {
      try move(made, to: folder, for: destination)
    } catch {
      if isThere { try move(old, to: folder, for: destination) }
      throw error
    }
  }

  /// Whether a folder stands at the destination, and may be replaced.
  ///
  /// - Throws: `BookProblem` if something else stands there.
  @discardableResult static func isReplaceable(
    _ folder: URL, mark: String = mark, of name: String = "the site"
  ) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return false }
    guard isFolder.boolValue else {
      throw BookProblem(file: folder.path, expected: "a folder for \(name)", found: "a file")
    }
    let contents: [String]
    do { contents = try FileManager.default.contentsOfDirectory(atPath: folder.path) } catch {
      throw FileError.unreadable(path: folder.path, reason: reason(of: error))
    }
    guard contents.isEmpty || contents.contains(mark) else {
      throw BookProblem(
        file: folder.path, expected: "no folder, an empty one or an earlier one of \(name)",
        found: "a folder with other files")
    }
    return true
  }

  /// Makes sure, before anything runs, that the folder may be replaced, and that one can be made beside it.
  ///
  /// - Throws: `BookProblem` if something else stands there; `FileError.unwritable` if the system lets nothing be made.
  static func check(_ destination: URL, mark: String = mark, of name: String = "the site") throws {
    try isReplaceable(destination, mark: mark, of: name)
    var parent = destination.standardizedFileURL.resolvingSymlinksInPath().deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: parent.path), parent.pathComponents.count > 1 {
      parent.deleteLastPathComponent()
    }
    try AtomicFile.requireWritable(folder: parent.path, for: destination.path)
  }

  /// Lets two folders change places in one step, so that at no instant there is none; false where the system cannot.
  private static func exchange(_ first: String, _ second: String) -> Bool {
    // Swift imports neither the function nor its flag RENAME_EXCHANGE.
    typealias Rename = @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, first, AT_FDCWD, second, 1 << 1) == 0
  }

  /// How the hidden names begin under which a new folder is filled.
  private static func hiddenPrefix(of folder: URL) -> String { ".\(folder.lastPathComponent)." }

  /// Removes what processes that were killed while they wrote left beside the folder.
  private static func removeLeftBehind(beside folder: URL) {
    let (parent, prefix) = (folder.deletingLastPathComponent(), hiddenPrefix(of: folder))
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] {
      guard name.hasPrefix(prefix), name.hasSuffix(".new") else { continue }
      let process = name.dropFirst(prefix.count).prefix { $0 != "-" }
      guard let process = pid_t(process), process > 0, kill(process, 0) != 0, errno == ESRCH else { continue }
      try? FileManager.default.removeItem(at: parent.appending(path: name))
    }
  }

  private static func move(_ folder: URL, to place: URL, for destination: URL) throws {
    guard rename(folder.path, place.path) == 0 else {
      throw FileError.unwritable(path: destination.path, reason: String(cString: strerror(errno)))
    }
  }

  /// The system's own words, without the framework's around them.
  static func reason(of error: any Error) -> String {
    let underlying = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
    guard let underlying, underlying.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(underlying.code)))
  }
}
