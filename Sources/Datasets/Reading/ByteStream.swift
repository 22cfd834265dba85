import Files

/// The bytes of a file or of standard input from the first to the last, inflated where they are gzipped, once or twice.
final class ByteStream {
  /// The name in messages; the places in gzipped data are those of their inflated content.
  let name: String
  /// The number of bytes, if it is known: that of a file that is not gzipped.
  let count: Int?
  /// A number of bytes that there cannot be more of.
  let largestCount: Int

  private let source: any ByteSource
  private var peeked: [UInt8]
  private var hash = SHA256()

  /// Opens a file, or with the path "-" standard input.
  ///
  /// - Parameter limit: The number of inflated bytes above which gzipped data are refused.
  init(path: String, limit: Int) throws(FileError) {
    var source: any ByteSource = path == StandardInput.path ? StandardInput() : try FileSource(path: path)
    let name = source.name
    let size = source.count
    var start = try Self.bytes(2, of: source)
    var depth = 0
    // Some servers pack what is packed already; a third time is nobody's intention.
    while start == Self.gzipMark, depth < 2 {
      source = try Inflater(source, after: start, limit: limit)
      depth += 1
      start = try Self.bytes(2, of: source)
    }
    self.source = source
    peeked = start
    self.name = depth == 0 ? name : "\(name) (inflated)"
    count = depth == 0 ? size : nil
    // Deflate's best is 258 bytes for 2 bits, and for its own output no more.
    var largest = size ?? limit
    for _ in 0..<depth { largest = largest > limit / 1032 ? limit : 1032 * largest }
    largestCount = largest
  }

  /// The two bytes that gzipped data begin with.
  static let gzipMark: [UInt8] = [0x1f, 0x8b]

  /// The hash of the content, once it is read to its end.
  var contentHash: String { hash.hexadecimal }

  /// Returns the next bytes, fewer than wanted only at the end, and leaves them to be read.
  func peek(_ wanted: Int) throws(FileError) -> [UInt8] {
    if peeked.count < wanted { peeked += try Self.bytes(wanted - peeked.count, of: source) }
    return Array(peeked.prefix(wanted))
  }

  /// Reads on until the buffer is full or the bytes end, and returns how many there were.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = min(peeked.count, buffer.count)
    buffer.copyBytes(from: peeked[..<count])
    peeked.removeFirst(count)
    let total = try count + source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
    hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<total]))
    return total
  }

  /// Reads into an array, and returns how many bytes there were.
  func read(into bytes: inout [UInt8]) throws(FileError) -> Int {
    try withBytes(&bytes) { (buffer) throws(FileError) in try read(into: buffer) }
  }

  private static func bytes(_ wanted: Int, of source: any ByteSource) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: wanted)
    let count = try withBytes(&bytes) { (buffer) throws(FileError) in try source.read(into: buffer) }
    return Array(bytes[..<count])
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
