import Files
import VAEEngine

extension IDX {
  /// The rows of a block, and what takes each block and says whether to go on.
  struct Blocks<Scalar: NetworkScalar> {
    let rows: Int
    let take: (_ block: Batch<Scalar>, _ first: Int) -> Bool
  }

  /// Observations and how they were read.
  struct Content<Scalar: NetworkScalar> {
    /// The number of observations.
    let rows: Int
    /// The observations; none where blocks of them were taken.
    let observations: Batch<Scalar>
    let imageShape: ImageShape?
    /// The divisor of every number.
    let scale: Double
    /// True if the numbers are bytes.
    let isBytes: Bool
  }

  /// Reads observations: an array of two axes or more, of which the first counts the observations.
  ///
  /// - Parameters:
  ///   - scale: What every number is divided by; if nil, 255 for bytes and 1 for other types.
  ///   - limit: The number of bytes that the observations may take.
  /// - Throws: `FileError` with the byte at fault.
  static func observations<Scalar: NetworkScalar>(
    of stream: ByteStream, scale: Double?, limit: Int
  ) throws(FileError) -> Content<Scalar> {
    let header = try headerOfObservations(stream)
    guard header.count <= limit / MemoryLayout<Scalar>.size else {
      throw .malformed(
        path: stream.name, place: .byte(3), expected: "at most \(limit / MemoryLayout<Scalar>.size) numbers, the limit",
        found: "\(header.count)")
    }
    let divisor = scale ?? (header.type == .unsignedInt8 ? 255 : 1)
    var failure: FileError?
    let elements = [Scalar](unsafeUninitializedCapacity: header.count) { buffer, initialized in
      do throws(FileError) {
        try readElements(header, of: stream) { (chunk, first) throws(FileError) in
          let count = chunk.count / header.type.size
          let part = UnsafeMutableBufferPointer(rebasing: buffer[first..<first + count])
          try decodeFinite(chunk, header, from: first, divisor: divisor, into: part, path: stream.name)
          initialized = first + count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return content(header, elements, scale: divisor)
  }

  /// Reads observations block by block.
  ///
  /// - Throws: `FileError` with the byte at fault.
  static func pass<Scalar: NetworkScalar>(
    _ stream: ByteStream, scale: Double?, to blocks: Blocks<Scalar>
  ) throws(FileError) -> Content<Scalar> {
    let header = try headerOfObservations(stream)
    let divisor = scale ?? (header.type == .unsignedInt8 ? 255 : 1)
    let (rows, size) = (header.dimensions[0], header.type.size)
    let columns = header.count / rows
    let chunk = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(rows, blocks.rows) * columns * size, alignment: 16)
    defer { chunk.deallocate() }
    var isWanted = true
    try readElements(header, of: stream, in: chunk) { (chunk, first) throws(FileError) in
      guard isWanted else { return }
      var failure: FileError?
      let elements = [Scalar](unsafeUninitializedCapacity: chunk.count / size) { buffer, initialized in
        let part = UnsafeMutableBufferPointer(rebasing: buffer[..<(chunk.count / size)])
        do throws(FileError) {
          try decodeFinite(chunk, header, from: first, divisor: divisor, into: part, path: stream.name)
          initialized = part.count
        } catch { failure = error }
      }
      if let failure { throw failure }
      let block = Batch(rows: elements.count / columns, columns: columns, elements: elements)
      isWanted = blocks.take(block, first / columns)
    }
    return content(header, [], scale: divisor)
  }

  private static func content<Scalar>(_ header: Header, _ elements: [Scalar], scale: Double) -> Content<Scalar> {
    let sizes = header.dimensions
    return Content(
      rows: sizes[0],
      observations: Batch(
        rows: elements.isEmpty ? 0 : sizes[0], columns: header.count / sizes[0], elements: elements),
      imageShape: sizes.count == 3 ? ImageShape(rows: sizes[1], columns: sizes[2]) : nil, scale: scale,
      isBytes: header.type == .unsignedInt8)
  }

  /// Reads a header, and refuses one that is not of observations.
  private static func headerOfObservations(_ stream: ByteStream) throws(FileError) -> Header {
    let header = try header(of: stream)
    func fault(_ expected: String, _ found: String) -> FileError {
      .malformed(path: stream.name, place: .byte(3), expected: expected, found: found)
    }
    guard header.dimensions.count > 1 else {
      throw fault("observations, an array of at least 2 dimensions", "1 dimension, as labels have")
    }
    guard header.count > 0 else { throw fault("at least one observation and one number in each", "none") }
    return header
  }

  /// Turns the numbers of a chunk into scalars.
  ///
  /// - Throws: `FileError` with the byte of a number that is not finite.
  private static func decodeFinite<Scalar: NetworkScalar>(
    _ chunk: UnsafeRawBufferPointer, _ header: Header, from first: Int, divisor: Double,
    into part: UnsafeMutableBufferPointer<Scalar>, path: String
  ) throws(FileError) {
    decode(chunk, header.type, divisor: divisor, into: part)
    guard let index = firstNotFinite(UnsafeBufferPointer(part)) else { return }
    throw .malformed(
      path: path, place: .byte(header.length + (first + index) * header.type.size), expected: "a finite number",
      found: "\(part[index])")
  }

  /// Reads labels: an array of whole numbers with one axis.
  ///
  /// - Parameter expected: How many there must be, and of what.
  /// - Throws: `FileError` with the byte at fault.
  static func labels(
    of stream: ByteStream, count expected: (number: Int, name: String)
  ) throws(FileError) -> [Int] {
    let header = try header(of: stream)
    func fault(_ byte: Int, _ expected: String, _ found: String) -> FileError {
      .malformed(path: stream.name, place: .byte(byte), expected: expected, found: found)
    }
    guard header.dimensions.count == 1 else {
      let shape = header.dimensions.map { "\($0)" }.joined(separator: " × ")
      let found =
        header.dimensions.count == 2
        ? "\(shape): labels in several columns; save one of them by itself" : "as images have"
      throw fault(3, "labels, an array of 1 dimension", "\(header.dimensions.count) dimensions, \(found)")
    }
    guard header.type.isInteger else { throw fault(2, "labels that are whole numbers", "fractions") }
    guard header.count == expected.number else {
      throw fault(4, "\(expected.number) labels, as many as \(expected.name) has observations", "\(header.count)")
    }
    var labels: [Int] = []
    labels.reserveCapacity(header.count)
    var numbers = [Double](repeating: 0, count: 1 << 16)
    try readElements(header, of: stream) { (chunk, first) throws(FileError) in
      numbers.withUnsafeMutableBufferPointer { numbers in
        let part = UnsafeMutableBufferPointer(rebasing: numbers[..<(chunk.count / header.type.size)])
        decode(chunk, header.type, divisor: 1, into: part)
        for number in part { labels.append(Int(number)) }
      }
    }
    return labels
  }
}

/// Turns big-endian numbers into scalars, each divided by the divisor.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func decode<Scalar: NetworkScalar>(
  _ bytes: UnsafeRawBufferPointer, _ type: IDX.ElementType, divisor: Double,
  into result: UnsafeMutableBufferPointer<Scalar>
) {
  switch type {
  case .unsignedInt8:
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 256) { table in
      for byte in table.indices { table[byte] = Scalar(Double(byte) / divisor) }
      for index in result.indices { result[index] = table[Int(bytes[index])] }
    }
  case .int8:
    for index in result.indices { result[index] = Scalar(Double(Int8(bitPattern: bytes[index])) / divisor) }
  case .int16:
    for index in result.indices {
      let number = Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
      result[index] = Scalar(Double(number) / divisor)
    }
  case .int32:
    for index in result.indices {
      let number = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
      result[index] = Scalar(Double(number) / divisor)
    }
  case .float32:
    for index in result.indices {
      let bits = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
      result[index] = Scalar(Double(Float(bitPattern: bits)) / divisor)
    }
  case .float64:
    for index in result.indices {
      let bits = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
      result[index] = Scalar(Double(bitPattern: bits) / divisor)
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func firstNotFinite<Scalar: NetworkScalar>(_ numbers: UnsafeBufferPointer<Scalar>) -> Int? {
  for index in numbers.indices where !numbers[index].isFinite { return index }
  return nil
}
