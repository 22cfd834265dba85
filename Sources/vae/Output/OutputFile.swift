import Files
import Platform
import VAECore

/// A file that a command is to leave, looked at before any work is done.
enum OutputFile {
  /// Refuses a path under which no file of such a size can be written, one that names a file that the command reads,
  /// which would be lost, and one under which a model or a write-protected file stands.
  ///
  /// - Parameters:
  ///   - path: The path as it was typed.
  ///   - inputs: The paths of what the command reads.
  ///   - mayReplace: True if the user said that a file that is there may be lost.
  @discardableResult
  static func requireWritable(
    _ path: String, keeping inputs: [String] = [], mayReplace: Bool = false
  ) throws(FileError) -> OutputPath {
    let place = try OutputPath(path)
    try place.requireWritable()
    for input in inputs where areSame(path, input) {
      throw .unwritable(path: path, reason: "it is what the command reads; choose a different file")
    }
    guard !mayReplace else { return place }
    guard !place.isWriteProtected else {
      throw .unwritable(path: path, reason: "the file that is there is write-protected; choose a different file")
    }
    guard !holdsModel(place.target) else {
      throw .unwritable(path: path, reason: "a model is there, which would be lost; choose a different file")
    }
    return place
  }

  /// Refuses a table that the disk has no room for, as far as that is known: the shortest number is "0.0", and a comma.
  static func requireRoom(_ path: String, rows: Int, columns: Int) throws(FileError) {
    try OutputPath(path).requireWritable(bytes: 4 * Double(rows) * Double(columns))
  }

  /// Whether two paths name one file that exists, also by another spelling or a link.
  static func areSame(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    guard stat(first, &one) == 0, stat(second, &other) == 0 else { return false }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }

  /// Returns true for a model: safetensors with an architecture in their header, of which a megabyte is looked at.
  private static func holdsModel(_ path: String) -> Bool {
    guard let file = try? InputFile(path: path), file.size > 8,
      let start = try? file.bytes(in: 0..<min(file.size, 1 << 20)), start[8] == UInt8(ascii: "{")
    else { return false }
    return String(decoding: start.dropFirst(8), as: UTF8.self).contains("\"architecture\"")
  }

  /// Returns true if there is a file of this name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
