import Files
import Platform

/// Bytes that come one after another.
protocol ByteSource: AnyObject {
  /// The name in messages.
  var name: String { get }
  /// The number of bytes, where it is known before they are read.
  var count: Int? { get }
  /// Reads on until the buffer is full or the bytes end, and returns how many there were.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int
}

/// A regular file from its first byte to its last.
final class FileSource: ByteSource {
  private let file: InputFile
  private var next = 0

  /// Opens a file.
  init(path: String) throws(FileError) { file = try InputFile(path: path) }

  var name: String { file.path }
  var count: Int? { file.size }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = try file.read(at: next, into: buffer)
    next += count
    return count
  }
}

/// The bytes that come through standard input.
final class StandardInput: ByteSource {
  /// The name of standard input among the options.
  static let path = "-"

  let name = "standard input"
  let count: Int? = nil

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = Platform.read(STDIN_FILENO, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: name, reason: String(cString: strerror(errno))) }
      guard count > 0 else { break }
      filled += count
    }
    return filled
  }
}
