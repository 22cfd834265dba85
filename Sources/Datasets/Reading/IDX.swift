import Files
import VAEEngine

/// The IDX format, in which MNIST comes: an array of numbers of any shape.
///
///     0 · 0 · the elements' type · the number of axes · each axis's size in 4 bytes · the elements; all big-endian
///
/// - Source: the format's description beside MNIST, Y. LeCun.
enum IDX {
  /// The types of elements, by their number in the file.
  enum ElementType: UInt8, CaseIterable {
    case unsignedInt8 = 0x08
    case int8 = 0x09
    case int16 = 0x0b
    case int32 = 0x0c
    case float32 = 0x0d
    case float64 = 0x0e

    /// The size of an element, in bytes.
    var size: Int {
      switch self {
      case .unsignedInt8, .int8: 1
      case .int16: 2
      case .int32, .float32: 4
      case .float64: 8
      }
    }

    /// Whether the elements are whole numbers.
    var isInteger: Bool { self != .float32 && self != .float64 }
  }

  /// What precedes the elements.
  struct Header {
    let type: ElementType
    /// The sizes of the axes, outermost first.
    let dimensions: [Int]
    /// The number of elements.
    let count: Int
    /// The header's own length, in bytes.
    let length: Int
  }

  /// Reads a header, and holds it against the file before anything of the size that it declares is made.
  ///
  /// - Throws: `FileError.malformed` with the byte at fault.
  static func header(of stream: ByteStream) throws(FileError) -> Header {
    func fault(_ byte: Int, _ expected: String, _ found: String) -> FileError {
      .malformed(path: stream.name, place: .byte(byte), expected: expected, found: found)
    }
    var mark = [UInt8](repeating: 0, count: 4)
    let markCount = try stream.read(into: &mark)
    guard markCount == 4 else { throw fault(markCount, "an IDX header", "the end of the file") }
    if Array(mark[..<2]) == ByteStream.gzipMark { throw fault(0, "IDX", "gzipped data; gunzip it once more") }
    guard mark[0] == 0, mark[1] == 0 else { throw fault(mark[0] == 0 ? 1 : 0, "the zero byte of IDX", "\(mark[..<2])") }
    guard let type = ElementType(rawValue: mark[2]) else {
      let known = ElementType.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
      throw fault(2, "a type of elements among \(known)", "\(mark[2])")
    }
    guard (1...8).contains(mark[3]) else { throw fault(3, "1 to 8 dimensions", "\(mark[3])") }

    var sizes = [UInt8](repeating: 0, count: 4 * Int(mark[3]))
    let sizesCount = try stream.read(into: &sizes)
    guard sizesCount == sizes.count else {
      throw fault(4 + sizesCount, "the sizes of \(mark[3]) dimensions", "the end of the file")
    }
    let dimensions = stride(from: 0, to: sizes.count, by: 4).map { start in
      sizes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let length = 4 + sizes.count
    // The product of the sizes of nothing is nothing, and otherwise only grows.
    var count = dimensions.contains(0) ? 0 : 1
    for size in dimensions where count > 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= (stream.largestCount - length) / type.size else {
        throw fault(4, "at most \(stream.largestCount) bytes, as the file has or can hold", "dimensions \(dimensions)")
      }
      count = product
    }
    let total = length + count * type.size
    if let found = stream.count, found != total {
      throw fault(min(found, total), "\(total) bytes, as the dimensions \(dimensions) say", "\(found)")
    }
    return Header(type: type, dimensions: dimensions, count: count, length: length)
  }

  /// Reads the elements after a header, chunk by chunk, and requires that nothing follows them.
  ///
  /// - Parameter take: Is given each chunk and the number of elements before it.
  static func readElements(
    _ header: Header, of stream: ByteStream,
    _ take: (_ chunk: UnsafeRawBufferPointer, _ first: Int) throws(FileError) -> Void
  ) throws(FileError) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: header.type.size << 16, alignment: 16)
    defer { chunk.deallocate() }
    try readElements(header, of: stream, in: chunk, take)
  }

  /// Reads the elements after a header in chunks as large as some memory.
  static func readElements(
    _ header: Header, of stream: ByteStream, in chunk: UnsafeMutableRawBufferPointer,
    _ take: (_ chunk: UnsafeRawBufferPointer, _ first: Int) throws(FileError) -> Void
  ) throws(FileError) {
    let total = header.count * header.type.size
    var done = 0
    while done < total {
      let wanted = UnsafeMutableRawBufferPointer(rebasing: chunk[..<min(chunk.count, total - done)])
      let count = try stream.read(into: wanted)
      guard count == wanted.count else {
        throw .malformed(
          path: stream.name, place: .byte(header.length + done + count),
          expected: "\(header.length + total) bytes, as the dimensions \(header.dimensions) say",
          found: "the end of the data")
      }
      try take(UnsafeRawBufferPointer(wanted), done / header.type.size)
      done += count
    }
    // The end is read too: it is where a gzipped file's checksum stands.
    guard try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: chunk[..<1])) == 0 else {
      throw .malformed(
        path: stream.name, place: .byte(header.length + total),
        expected: "the end of the data, as the dimensions \(header.dimensions) say", found: "more bytes")
    }
  }
}
