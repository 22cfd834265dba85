import Foundation

@testable import Checkpoints

/// A folder of its own for a test, removed with the value.
final class Scratch: Sendable {
  let path: String

  init() throws {
    // White space and an accent: a path may have both.
    path = FileManager.default.temporaryDirectory.appending(path: "a modèle \(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The names of all files, hidden ones too, in order.
  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: file(name)))) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String = "file.safetensors") throws -> String {
    try Data(bytes).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// Writes a file of the format from its header and so many bytes after it.
  func write(header: String, data count: Int) throws -> String {
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    return try write(length + Array(header.utf8) + [UInt8](repeating: 0, count: count))
  }
}
