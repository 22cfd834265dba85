import Files

/// The JSON object in front of a file's tensors.
struct Header {
  /// What the header says of one tensor.
  struct Entry {
    var name: String
    var type: Tensor.ElementType
    var shape: [Int]
    /// The range of its bytes, counted from the header's end.
    var begin: Int
    var end: Int
  }

  /// The name that no tensor may have.
  static let metadataName = "__metadata__"

  private(set) var metadata: [String: String] = [:]
  /// The tensors in the order of their bytes.
  private(set) var entries: [Entry] = []
  private let path: String

  /// Reads a header.
  ///
  /// - Throws: `FileError.malformed` with the byte at fault.
  init(bytes: [UInt8], path: String) throws(FileError) {
    self.path = path
    var scanner = JSONScanner(bytes: bytes, path: path, offset: 8)
    guard bytes.first == UInt8(ascii: "{") else { throw scanner.fault(expected: "a JSON object", at: 0) }
    try scanner.object { (name, scanner) throws(FileError) in
      if name == Self.metadataName {
        try scanner.object { (key, scanner) throws(FileError) in metadata[key] = try scanner.string() }
      } else {
        entries.append(try Self.entry(name, &scanner))
      }
    }
    try scanner.requireEnd()
    entries.sort { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
  }

  private static func entry(_ name: String, _ scanner: inout JSONScanner) throws(FileError) -> Entry {
    let place = scanner.position
    var (type, shape, offsets): (Tensor.ElementType?, [Int]?, [Int]?)
    try scanner.object { (key, scanner) throws(FileError) in
      let place = scanner.position
      switch key {
      case "dtype":
        let text = try scanner.string()
        type = Tensor.ElementType(rawValue: text)
        if type == nil {
          let known = Tensor.ElementType.allCases.map(\.rawValue).joined(separator: ", ")
          throw scanner.fault(
            expected: "a type of tensor \"\(name.onOneLine)\" among \(known)", found: text.onOneLine, at: place)
        }
      case "shape": shape = try scanner.wholeNumbers()
      case "data_offsets": offsets = try scanner.wholeNumbers()
      default: throw scanner.fault(expected: "dtype, shape or data_offsets", found: "\"\(key.onOneLine)\"", at: place)
      }
    }
    guard let type, let shape, let offsets else {
      let missing = type == nil ? "dtype" : shape == nil ? "shape" : "data_offsets"
      throw scanner.fault(expected: "\(missing) of tensor \"\(name.onOneLine)\"", found: "none", at: place)
    }
    guard offsets.count == 2 else {
      throw scanner.fault(
        expected: "two data_offsets of tensor \"\(name.onOneLine)\"", found: "\(offsets.count)", at: place)
    }
    return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  /// Refuses tensors that are not of their shape's size, that overlap, or that leave bytes to nobody.
  ///
  /// - Parameters:
  ///   - count: The number of bytes after the header.
  ///   - first: The place of the first of them in the file.
  func requireContiguous(count: Int, first: Int) throws(FileError) {
    var end = 0
    for entry in entries {
      let place = FileError.Place.part("tensor \"\(entry.name)\"")
      guard entry.begin <= entry.end, entry.end <= count else {
        throw .malformed(
          path: path, place: place, expected: "data_offsets in order and at most \(count), the bytes that there are",
          found: "[\(entry.begin), \(entry.end)]")
      }
      let elements = Tensor.count(of: entry.shape).map { $0.multipliedReportingOverflow(by: entry.type.size) }
      guard let elements, !elements.overflow, elements.partialValue == entry.end - entry.begin else {
        let bytes = elements.flatMap { $0.overflow ? nil : "\($0.partialValue) bytes" } ?? "fewer bytes"
        throw .malformed(
          path: path, place: place, expected: "\(bytes) for the shape \(entry.shape) of \(entry.type.rawValue)",
          found: "\(entry.end - entry.begin)")
      }
      guard entry.begin == end else {
        throw .malformed(
          path: path, place: place, expected: "data_offsets from \(end), where the tensor before ends",
          found: "\(entry.begin)")
      }
      end = entry.end
    }
    guard end == count else {
      throw .malformed(
        path: path, place: .byte(first + end), expected: "the end of the file after the last tensor",
        found: "\(count - end) more bytes")
    }
  }

  /// The header of a file with these strings and tensors; the same bytes for the same content.
  static func text(metadata: [String: String], tensors: [Tensor]) -> String {
    var members: [String] = []
    if !metadata.isEmpty {
      let strings = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\(quoted(metadataName)):{\(strings.joined(separator: ","))}")
    }
    var begin = 0
    for tensor in tensors {
      let end = begin + tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
      begin = end
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        result += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
