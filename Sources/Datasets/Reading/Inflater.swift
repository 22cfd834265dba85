import CZlib
import Files

/// The content of gzipped bytes, inflated while they are read.
///
/// Every member's checksum and length are checked; what follows the last member is refused.
///
/// - Source: RFC 1952, which lets a file be several members end to end.
final class Inflater: ByteSource {
  private let source: any ByteSource
  private var start: [UInt8]
  private let limit: Int
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var next = 0
  private var produced = 0
  private var isBetweenMembers = false

  var name: String { source.name }
  let count: Int? = nil

  /// Begins to inflate.
  ///
  /// - Parameters:
  ///   - source: The gzipped bytes.
  ///   - start: The first of them, where they were read already.
  ///   - limit: The number of inflated bytes above which reading stops, so that a small file cannot run for ever.
  init(_ source: any ByteSource, after start: [UInt8], limit: Int) throws(FileError) {
    self.source = source
    self.start = start
    self.limit = limit
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 16, alignment: 16)
    // 15 + 16: the largest window, and gzip's header and trailer. (inflateInit2 is a macro, which Swift does not import.)
    guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .unreadable(path: source.name, reason: "zlib did not start")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Reads on until the buffer is full or the content ends, and returns how many bytes there were.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      if stream.pointee.avail_in == 0 {
        let count = try readInput()
        next += count
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = UInt32(count)
      }
      guard stream.pointee.avail_in > 0 else {
        if isBetweenMembers { break }
        throw fault("the rest of the gzipped data", "the end of the file")
      }
      if isBetweenMembers {
        inflateReset(stream)
        isBetweenMembers = false
      }
      filled += try inflateOnce(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
    }
    return filled
  }

  private func readInput() throws(FileError) -> Int {
    guard !start.isEmpty else { return try source.read(into: input) }
    input.copyBytes(from: start)
    defer { start = [] }
    return start.count
  }

  private func inflateOnce(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let room = UInt32(min(buffer.count, 1 << 30))
    stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = room
    let status = inflate(stream, Z_NO_FLUSH)
    let count = Int(room - stream.pointee.avail_out)
    produced += count
    guard produced <= limit else {
      throw fault("at most \(limit) bytes when inflated, the limit", "more")
    }
    switch status {
    case Z_OK: break
    case Z_STREAM_END: isBetweenMembers = true
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's error \(status)"
      if produced > 0, stream.pointee.total_out == 0, reason == "incorrect header check" {
        throw fault("the end of the file after the gzipped data", "other bytes")
      }
      throw fault("sound gzipped data", reason)
    }
    return count
  }

  private func fault(_ expected: String, _ found: String) -> FileError {
    .malformed(
      path: source.name, place: .byte(next - Int(stream.pointee.avail_in)), expected: expected, found: found)
  }
}
