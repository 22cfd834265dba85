import Files
import Foundation
import Testing
import VAECore
import VAEEngine

@testable import Datasets

@Suite("What is known of data, and reading others alike")
struct DescriptionTests {
  private func hash(_ bytes: [UInt8], pieces: Int = 1) -> String {
    var hash = SHA256()
    let size = max(1, bytes.count / pieces)
    bytes.withUnsafeBytes { bytes in
      for first in stride(from: 0, to: bytes.count, by: size) {
        hash.update(UnsafeRawBufferPointer(rebasing: bytes[first..<min(first + size, bytes.count)]))
      }
    }
    return hash.hexadecimal
  }

  @Test("The hash is SHA-256, whatever the pieces in which bytes come")
  func secureHash() {
    // FIPS 180-4's own examples.
    #expect(hash([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(hash(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let two = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
    #expect(hash(two) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    let million = [UInt8](repeating: 0x61, count: 1_000_000)
    for pieces in [1, 7, 999, 100_000] {
      #expect(
        hash(million, pieces: pieces) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
  }

  @Test("Tables of 0 and 1 of one shape have hashes of their own: three thousand of them")
  func binaryTables() throws {
    let scratch = try Scratch()
    let random = RandomStream(seed: 5, purpose: "tables of 0 and 1")
    var hashes: Set<String> = []
    let options = try DataOptions(hasHeader: false)
    for trial in 0..<3000 {
      let cells = (0..<40).map { "\(random.substream(trial).integer(below: 2, at: $0))" }
      let text = (0..<10).map { cells[4 * $0..<4 * $0 + 4].joined(separator: ",") + "\n" }.joined()
      let data = try DataSet<Float>.load(scratch.write(text), options: options)
      hashes.insert(try #require(data.description.hash))
    }
    #expect(hashes.count == 3000)
  }

  @Test("A description survives its JSON, and one of an earlier version says what it does not know")
  func stored() throws {
    let scratch = try Scratch()
    var options = try DataOptions(scale: 2, labelColumn: .last)
    options.missing = .drop
    let path = try scratch.write("a;b;kind\n1,5;NA;x\n2,5;3;y\n4;4,5;x\n")
    var description = try DataSet<Double>.load(path, options: options).description
    description.standardization = Standardization(means: [1, 2], deviations: [3, 4])
    try description.requireMeaning(observationDimension: 2)
    #expect(try JSONDecoder().decode(DataDescription.self, from: JSONEncoder().encode(description)) == description)
    #expect(description.scale == 2 && description.kind == .table && description.range == [1.25, 2.25])
    let old = try JSONDecoder().decode(
      DataDescription.self,
      from: Data(#"{"fingerprint":7,"heldOut":1,"name":"t.csv","rows":3,"splitSeed":42}"#.utf8))
    #expect(old.kind == nil && old.hash == nil && old.fingerprint == 7)
    #expect(old.isOfSameData(as: description) == nil)

    description.standardization = Standardization(means: [1], deviations: [3])
    #expect(throws: InvalidInput.self) { try description.requireMeaning(observationDimension: 2) }
    description.standardization = Standardization(means: [1, 2], deviations: [3, 0])
    #expect(throws: InvalidInput.self) { try description.requireMeaning(observationDimension: 2) }
    description.standardization = nil
    description.table?.columns = [1, 1]
    #expect(throws: InvalidInput.self) { try description.requireMeaning(observationDimension: 2) }
  }

  /// Loads a text like another one.
  private func load(
    _ text: String, like first: String, _ change: (inout DataOptions) -> Void = { _ in },
    first trained: (inout DataOptions) -> Void = { _ in }
  ) throws -> DataSet<Double> {
    let scratch = try Scratch()
    var options = DataOptions.standard
    trained(&options)
    let known = try DataSet<Double>.load(scratch.write(first), options: options).description
    options = .standard
    options.like = known
    change(&options)
    return try DataSet<Double>.load(scratch.write(text), options: options)
  }

  private func fault(
    _ text: String, like first: String, _ change: (inout DataOptions) -> Void,
    first trained: (inout DataOptions) -> Void = { _ in }
  ) throws -> String {
    try #require(throws: FileError.self) { try load(text, like: first, change, first: trained) }.description
  }

  @Test("Other files are read alike: by the columns' names, in the model's order, with its scale")
  func alike() throws {
    let first = "id,a,b,kind\n1,2,3.5,x\n2,4,5.5,y\n"
    let trained = { (options: inout DataOptions) in
      (options.dropped, options.scale, options.labelColumn) = (["id"], 2, .named("kind"))
    }
    for text in ["kind;b;c;a\nz;7;0;6,5\n", "a\tb\n6.5\t7\n", "0,6.5,7,z\n", "6.5,7\n"] {
      let data = try load(text, like: first, first: trained)
      #expect(data.observations.elements == [3.25, 3.5], "\(text)")
      #expect(data.columnNames == ["a", "b"])
    }
    #expect(try load("kind;b;a\nz;7;6\n", like: first, first: trained).classes == ["z"])
    #expect(try load("6.5,7\n", like: first, first: trained).labels == nil)
    #expect(
      try fault("a,c\n1,2\n", like: first, { _ in }, first: trained).contains(
        "expected one column \"b\", which the model observes, found \"a\", \"c\""))
    #expect(try fault("1,2,3\n", like: first, { _ in }, first: trained).contains("expected 2 values in a row"))
  }

  @Test("What contradicts the data that a model knows is refused, with both values")
  func contradictions() throws {
    let text = "a,b,c\n1,2,3.5\n2,4,5.5\n"
    let like = { (change: (inout DataOptions) -> Void) in
      try self.fault(text, like: text, change) { options in options.dropped = ["c"] }
    }
    #expect(try like { $0.scale = 3 }.contains("expected --scale 1.0, as the model's own data were read"))
    #expect(try like { $0.scale = 3 }.contains("found --scale 3.0"))
    #expect(try like { $0.hasHeader = false }.contains("expected --header, as the model's own data were read"))
    #expect(try like { $0.delimiter = .tab }.contains("--delimiter comma"))
    #expect(try like { $0.decimalMark = .comma }.contains("--decimal point"))
    #expect(try like { $0.missing = .drop }.contains("expected --missing refuse"))
    #expect(try like { $0.columns = ["a", "c"] }.contains("expected the columns \"a\", \"b\""))
    #expect(try like { $0.labelColumn = .named("b") }.contains("column \"b\", which is"))
    let same = try load(text, like: text) { options in
      (options.scale, options.hasHeader, options.delimiter, options.missing) = (1, true, .comma, .refuse)
      (options.dropped, options.labelColumn) = (["c"], .none)
    } first: {
      $0.dropped = ["c"]
    }
    #expect(same.observations.elements == [1, 2, 2, 4])
  }

  @Test("Headers that only their reader knew are known again")
  func ambiguousHeader() throws {
    let text = "0,1\n1,1\n"
    #expect(try load(text, like: text, first: { $0.hasHeader = true }).observations.rows == 1)
    #expect(try load(text, like: text, first: { $0.hasHeader = false }).observations.rows == 2)
  }
}
