import Files
import Foundation
import Testing
import VAECore
import VAEEngine

@testable import Checkpoints

@Suite("Malformed tensor files")
struct SafeTensorsFaultTests {
  /// A header of one tensor.
  private static func one(_ type: String = "F32", _ shape: String = "[2]", _ offsets: String = "[0,8]") -> String {
    "{\"t\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
  }

  /// A header of two tensors of one element each.
  private static func two(_ first: String, _ second: String, name: String = "b") -> String {
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":\(first)},"
      + "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":\(second)}}"
  }

  @Test("The headers that the faults below are made from are sound")
  func sound() throws {
    let scratch = try Scratch()
    #expect(try SafeTensors.load(scratch.write(header: Self.one(), data: 8)).tensors.count == 1)
    #expect(try SafeTensors.load(scratch.write(header: Self.two("[4,8]", "[0,4]"), data: 8)).tensors.count == 2)
    #expect(try SafeTensors.load(scratch.write(header: "{}  ", data: 0)).tensors.isEmpty)
    let spaced = "{ \"t\" : { \"data_offsets\" : [ 0 , 8 ] ,\n\"shape\":[2],\t\"dtype\":\"F32\" } }   "
    #expect(try SafeTensors.load(scratch.write(header: spaced, data: 8))["t"]?.shape == [2])
  }

  @Test(
    "A fault in the header is refused with its place, what was expected and what was found",
    arguments: [
      ("[]", 0, "byte 8", "a JSON object", "'['"),
      (" {}", 0, "byte 8", "a JSON object", "' '"),
      ("nonsense", 0, "byte 8", "a JSON object", "'n'"),
      ("{\"t\"", 0, "byte 12", "':'", "the end of the header"),
      ("{\"t", 0, "byte 11", "the closing quote", "the end of the header"),
      ("{\"t\\\"", 0, "byte 13", "the closing quote", "the end of the header"),
      ("{\"t\\", 0, "byte 12", "the closing quote", "the end of the header"),
      ("{\"t\\q\":1}", 0, "byte 9", "JSON's escapes", "t\\q"),
      ("{\"\n\":1}", 0, "byte 10", "no control character", "the byte 10"),
      (one() + "}", 8, "byte 62", "nothing but spaces", "'}'"),
      ("{\"t\":1}", 0, "byte 13", "'{'", "'1'"),
      ("{\"t\":{},}", 0, "byte 13", "dtype of tensor \"t\"", "none"),
      ("{\"__metadata__\":{\"a\":1}}", 0, "byte 29", "a string in double quotes", "'1'"),
      ("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0, "byte 32", "each key once", "\"a\" again"),
      (two("[0,4]", "[4,8]", name: "\\u0061"), 8, "byte 62", "each key once", "\"a\" again"),
      (one("F32", "[2],\"shape\":[2]"), 8, "byte 40", "each key once", "\"shape\" again"),
      (one("F32", "[2],\"color\":1"), 8, "byte 48", "dtype, shape or data_offsets", "\"color\""),
      (one("F8"), 8, "byte 22", "among U8, F16, BF16, F32, F64, I64", "F8"),
      (one("F16"), 8, "tensor \"t\"", "4 bytes for the shape [2] of F16", "8"),
      (one("F32", "[2.0]"), 8, "byte 37", "a whole number from 0", "2.0"),
      (one("F32", "[-2]"), 8, "byte 37", "a whole number from 0", "-2"),
      (one("F32", "[02]"), 8, "byte 37", "a whole number from 0", "02"),
      (one("F32", "[99999999999999999999]"), 8, "byte 37", "a whole number from 0", "99999999999999999999"),
      (one("F32", "2"), 8, "byte 36", "'['", "'2'"),
      (one("F32", "[2,]"), 8, "byte 39", "a whole number from 0", "']'"),
      (one("F32", "[2]", "[0,-8]"), 8, "byte 58", "a whole number from 0", "-8"),
      (one("F32", "[2]", "[0,7.5]"), 8, "byte 58", "a whole number from 0", "7.5"),
      (one("F32", "[2]", "[0,4,8]"), 8, "byte 13", "two data_offsets", "3"),
      (one("F32", "[2]", "[8,0]"), 8, "tensor \"t\"", "data_offsets in order", "[8, 0]"),
      (one(), 7, "tensor \"t\"", "at most 7", "[0, 8]"),
      (one("F32", "[3]"), 8, "tensor \"t\"", "12 bytes", "8"),
      (one("F64"), 8, "tensor \"t\"", "16 bytes", "8"),
      (one("F32", "[9223372036854775807,3]"), 8, "tensor \"t\"", "fewer bytes", "8"),
      (one("F32", "[4611686018427387904]"), 8, "tensor \"t\"", "fewer bytes", "8"),
      (one("F32", "[2]", "[4,12]"), 12, "tensor \"t\"", "from 0", "4"),
      (two("[0,4]", "[2,6]"), 8, "tensor \"b\"", "from 4", "2"),
      (two("[0,4]", "[0,4]"), 8, "tensor \"b\"", "from 4", "0"),
      (two("[0,4]", "[6,10]"), 10, "tensor \"b\"", "from 4", "6"),
      (one(), 9, "byte 70", "the end of the file", "1 more bytes"),
      ("{}", 4, "byte 10", "the end of the file", "4 more bytes"),
    ])
  func header(text: String, data: Int, place: String, expected: String, found: String) throws {
    let scratch = try Scratch()
    let file = try scratch.write(header: text, data: data)
    let error = try #require(throws: FileError.self) { try SafeTensors.load(file) }
    guard case .malformed(file, let actual, let expectation, let finding) = error else {
      Issue.record("expected a malformed file, found \(error)")
      return
    }
    #expect(actual.description == ", \(place)")
    #expect(expectation.contains(expected), "\(error)")
    #expect(finding.contains(found), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test("Bytes that are not UTF-8 are refused")
  func encoding() throws {
    let scratch = try Scratch()
    let header: [UInt8] = [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x7b, 0x7d, 0x7d]
    let file = try scratch.write([8, 0, 0, 0, 0, 0, 0, 0] + header)
    #expect(
      throws: FileError.malformed(
        path: file, place: .byte(9), expected: "text in UTF-8", found: "other bytes")
    ) { try SafeTensors.load(file) }
  }

  @Test(
    "A header's length that the file cannot hold is refused before anything is read",
    arguments: [
      ([], ", byte 0", "0"), ([1, 0, 0, 0, 0, 0, 0], ", byte 7", "7"), ([2, 0, 0, 0, 0, 0, 0, 0], ", byte 0", "2"),
      ([255, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3], ", byte 0", "18446744073709551615"),
      ([1, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d], ", byte 0", "1"),
      ([0, 0, 0, 0, 0, 0, 0, 0x80, 0x7b, 0x7d], ", byte 0", "9223372036854775808"),
    ] as [([UInt8], String, String)])
  func length(bytes: [UInt8], place: String, found: String) throws {
    let scratch = try Scratch()
    let file = try scratch.write(bytes)
    let error = #expect(throws: FileError.self) { try SafeTensors.load(file) }
    guard case .malformed(file, let actual, _, found) = error else {
      Issue.record("expected a malformed file that found \(found)")
      return
    }
    #expect(actual.description == place)
  }

  @Test("A header over the format's 100 MB is refused by its length, though the file could hold it")
  func enormousHeader() throws {
    let scratch = try Scratch()
    let file = try scratch.write([1, 0xe1, 0xf5, 5, 0, 0, 0, 0])
    // The file is sparse: it takes no room.
    try #require(truncate(file, 200_000_000) == 0)
    let expected = FileError.malformed(
      path: file, place: .byte(0), expected: "a header's length from 2 to 100000000", found: "100000001")
    #expect(throws: expected) { try SafeTensors.load(file) }
  }

  @Test("A missing file, a folder, a device, a pipe and an empty path are refused")
  func unreadable() throws {
    let scratch = try Scratch()
    try #require(mkfifo(scratch.file("pipe"), 0o600) == 0)
    for path in [scratch.file("missing"), scratch.path, "/dev/zero", scratch.file("pipe"), "", "a\0b"] {
      guard case .unreadable = #expect(throws: FileError.self, performing: { try SafeTensors.load(path) }) else {
        Issue.record("expected an unreadable file: \(path)")
        continue
      }
    }
  }

  @Test("Damage at random is refused or changes nothing but elements and names; it never stops the process")
  func damage() throws {
    let scratch = try Scratch()
    let tensors = try ["a", "b"].map { try Tensor(name: $0, shape: [2, 2], elements: [Float](repeating: 1, count: 4)) }
    try SafeTensors(metadata: ["note": "é\n"], tensors: tensors).save(to: scratch.file("sound"))
    let sound = try scratch.bytes("sound")
    let random = RandomStream(seed: 20, purpose: "damage")
    var refusals = 0
    for trial in 0..<1000 {
      let draws = random.substream(trial)
      var bytes = sound
      for flip in 0..<1 + draws.integer(below: 3, at: 0) {
        bytes[draws.integer(below: sound.count, at: 2 * flip + 1)] ^= 1 << draws.integer(below: 8, at: 2 * flip + 2)
      }
      if trial % 3 == 0 { bytes.removeLast(draws.integer(below: sound.count, at: 9)) }
      let file = try scratch.write(bytes)
      do throws(FileError) { _ = try SafeTensors.load(file) } catch { refusals += 1 }
    }
    #expect((334..<1000).contains(refusals), "a third is cut short, and some flips fall on elements")
  }
}
