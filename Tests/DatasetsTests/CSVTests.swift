import Files
import Foundation
import Testing
import VAECore
import VAEEngine

@testable import Datasets

@Suite("Tables of decimals with commas between")
struct CSVTests {
  private func load(_ text: String, _ options: DataOptions = .standard) throws -> DataSet<Double> {
    try load(Array(text.utf8), options)
  }

  private func load(_ bytes: [UInt8], _ options: DataOptions = .standard) throws -> DataSet<Double> {
    let scratch = try Scratch()
    return try withExtendedLifetime(scratch) { try DataSet<Double>.load(scratch.write(bytes), options: options) }
  }

  /// What loading a text refuses, as text after the file's name.
  private func fault(_ text: String, options: DataOptions = .standard) throws -> String {
    try fault(Array(text.utf8), options: options)
  }

  private func fault(_ bytes: [UInt8], options: DataOptions = .standard) throws -> String {
    let scratch = try Scratch()
    let path = try scratch.write(bytes, to: "data.csv")
    let error = try #require(throws: FileError.self) { try DataSet<Double>.load(path, options: options) }
    #expect(error.description.hasPrefix(path) && !error.description.contains("\n"))
    return String(error.description.dropFirst(path.count))
  }

  @Test("Line ends, a last line without one, a mark before UTF-8 and spaces around numbers change nothing")
  func equivalents() throws {
    for text in [
      "1,2\n3,-4.5e1\n", "1,2\r\n3,-4.5e1\r\n", "1,2\n3,-4.5e1", "\u{feff}1,2\r\n3,-4.5e1\r", " 1 ,\t2\n+3,-45",
      "\"1\",2\n3, \"-45\" \n", "1;2\n3;-4,5e1\n", "1\t2\n3\t-45\n",
    ] {
      let data = try load(text, DataOptions(hasHeader: false))
      #expect(data.observations.rows == 2 && data.observations.elements == [1, 2, 3, -45])
      #expect(data.labels == nil && data.imageShape == nil)
    }
    #expect(try load("7").observations.elements == [7])
    let packed = try load(gzip(Array("1,2\n3,4".utf8)), DataOptions(hasHeader: false))
    #expect(packed.observations.elements == [1, 2, 3, 4])
  }

  @Test("Labels come from the last column, a numbered one or a named one, and are not observations")
  func labels() throws {
    let text = "\"petal, width\",kind,length\n1,7,3\n4,-8,6\n"
    for column in [LabelColumn("2"), LabelColumn("kind")] {
      let data = try load(text, DataOptions(hasHeader: true, labelColumn: column))
      #expect(data.labels == [7, -8])
      #expect(data.observations.elements == [1, 3, 4, 6])
    }
    let last = try load(text, DataOptions(scale: 2, hasHeader: true, labelColumn: LabelColumn("last")))
    #expect(last.labels == [3, 6], "labels are not scaled")
    #expect(last.observations.elements == [0.5, 3.5, 2, -4])
    #expect(try load(text, DataOptions(hasHeader: true, labelColumn: LabelColumn("petal, width"))).labels == [1, 4])
  }

  @Test(
    "What is not a table of decimals is refused with its line and column",
    arguments: [
      ("", ": expected at least one line of numbers, found an empty file"),
      ("1,2\n3\n", ", line 2: expected 2 cells, as line 1 has, found 1"),
      ("1,2\n3,4,5\n", ", line 2: expected 2 cells, as line 1 has, found more"),
      ("1,2\n\n3,4\n", ", line 2, column 1: expected a finite decimal number, found an empty cell"),
      ("1,3\n3,\n", ", line 2, column 2: expected a finite decimal number, found an empty cell, a missing value"),
      ("x,y\n", ", line 1, column 1: expected a finite decimal number, found \"x\"; --header if the first line"),
      ("5,7\n1.5,setosa\n", ", line 2, column 2: expected a finite decimal number, found \"setosa\"; --drop or"),
      ("0x10\n5\n", ", line 1, column 1: expected a finite decimal number, found \"0x10\""),
      ("x,7\n1,2\n", ", line 1: expected names of the columns or a row of data, found both names and numbers; say"),
      ("0,1\n1,0\n", ", line 1: expected names of the columns or a row of data, found numbers that count the"),
      ("1,\"2\n", ", line 1, column 2: expected a closing quote, found the end of the file"),
      ("1,\"2\"3\n", ", line 1, column 2: expected a delimiter or the line's end after a cell in quotes"),
      ("1\rx", ", line 1, column 1: expected a line feed after a carriage return"),
      ("1\u{0}\n", ", line 1, column 1: expected a finite decimal number, found \"1\\u{0}\""),
      ("1,3\n1,nan\n", ", line 2, column 2"), ("inf\n", ", line 1, column 1"), ("1e400\n", ", line 1, column 1"),
      ("-1e400\n", ", line 1, column 1"), ("0x10\n", ", line 1, column 1"), ("1e\n", ", line 1, column 1"),
      ("1e+\n", ", line 1, column 1"), (".\n", ", line 1, column 1"), ("-\n", ", line 1, column 1"),
      ("1d5\n", ", line 1, column 1"), ("1D5\n", ", line 1, column 1"), ("1.2.3\n", ", line 1, column 1"),
      ("1_000\n", ", line 1, column 1"), ("1 2\n", ", line 1, column 1"),
      ("٣\n", ", line 1, column 1"),
    ])
  func faults(text: String, expected: String) throws {
    #expect(try fault(text).hasPrefix(expected))
  }

  @Test("Bytes that are not text, in a cell and in a header, are refused")
  func encoding() throws {
    #expect(try fault([0x31, 0x2c, 0xff, 0x0a]).hasPrefix(", line 1, column 2"))
    let header = try DataOptions(hasHeader: true)
    #expect(try fault([0xff, 0x0a, 0x31], options: header).hasPrefix(", line 1, column 1: expected a header in UTF-8"))
    #expect(
      try fault([0x61, 0x00, 0x0a, 0x31], options: header).hasPrefix(", line 1, column 1: expected a header in UTF-8"))
    #expect(try fault([0xff, 0xfe, 0x31, 0x00]).contains("found text in UTF-16"))
  }

  @Test("A header alone, a header of other columns and a label that is not there are refused")
  func headers() throws {
    let header = try DataOptions(hasHeader: true)
    #expect(
      try fault("a,b\n", options: header) == ": expected at least one line of numbers, found nothing but a header")
    #expect(try fault("a,b\n1\n", options: header) == ", line 2: expected 2 cells, as line 1 has, found 1")
    func label(_ column: LabelColumn, _ text: String = "a,b,b\n1,2,3\n") throws -> String {
      try fault(text, options: DataOptions(hasHeader: true, labelColumn: column))
    }
    #expect(try label(.named("c")).hasPrefix(", line 1: expected one column \"c\""))
    #expect(try label(.named("b")).hasPrefix(", line 1: expected one column \"b\""))
    #expect(try label(.number(4)).hasPrefix(", line 1: expected a column 4"))
    #expect(try label(.number(0)).hasPrefix(", line 1: expected a column 0"))
    #expect(try label(.last, "a\n1\n").hasPrefix(", line 2: expected a column beside the label's"))
    #expect(
      try label(.last, "a,b\n1,2.5\n").hasPrefix(
        ", line 2, column 2: expected a whole number or a name as the label, found 2.5"))
    #expect(try fault("1,2", options: DataOptions(labelColumn: .named("b"))).contains("a header with a column"))
  }

  @Test("A line without an end is refused before it fills the memory")
  func enormousLine() throws {
    let digits = [UInt8](repeating: 0x31, count: 5_000_000)
    #expect(
      try fault(digits) == ", line 1, column 1: expected a cell, found more than 1024 bytes without a comma or an end"
    )
    let cells = Array("1,".utf8).repeated(2_000_000)
    #expect(try fault(cells) == ", line 1: expected at most 1048576 cells, found more")
    let header = try DataOptions(hasHeader: true)
    #expect(try fault(digits, options: header).contains("expected a cell, found more than 1024 bytes"))
    #expect(
      try fault("1,2\n3,4\n", options: DataOptions(hasHeader: false, byteLimit: 24))
        == ", line 2: expected at most 3 numbers, the limit, found more")
  }

  @Test("A number beyond single precision is refused there, and a scale that is none")
  func overflow() throws {
    let scratch = try Scratch()
    let large = try scratch.write("1\n1e39\n")
    #expect(try DataSet<Double>.load(large).observations.elements == [1, 1e39])
    let error = try #require(throws: FileError.self) { try DataSet<Float>.load(large) }
    #expect(error.description.contains("line 2, column 1: expected a number that is finite in this precision"))
    for scale in [0, -1, .nan, .infinity] { #expect(throws: InvalidInput.self) { try DataOptions(scale: scale) } }
  }

  @Test("Damage at random is refused or gives finite numbers; it never stops the process")
  func damage() throws {
    let scratch = try Scratch()
    let sound = Array("a,b,label\n1.5,-2e3,7\n.25,+4.,8\n0,1e-300,9\n".utf8)
    let options = try DataOptions(hasHeader: true, labelColumn: .named("label"))
    let random = RandomStream(seed: 22, purpose: "damage")
    var refusals = 0
    let original = try DataSet<Float>.load(scratch.write(sound), options: options)
    for trial in 0..<1000 {
      let draws = random.substream(trial)
      var bytes = sound
      for flip in 0..<1 + draws.integer(below: 3, at: 0) {
        bytes[draws.integer(below: bytes.count, at: 2 * flip + 1)] ^= 1 << draws.integer(below: 8, at: 2 * flip + 2)
      }
      if trial % 3 == 0 { bytes.removeLast(draws.integer(below: bytes.count, at: 9)) }
      let path = try scratch.write(bytes)
      do throws(FileError) {
        let data = try DataSet<Float>.load(path, options: options)
        let isFinite = data.observations.elements.allSatisfy(\.isFinite)
        #expect(isFinite && data.labels?.count == data.observations.rows)
        // The same numbers, or others and another hash.
        let isSame = data.observations.elements == original.observations.elements && data.labels == original.labels
        #expect(isSame || data.description.hash != original.description.hash)
      } catch {
        refusals += 1
      }
    }
    #expect((334..<1000).contains(refusals))
  }
}

@Suite("Decimals")
struct DecimalTests {
  private func parsed(_ text: String) -> Double? { Array(text.utf8).withUnsafeBufferPointer(decimal) }

  @Test("A decimal is the nearest double, bit for bit the standard library's, on the quick way and on the slow one")
  func nearest() throws {
    let random = RandomStream(seed: 23, purpose: "decimals")
    for trial in 0..<20_000 {
      let draws = random.substream(trial)
      let digits = (0..<1 + draws.integer(below: 20, at: 0)).map { String(draws.integer(below: 10, at: $0 + 10)) }
      let point = draws.integer(below: digits.count + 1, at: 1)
      var text = digits[..<point].joined() + "." + digits[point...].joined()
      if trial % 2 == 0 { text += "e\(draws.integer(below: 80, at: 2) - 40)" }
      if trial % 3 == 0 { text = "-" + text }
      #expect(parsed(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
    for text in [
      "0", "-0", "0.1", "1E5", "1e23", "9007199254740993", "4.9e-324", "1.7976931348623157e308", "1e-400",
      "1e99999999999",
    ] {
      #expect(parsed(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
    #expect(parsed("1e400") == .infinity)
  }
}
