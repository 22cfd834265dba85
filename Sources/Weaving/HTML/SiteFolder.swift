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
    let beside = folder.deletingLastPathComponent().appending(path: ".\(folder.lastPathComponent).\(UUID().uuidString)")
    let (made, old) = (beside.appendingPathExtension("new"), beside.appendingPathExtension("old"))
    defer { for leftover in [made, old] { try? FileManager.default.removeItem(at: leftover) } }
    do {
      try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
      for file in files + [(mark, Data())] { try file.contents.write(to: made.appending(path: file.name)) }
    } catch {
      throw FileError.unwritable(path: destination.path, reason: reason(of: error))
    }
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
