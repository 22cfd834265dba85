import Foundation

/// Writing a folder of files so that a reader, and a run that fails, see the old one or the new one.
enum SiteFolder {
  /// A file that says that a folder is this site, and may be replaced by it.
  static let mark = ".lower-bound-site"

  /// Writes the files into a new folder beside the destination and puts it in the destination's place.
  ///
  /// - Throws: `BookProblem` if the destination is a file, or a folder with contents that is no such site.
  static func write(_ files: [(name: String, contents: Data)], to destination: URL) throws {
    let manager = FileManager.default
    let folder = destination.standardizedFileURL
    let isThere = try isReplaceable(folder)
    let parent = folder.deletingLastPathComponent()
    let made = parent.appending(path: ".\(folder.lastPathComponent).\(UUID().uuidString)")
    do {
      try manager.createDirectory(at: made, withIntermediateDirectories: true)
      for file in files + [(mark, Data())] { try file.contents.write(to: made.appending(path: file.name)) }
      if isThere {
        _ = try manager.replaceItemAt(folder, withItemAt: made)
      } else {
        try manager.moveItem(at: made, to: folder)
      }
    } catch {
      try? manager.removeItem(at: made)
      throw BookProblem(
        file: destination.path, expected: "a folder that can be written", found: "\(error.localizedDescription)")
    }
  }

  private static func isReplaceable(_ folder: URL) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return false }
    guard isFolder.boolValue else {
      throw BookProblem(file: folder.path, expected: "a folder for the site", found: "a file")
    }
    let contents = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    guard contents.isEmpty || contents.contains(mark) else {
      throw BookProblem(
        file: folder.path, expected: "no folder, an empty one or an earlier site", found: "a folder with other files")
    }
    return true
  }
}
