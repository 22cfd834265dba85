import CZlib
import Foundation

/// A folder of its own for a test, removed with the value.
final class Scratch: Sendable {
  let path: String

  init() throws {
    // White space and an accent: a path may have both.
    path = FileManager.default.temporaryDirectory.appending(path: "des données \(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String = "data") throws -> String {
    try Data(bytes).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// Writes a text file and returns its path.
  func write(_ text: String, to name: String = "data.csv") throws -> String { try write(Array(text.utf8), to: name) }
}

/// Returns an IDX file of bytes.
func idx(_ dimensions: [Int], _ elements: [UInt8], type: UInt8 = 8) -> [UInt8] {
  [0, 0, type, UInt8(dimensions.count)]
    + dimensions.flatMap { size in (0..<4).reversed().map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } } + elements
}

/// Returns one gzip member.
func gzip(_ bytes: [UInt8], level: Int32 = 9) throws -> [UInt8] {
  var stream = z_stream()
  guard
    deflateInit2_(&stream, level, Z_DEFLATED, 15 + 16, 8, 0, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { throw CocoaError(.fileWriteUnknown) }
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
  let count = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
      (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
      deflate(&stream, Z_FINISH)
      return Int(stream.total_out)
    }
  }
  return Array(output[..<count])
}

extension [UInt8] {
  /// The bytes again and again.
  func repeated(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in self } }
}
