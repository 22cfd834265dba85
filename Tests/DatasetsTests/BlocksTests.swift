import Files
import Foundation
import Testing
import VAEEngine

@testable import Datasets

@Suite("Data, block by block")
struct BlocksTests {
  /// The blocks of a file, put together, with the numbers of their first rows.
  private func blocks<Scalar: NetworkScalar>(
    _ path: String, of rows: Int, as _: Scalar.Type, options: DataOptions = .standard
  ) throws -> (outline: DataOutline, elements: [Scalar], firsts: [Int], counts: [Int]) {
    var (elements, firsts, counts) = ([Scalar](), [Int](), [Int]())
    let outline = try DataSource(path, options: options).readBlocks(as: Scalar.self, of: rows) { block, first in
      elements += block.elements
      firsts.append(first)
      counts.append(block.rows)
    }
    return (outline, elements, firsts, counts)
  }

  private func require<Scalar: NetworkScalar>(
    _ path: String, as type: Scalar.Type, options: DataOptions = .standard
  ) throws {
    let whole = try DataSet<Scalar>.load(path, options: options)
    let n = whole.observations.rows
    for rows in [1, 2, 3, n - 1, n, n + 1, 8192] {
      let (outline, elements, firsts, counts) = try blocks(path, of: rows, as: type, options: options)
      #expect(elements == whole.observations.elements && outline.columns == whole.observations.columns)
      #expect(outline.description == whole.description && outline.labels == whole.labels)
      #expect(outline.classes == whole.classes && outline.notes == whole.notes)
      #expect(firsts == Array(stride(from: 0, to: n, by: rows)))
      #expect(counts.allSatisfy { $0 <= rows } && counts.reduce(0, +) == n)
    }
  }

  @Test("A table has the same numbers, labels, hash and notes as in one piece")
  func tables() throws {
    let scratch = try Scratch()
    let lines = (0..<7).map { "\($0);\($0 * $0),5;k\($0 % 3)\n" }
    let path = try scratch.write("a;b;kind\n" + lines.joined(), to: "x.csv")
    var options = DataOptions.standard
    options.labelColumn = .named("kind")
    try require(path, as: Float.self, options: options)
    try require(path, as: Double.self, options: options)
    options.columns = ["b"]
    (options.missing, options.labelColumn) = (.drop, .unspecified)
    let gaps = try scratch.write("a;b\nNA;1\n1;NA\n2;2\n3;3\n4;NA\n", to: "y.csv")
    try require(gaps, as: Float.self, options: options)
  }

  @Test("Images have the same numbers, range and shape as in one piece, of bytes and of floats")
  func images() throws {
    let scratch = try Scratch()
    let bytes = (0..<5 * 6).map { UInt8($0 * 7) }
    try require(scratch.write(idx([5, 2, 3], bytes)), as: Float.self)
    try require(scratch.write(gzip(idx([5, 2, 3], bytes)), to: "packed"), as: Float.self)
    let labels = try scratch.write(idx([5], [3, 1, 4, 1, 5]), to: "labels")
    try require(scratch.file("data"), as: Double.self, options: DataOptions(labelsPath: labels))
    let floats = (0..<8).flatMap { index in withUnsafeBytes(of: (Float(index) - 3.5).bitPattern.bigEndian) { Array($0) }
    }
    try require(scratch.write(idx([4, 2], floats, type: 13), to: "floats"), as: Double.self)
  }

  @Test("A file that is larger than the limit is read in blocks, and only its labels are counted")
  func large() throws {
    let scratch = try Scratch()
    let path = try scratch.write(gzip(Array("0,0\n".utf8).repeated(200_000)), to: "large.csv.gz")
    var options = try DataOptions(hasHeader: false, labelColumn: .none, byteLimit: 100_000)
    #expect(throws: FileError.self) { try DataSet<Float>.load(path, options: options) }
    options.inflatedLimit = .max
    #expect(throws: FileError.self) { try DataSet<Float>.load(path, options: options) }
    #expect(try blocks(path, of: 100, as: Float.self, options: options).outline.description.rows == 200_000)
    options.labelColumn = .last
    let error = try #require(throws: FileError.self) { try blocks(path, of: 100, as: Float.self, options: options) }
    #expect(error.description.contains("the limit"), "\(error)")
  }

  private struct Stop: Error {}

  @Test("An error of the taker ends the reading, and a fault of the file after it is not met")
  func stopped() throws {
    let scratch = try Scratch()
    let path = try scratch.write("1.5,2\n3,4\n5,6\n7,x\n")
    var count = 0
    #expect(throws: Stop.self) {
      try DataSource(path).readBlocks(as: Float.self, of: 1) { (_: Batch<Float>, _) in
        count += 1
        if count == 2 { throw Stop() }
      }
    }
    #expect(count == 2)
    let error = try #require(throws: FileError.self) { try blocks(path, of: 2, as: Float.self) }
    #expect("\(error)".contains("line 4, column 2"), "\(error)")
    let images = try scratch.write(idx([3, 1], [1, 2, 3]))
    #expect(throws: Stop.self) {
      try DataSource(images).readBlocks(as: Float.self, of: 1) { (_: Batch<Float>, first) in
        if first == 1 { throw Stop() }
      }
    }
  }

  @Test("A block of numbers that are not finite is refused by the byte in the file")
  func notFinite() throws {
    let scratch = try Scratch()
    let numbers: [Float] = [1, 2, 3, .infinity]
    let bytes = numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern.bigEndian) { Array($0) } }
    let path = try scratch.write(idx([4, 1], bytes, type: 13))
    let error = try #require(throws: FileError.self) { try blocks(path, of: 2, as: Float.self) }
    #expect("\(error)".contains("byte 24"), "\(error)")
  }
}
