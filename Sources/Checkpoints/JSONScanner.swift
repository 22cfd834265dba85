import Files
import Foundation

/// A reader of JSON that goes forward only and takes what is asked for, or fails at a byte.
///
/// A general parser keeps the last of two equal keys without a word, and builds whatever it is given: this one refuses
/// the keys, and holds nothing that its caller has no place for.
struct JSONScanner {
  /// The place of the next byte.
  private(set) var position = 0
  private let bytes: [UInt8]
  private let path: String
  private let offset: Int

  /// Creates a scanner.
  ///
  /// - Parameter offset: The place of the first byte in its file, for messages.
  init(bytes: [UInt8], path: String, offset: Int) {
    self.bytes = bytes
    self.path = path
    self.offset = offset
  }

  /// Reads an object, giving each key, once the scanner stands before its value, to a closure that reads the value.
  mutating func object(
    _ member: (_ key: String, _ scanner: inout JSONScanner) throws(FileError) -> Void
  ) throws(FileError) {
    var keys: Set<String> = []
    try sequence("{", "}") { (scanner) throws(FileError) in
      let place = scanner.position
      let key = try scanner.string()
      guard keys.insert(key).inserted else {
        throw scanner.fault(expected: "each key once", found: "\"\(key.onOneLine)\" again", at: place)
      }
      try scanner.take(":")
      scanner.skipSpace()
      try member(key, &scanner)
    }
  }

  /// Reads an array of whole numbers from 0.
  mutating func wholeNumbers() throws(FileError) -> [Int] {
    var numbers: [Int] = []
    try sequence("[", "]") { (scanner) throws(FileError) in numbers.append(try scanner.wholeNumber()) }
    return numbers
  }

  /// Reads a string.
  mutating func string() throws(FileError) -> String {
    skipSpace()
    let start = position
    guard current == UInt8(ascii: "\"") else { throw fault(expected: "a string in double quotes", at: position) }
    position += 1
    var hasEscapes = false
    while let byte = current, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw fault(expected: "no control character in a string", at: position) }
      hasEscapes = hasEscapes || byte == UInt8(ascii: "\\")
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else {
      throw fault(expected: "the closing quote of a string", found: "the end of the header", at: bytes.count)
    }
    position += 1
    guard let raw = String(validating: bytes[start + 1..<position - 1], as: UTF8.self) else {
      throw fault(expected: "text in UTF-8", found: "other bytes", at: start)
    }
    guard hasEscapes else { return raw }
    guard let text = try? JSONDecoder().decode(String.self, from: Data(bytes[start..<position])) else {
      throw fault(expected: "a string with JSON's escapes", found: raw.onOneLine, at: start)
    }
    return text
  }

  /// Refuses anything but spaces after the value that has been read.
  mutating func requireEnd() throws(FileError) {
    skipSpace()
    guard position == bytes.count else { throw fault(expected: "nothing but spaces after the object", at: position) }
  }

  /// The error of a fault at a place.
  ///
  /// - Parameter found: What is there; if nil, the byte itself.
  func fault(expected: String, found: String? = nil, at place: Int) -> FileError {
    let byte = place < bytes.count ? Self.description(of: bytes[place]) : "the end of the header"
    return .malformed(path: path, place: .byte(offset + place), expected: expected, found: found ?? byte)
  }

  private static func description(of byte: UInt8) -> String {
    (0x20..<0x7f).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "the byte \(byte)"
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) throws(FileError) {
    skipSpace()
    guard current == UInt8(ascii: character) else { throw fault(expected: "'\(character)'", at: position) }
    position += 1
  }

  /// Reads what stands between two brackets, with commas between.
  private mutating func sequence(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ item: (inout JSONScanner) throws(FileError) -> Void
  ) throws(FileError) {
    try take(open)
    skipSpace()
    if current == UInt8(ascii: close) {
      position += 1
      return
    }
    while true {
      skipSpace()
      try item(&self)
      skipSpace()
      guard current == UInt8(ascii: ",") else { break }
      position += 1
    }
    guard current == UInt8(ascii: close) else { throw fault(expected: "',' or '\(close)'", at: position) }
    position += 1
  }

  private mutating func wholeNumber() throws(FileError) -> Int {
    let start = position
    while let byte = current, (0x30...0x39).contains(byte) || ".+-eE".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard !text.isEmpty else { throw fault(expected: "a whole number from 0", at: start) }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text == "0" || !text.hasPrefix("0"),
      let number = Int(text)
    else { throw fault(expected: "a whole number from 0 to \(Int.max)", found: text.onOneLine, at: start) }
    return number
  }
}
