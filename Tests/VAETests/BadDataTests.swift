import Foundation
import Testing

/// A file of data that must be refused, and what the refusal says.
struct BadData: CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let says: String
  var testDescription: String { name }

  init(_ name: String, _ bytes: [UInt8], _ says: String) { (self.name, self.bytes, self.says) = (name, bytes, says) }
  init(_ name: String, _ text: String, _ says: String) { self.init(name, Array(text.utf8), says) }

  /// An IDX file.
  static func idx(_ sizes: [UInt32], _ elements: [UInt8], type: UInt8 = 8) -> [UInt8] {
    [0, 0, type, UInt8(sizes.count)]
      + sizes.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
      + elements
  }

  /// Two images of 8 × 8 pixels.
  static let images = idx([2, 8, 8], (0..<128).map { UInt8($0) })
  /// A row of 64 numbers.
  static let row = [String](repeating: "0.5", count: 64).joined(separator: ",")
  /// A row whose last number is another text.
  static func row(ending: String) -> String { row.dropLast(3) + ending }

  static let idxFaults = [
    BadData("empty", [], "expected at least one line of numbers, found an empty file"),
    BadData("header cut short", [0, 0, 8], "byte 3: expected an IDX header, found the end of the file"),
    BadData("sizes cut short", [0, 0, 8, 2, 0, 0], "byte 6: expected the sizes of 2 dimensions, found the end"),
    BadData("byte 0 not zero", [1, 0, 8, 1], "line 1, column 1: expected a finite decimal number"),
    BadData("byte 1 not zero", [0, 1, 8, 1], "byte 1: expected the zero byte of IDX"),
    BadData(
      "unknown type", [0, 0, 7, 2] + [UInt8](repeating: 0, count: 8), "byte 2: expected a type of elements among"),
    BadData("no dimension", [0, 0, 8, 0], "byte 3: expected 1 to 8 dimensions, found 0"),
    BadData("nine dimensions", idx([1, 1, 1, 1, 1, 1, 1, 1, 1], [1]), "byte 3: expected 1 to 8 dimensions, found 9"),
    BadData("product overflows", idx([.max, .max, .max, .max], [0]), "byte 4: expected at most 21 bytes"),
    BadData("eight axes overflow", idx([UInt32](repeating: .max, count: 8), [0]), "byte 4: expected at most 37 bytes"),
    BadData("60,000 declared, 10 there", idx([60000, 28, 28], [UInt8](repeating: 0, count: 7840)), "byte 4: expected"),
    BadData("one byte short", Array(images.dropLast()), "byte 4: expected at most 143 bytes"),
    BadData("one byte over", images + [0], "byte 144: expected 144 bytes"),
    BadData("labels as images", idx([5], [1, 2, 3, 4, 5]), "found 1 dimension, as labels have"),
    BadData("no image", idx([0, 8, 8], []), "byte 3: expected at least one observation"),
    BadData("no pixel", idx([2, 0, 8], []), "byte 3: expected at least one observation"),
    BadData(
      "NaN", idx([1, 64], [UInt8](repeating: 0, count: 252) + [0x7f, 0xc0, 0, 0], type: 13),
      "byte 264: expected a finite number, found nan"),
  ]

  static let tableFaults = [
    BadData("empty line", "\n", "line 1, column 1: expected a finite decimal number, found an empty cell"),
    BadData("header only", "a,b,c\n", "found \"a\"; --header if the first line names the columns"),
    BadData("longer row", row + "\n" + row + ",1\n", "line 2: expected 64 cells, as line 1 has, found more"),
    BadData("shorter row", row + "\n0.5\n", "line 2: expected 64 cells, as line 1 has, found 1"),
    BadData(
      "blank line", row + "\n\n" + row + "\n", "line 2, column 1: expected a finite decimal number, found an empty"),
    BadData("semicolons and no number", "1;x\n", "line 1, column 2: expected a finite decimal number, found \"x\""),
    BadData("both decimal marks", "1,5;2.5\n1,5;2.25\n", "line 1, column 1: expected a finite decimal number, found"),
    BadData(
      "nan", row + "\n" + row(ending: "nan"), "line 2, column 64: expected a finite decimal number, found \"nan\""),
    BadData("inf", row(ending: "inf"), "line 1, column 64"),
    BadData("1e400", row(ending: "1e400"), "line 1, column 64"),
    BadData("hexadecimal", row(ending: "0x1p3"), "line 1, column 64"),
    BadData("empty cell", row(ending: ""), "column 64"),
    BadData("NUL", row(ending: "1\u{0}"), "column 64: expected a finite decimal number, found \"1\\u{0}\""),
    BadData(
      "invalid UTF-8", Array(row(ending: "").utf8) + [0xff, 0xfe], "column 64: expected a finite decimal number"),
    BadData(
      "one enormous cell", [UInt8](repeating: 0x31, count: 5_000_000), "found more than 1024 bytes without a comma"),
    BadData(
      "one enormous line", Array(String(repeating: "1,", count: 2_000_000).utf8), "expected at most 1048576 cells"),
    BadData("UTF-16", [0xff, 0xfe, 0x31, 0, 0x0a, 0], "found text in UTF-16; save it as UTF-8"),
  ]
}

@Suite("Malformed data, through the command line", .serialized)
struct BadDataTests {
  /// A workplace with a model of 64 pixels.
  private func withModel(_ name: String = "tanh-gaussian") throws -> Workplace {
    let place = try Workplace()
    try place.copyFixture(name, to: "m.safetensors")
    return place
  }

  private func refuseEverywhere(_ bytes: [UInt8], _ says: String) throws {
    let place = try withModel()
    try place.write(bytes, to: "données.x")
    try place.refuse(["train", "--data", "données.x", "--out", "o.safetensors"], "données.x", says)
    try place.refuse(["evaluate", "--model", "m.safetensors", "--data", "données.x"], "données.x", says)
  }

  @Test("IDX", arguments: BadData.idxFaults) func idx(fault: BadData) throws {
    try refuseEverywhere(fault.bytes, fault.says)
  }

  @Test("CSV", arguments: BadData.tableFaults) func table(fault: BadData) throws {
    try refuseEverywhere(fault.bytes, fault.says)
  }

  @Test("Gzip: cut short, flipped, followed by bytes, three times, a bomb, none at all")
  func gzip() throws {
    let sound = try gzipped(BadData.images)
    func flipped(_ fromEnd: Int) -> [UInt8] {
      var bytes = sound
      bytes[sound.count - fromEnd] ^= 1
      return bytes
    }
    let bomb = try gzipped(BadData.idx([1, 64], [UInt8](repeating: 0, count: 20_000_000)))
    #expect(bomb.count < 100_000)
    let giant = try gzipped(BadData.idx([1 << 30, 8], [UInt8](repeating: 0, count: 20_000_000)))
    for (bytes, says) in [
      (Array(sound.dropLast(9)), "expected the rest of the gzipped data, found the end of the file"),
      (Array(sound[..<3]), "byte 3: expected the rest of the gzipped data, found the end of the file"),
      (flipped(8), "found incorrect data check"), (flipped(1), "found incorrect length check"),
      (sound + [1, 2], "expected the end of the file after the gzipped data, found other bytes"),
      (try gzipped(gzipped(sound)), "gzipped three times"),
      (Array([0x1f, 0x8b] + "hello".utf8), "expected sound gzipped data"),
      (bomb, "byte 76: expected the end of the data, as the dimensions [1, 64] say, found more bytes"),
      (giant, "byte 4: expected at most"),
    ] { try refuseEverywhere(bytes, says) }
  }

  @Test("Labels of another number or given as images, options of a table for what is none, a folder, a missing file")
  func otherFiles() throws {
    let place = try withModel()
    try place.write(BadData.images, to: "images")
    try place.write(BadData.idx([3], [1, 2, 3]), to: "labels")
    try place.write("1,2\n3,4.5\n", to: "table.csv")
    let train = ["train", "--out", "o.safetensors", "--data"]
    let encode = ["encode", "--model", "m.safetensors", "--out", "o.csv", "--data"]
    try place.refuse(
      encode + ["images", "--labels", "labels"], "labels, byte 4", "expected 2 labels, as many as images")
    try place.refuse(encode + ["images", "--labels", "images"], "images, byte 3", "found 3 dimensions, as images have")
    try place.refuse(encode + ["images", "--labels", "nowhere"], "nowhere", "No such file")
    try place.refuse(train + ["images", "--labels", "labels"], "--labels", "expected none")
    try place.refuse(train + ["images", "--label-column", "last"], "images", "expected a table (CSV)")
    try place.refuse(train + ["digits", "--header"], "digits", "expected a table (CSV)")
    try place.refuse(encode + ["table.csv", "--label-column", "last", "--labels", "labels"], "labels", "found both")
    try place.refuse(train + ["."], "cannot read .", "it is a folder")
    try place.refuse(train + ["nowhere.csv"], "nowhere.csv", "No such file")
    try place.refuse(train + ["/dev/zero"], "/dev/zero", "it is not a regular file")
    try place.write("1,1e39\n", to: "large.csv")
    try place.refuse(
      train + ["large.csv", "--standardize", "none"], "large.csv, line 1, column 2",
      "finite in this precision, after the scale, found 1e+39; try --standardize columns")
    try place.write("a,b\n", to: "names.csv")
    try place.refuse(train + ["names.csv", "--header"], "names.csv", "expected at least one line of numbers")
  }

  @Test("Data that a model does not fit: other dimensions, and numbers that a Bernoulli likelihood has no place for")
  func misfits() throws {
    let place = try withModel("bernoulli")
    try place.write(BadData.idx([2, 28, 28], [UInt8](repeating: 0, count: 1568)), to: "large")
    try place.write(BadData.row + "\n" + BadData.row(ending: "1.5") + "\n", to: "x.csv")
    try place.write("0,0,0\n0,0,0\n", to: "noise.csv")
    for command in [
      ["evaluate"], ["reconstruct", "--out", "o.csv"], ["encode", "--out", "o.csv"], ["interpolate", "--out", "o.csv"],
      ["gradient", "--noise", "noise.csv", "--out", "g.safetensors"],
    ] {
      let arguments = command + ["--model", "m.safetensors", "--data"]
      try place.refuse(
        arguments + ["large"], "large", "expected 64 values in a row, as the model in m.safetensors has, found 784")
      try place.refuse(arguments + ["x.csv"], "x.csv, data[1, 63]", "expected a number from 0 to 1, found 1.5")
    }
    for option in [["--likelihood", "bernoulli"], ["--binarize", "dynamic"]] {
      try place.refuse(
        ["train", "--data", "x.csv", "--out", "o.safetensors"] + option, "x.csv, data[1, 63]",
        "expected a number from 0 to 1, found 1.5")
    }
  }

  /// The bytes as the system's own gzip packs them.
  private func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    let place = try Workplace()
    try place.write(bytes, to: "plain")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", "plain"]
    process.currentDirectoryURL = place.url
    try process.run()
    process.waitUntilExit()
    return Array(try place.bytes("plain.gz"))
  }
}
