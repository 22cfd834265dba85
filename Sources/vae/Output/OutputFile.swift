import Files
import Foundation
import Platform

/// A file that a command is to leave, looked at before any work is done.
enum OutputFile {
  /// Refuses a path whose folder is missing or may not be written to, one that is a folder itself, and one that names a
  /// file that the command reads, which would be lost.
  static func requireWritable(_ path: String, keeping inputs: [String] = []) throws(FileError) {
    guard !path.isEmpty else { throw .unwritable(path: path, reason: "the path is empty") }
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
      throw .unwritable(path: path, reason: "there is something else than a regular file under this name")
    }
    let folder = folder(of: path)
    guard stat(folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
      throw .unwritable(path: path, reason: "there is no folder \(folder.onOneLine); make it first")
    }
    try AtomicFile.requireWritable(folder: folder, for: path)
    for input in inputs where areSame(path, input) {
      throw .unwritable(path: path, reason: "it is what the command reads; name another file")
    }
  }

  /// Whether two paths name one file that exists, also by another spelling or a link.
  private static func areSame(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    guard stat(first, &one) == 0, stat(second, &other) == 0 else { return false }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  /// Whether there is a file of this name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The folder of a path.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A figure's name made of a file's: letters, digits and hyphens, without what follows the last dot.
  static func slug(of path: String, suffix: String) -> String {
    let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
    let letters = stem.lowercased().unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? Character(scalar) : "-"
    }
    return String(letters) + "-" + suffix
  }
}
