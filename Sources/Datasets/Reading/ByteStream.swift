import Files

/// The bytes of a file from the first to the last, inflated where the file is gzipped.
final class ByteStream {
  /// The file's name in messages; the places in a gzipped file are those of its inflated content.
  let name: String
  /// The number of bytes, if the file is not gzipped.
  let count: Int?
  /// A number of bytes that there cannot be more of.
  let largestCount: Int

  private let file: InputFile
  private let inflater: Inflater?
  private var next = 0
  private var peeked: [UInt8] = []

  /// Opens a file.
  ///
  /// - Parameter limit: The number of inflated bytes above which a gzipped file is refused.
  init(path: String, limit: Int) throws(FileError) {
    file = try InputFile(path: path)
    if try file.bytes(in: 0..<min(2, file.size)) == Self.gzipMark {
      inflater = try Inflater(file, limit: limit)
      name = "\(path) (inflated)"
      count = nil
      // Deflate's best is 258 bytes for 2 bits.
      largestCount = min(limit, file.size > Int.max / 1032 ? Int.max : 1032 * file.size)
    } else {
      inflater = nil
      name = path
      count = file.size
      largestCount = file.size
    }
  }

  /// The two bytes that a gzipped file begins with.
  static let gzipMark: [UInt8] = [0x1f, 0x8b]

  /// Returns the next bytes, fewer than wanted only at the end, and leaves them to be read.
  func peek(_ wanted: Int) throws(FileError) -> [UInt8] {
    if peeked.count < wanted {
      var more = [UInt8](repeating: 0, count: wanted - peeked.count)
      let count = try withBytes(&more) { (buffer) throws(FileError) in try advance(into: buffer) }
      peeked += more[..<count]
    }
    return Array(peeked.prefix(wanted))
  }

  /// Reads on until the buffer is full or the bytes end, and returns how many there were.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard !peeked.isEmpty else { return try advance(into: buffer) }
    let count = min(peeked.count, buffer.count)
    buffer.copyBytes(from: peeked[..<count])
    peeked.removeFirst(count)
    return try count + advance(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
  }

  /// Reads into an array, and returns how many bytes there were.
  func read(into bytes: inout [UInt8]) throws(FileError) -> Int {
    try withBytes(&bytes) { (buffer) throws(FileError) in try read(into: buffer) }
  }

  private func advance(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    if let inflater { return try inflater.read(into: buffer) }
    let count = try file.read(at: next, into: buffer)
    next += count
    return count
  }
}

/// Calls a closure that throws a `FileError` on an array's memory, which the standard library's own method cannot.
private func withBytes(
  _ bytes: inout [UInt8], _ body: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
) throws(FileError) -> Int {
  let result: Result<Int, FileError> = bytes.withUnsafeMutableBytes { buffer in
    do throws(FileError) { return .success(try body(buffer)) } catch { return .failure(error) }
  }
  return try result.get()
}
