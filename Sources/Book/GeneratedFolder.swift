import Files
import Foundation
import Platform

/// A folder that the book writes as a whole, so that a reader, and a run that fails, see the old one or the new one.
struct GeneratedFolder {
  /// The destination, as the user named it.
  let destination: URL
  /// The name of a file that marks an earlier such folder, which may be replaced.
  let mark: String
  /// The name of its content, for messages.
  let name: String

  /// Checks, before anything runs, that the folder may be replaced, and that one can be made beside it.
  ///
  /// - Throws: `BookProblem` if something else stands there; `FileError.unwritable` if the system lets nothing be made.
  func check() throws {
    try isReplaceable()
    var parent = folder.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: parent.path), parent.pathComponents.count > 1 {
      parent.deleteLastPathComponent()
    }
    try AtomicFile.requireWritable(folder: parent.path, for: destination.path)
  }

  /// Writes the files into a new folder beside the destination and puts it in the destination's place.
  ///
  /// A symbolic link stays, and the folder that it leads to is replaced.
  ///
  /// - Throws: `BookProblem` if the destination is a file, or a folder with other files; `FileError.unwritable` if the
  ///   system refuses, and then the earlier folder is still there.
  func write(_ files: [(name: String, contents: Data)]) throws {
    let isThere = try isReplaceable()
    removeLeftBehind()
    let hidden = "\(hiddenPrefix)\(UUID().uuidString)"
    let beside = folder.deletingLastPathComponent().appending(path: hidden)
    let (made, old) = (beside.appendingPathExtension("new"), beside.appendingPathExtension("old"))
    defer { for leftover in [made, old] { try? FileManager.default.removeItem(at: leftover) } }
    let lock: FileLock
    do {
      try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
      guard let held = FileLock(on: made.path) else {
        throw FileError.unwritable(path: destination.path, reason: "another process took the folder beside it")
      }
      lock = held
      for file in files + [(mark, Data())] {
        let place = made.appending(path: file.name)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try file.contents.write(to: place)
      }
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError.unwritable(path: destination.path, reason: Self.reason(of: error))
    }
    defer { lock.release() }
    // After an exchange the earlier folder has the hidden name, under which it is removed.
    if isThere, Self.exchange(made.path, folder.path) { return }
    if isThere { try move(folder, to: old) }
    do {
      try move(made, to: folder)
    } catch {
      if isThere { try move(old, to: folder) }
      throw error
    }
  }

  /// The folder itself, where the destination is a link to it.
  private var folder: URL { destination.standardizedFileURL.resolvingSymlinksInPath() }

  /// Whether a folder stands at the destination, and may be replaced.
  ///
  /// - Throws: `BookProblem` if something else stands there.
  @discardableResult private func isReplaceable() throws -> Bool {
    var isFolder: ObjCBool = false
    let path = destination.path
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return false }
    guard isFolder.boolValue else { throw BookProblem(file: path, expected: "a folder for \(name)", found: "a file") }
    let contents: [String]
    do { contents = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw FileError.unreadable(path: path, reason: Self.reason(of: error))
    }
    guard contents.isEmpty || contents.contains(mark) else {
      throw BookProblem(
        file: path, expected: "no folder, an empty one or an earlier one of \(name)", found: "a folder with other files"
      )
    }
    return true
  }

  /// Lets two folders change places in one step, so that at no instant there is none; false where the system cannot.
  private static func exchange(_ first: String, _ second: String) -> Bool {
    // Swift imports neither the function nor its flag RENAME_EXCHANGE.
    typealias Rename = @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, first, AT_FDCWD, second, 1 << 1) == 0
  }

  /// The beginning of the hidden names of unfinished folders.
  private var hiddenPrefix: String { ".\(folder.lastPathComponent)." }

  /// Removes the hidden folders of processes that were killed while they wrote: a living one holds a lock on its own.
  private func removeLeftBehind() {
    let parent = folder.deletingLastPathComponent()
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] {
      guard name.hasPrefix(hiddenPrefix), name.hasSuffix(".new"),
        UUID(uuidString: String(name.dropFirst(hiddenPrefix.count).dropLast(4))) != nil
      else { continue }
      let place = parent.appending(path: name)
      guard let lock = FileLock(on: place.path) else { continue }
      try? FileManager.default.removeItem(at: place)
      lock.release()
    }
  }

  private func move(_ folder: URL, to place: URL) throws {
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
