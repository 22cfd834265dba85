import Files
import VAECore
import VAEEngine

/// Named tensors and strings in one file, in the format safetensors, which other frameworks read and write.
///
///     8 bytes: N, little-endian · N bytes: a JSON object, padded with spaces · the tensors' elements, end to end
///
/// The object gives each tensor's type, shape and range of bytes after the header; under `__metadata__` it has strings.
///
/// - Source: the format's description at github.com/huggingface/safetensors.
public struct SafeTensors: Sendable, Equatable {
  /// Strings by name; written in the names' order.
  public let metadata: [String: String]
  /// The tensors in the order of the file: larger elements first, so that every element is aligned; then by name.
  public let tensors: [Tensor]

  /// The largest header that the format allows, in bytes.
  static let headerLimit = 100_000_000
  /// The header's length is a multiple of this, so that the elements after it are aligned.
  private static let alignment = 8

  /// Creates the content of a file.
  ///
  /// - Throws: `InvalidInput` if two tensors have one name, or a tensor the metadata's.
  public init(metadata: [String: String] = [:], tensors: [Tensor]) throws(InvalidInput) {
    var names: Set<String> = [Header.metadataName]
    for tensor in tensors where !names.insert(tensor.name).inserted {
      throw InvalidInput("tensor \(tensor.name)", expected: "a name of its own", found: "the name of another")
    }
    self.init(metadata: metadata, uniqueTensors: Self.sorted(tensors))
  }

  /// Returns tensors in the order of a file: larger elements first, then by name.
  static func sorted(_ tensors: [Tensor]) -> [Tensor] {
    tensors.sorted { first, second in
      first.type == second.type
        ? first.name.utf8.lexicographicallyPrecedes(second.name.utf8) : first.type.rank > second.type.rank
    }
  }

  init(metadata: [String: String], uniqueTensors: [Tensor]) {
    self.metadata = metadata
    tensors = uniqueTensors
  }

  /// The tensor of a name, or nil.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// Reads a file strictly: every tensor and every byte must be accounted for.
  ///
  /// What it takes in memory is the file's size and, for the header, a small multiple of the header's, which is 100 MB at
  /// most.
  ///
  /// - Throws: `FileError` with the byte or the tensor at fault.
  public static func load(_ path: String) throws(FileError) -> SafeTensors {
    let file = try InputFile(path: path)
    // Tensors are read one by one, and then made into parameters: both exist for a while.
    let (needed, overflow) = file.size.multipliedReportingOverflow(by: 2)
    let room = { () throws(FileError) in
      try Memory.requireRoom(for: overflow ? nil : needed, path: path, what: "twice its size")
    }
    return try SafeTensors(of: file.size, path: path, requireRoom: room) { (range) throws(FileError) in
      try file.bytes(in: range)
    }
  }

  /// Reads the bytes of a file, which may have come in another way, as strictly.
  ///
  /// - Parameters:
  ///   - bytes: The content of a file.
  ///   - path: Their name, for errors.
  /// - Throws: `FileError` with the byte or the tensor at fault.
  public init(bytes: [UInt8], path: String) throws(FileError) {
    try self.init(of: bytes.count, path: path) { Array(bytes[$0]) }
  }

  private init(
    of size: Int, path: String, requireRoom: () throws(FileError) -> Void = {},
    bytes: (Range<Int>) throws(FileError) -> [UInt8]
  ) throws(FileError) {
    let length = try Self.headerLength(of: size, path: path, bytes)
    try requireRoom()
    let header = try Header(bytes: bytes(8..<8 + length), path: path)
    try header.requireContiguous(count: size - 8 - length, first: 8 + length)
    var tensors: [Tensor] = []
    for entry in header.entries {
      let range = 8 + length + entry.begin..<8 + length + entry.end
      tensors.append(Tensor(name: entry.name, shape: entry.shape, type: entry.type, bytes: try bytes(range)))
    }
    self.init(metadata: header.metadata, uniqueTensors: tensors)
    try requireChecksum(path: path)
  }

  /// Returns the header's length, once it is known to fit into the file.
  private static func headerLength(
    of size: Int, path: String, _ bytes: (Range<Int>) throws(FileError) -> [UInt8]
  ) throws(FileError) -> Int {
    guard size >= 8 else {
      throw .malformed(
        path: path, place: .byte(size), expected: "8 bytes with the header's length", found: "\(size)")
    }
    let length = try bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let limit = min(headerLimit, size - 8)
    guard length >= 2, length <= UInt64(limit) else {
      throw .malformed(
        path: path, place: .byte(0), expected: "a header's length from 2 to \(limit)", found: "\(length)")
    }
    return Int(length)
  }

  /// Saves the file, as `AtomicFile` does: it is whole, or the one before is still there.
  ///
  /// - Throws: `FileError.unwritable`.
  public func save(to path: String) throws(FileError) { try AtomicFile.replace(path, with: parts(for: path)) }

  /// The file's bytes.
  ///
  /// - Throws: `FileError.unwritable` if the format has no room for so many names.
  public var bytes: [UInt8] { get throws(FileError) { Array(try parts(for: "safetensors").joined()) } }

  /// The parts of the file: the header's length, the header, each tensor.
  private func parts(for path: String) throws(FileError) -> [[UInt8]] {
    var header = Array(Header.text(metadata: metadata, tensors: tensors).utf8)
    while header.count % Self.alignment != 0 { header.append(UInt8(ascii: " ")) }
    guard header.count <= Self.headerLimit else {
      throw .unwritable(path: path, reason: "its header has \(header.count) bytes, the format allows 100000000")
    }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return [length, header] + tensors.map(\.bytes)
  }
}
