import Checkpoints
import DataReading
import Datasets
import Files
import Foundation
import Testing
import VAEEngine

@testable import vae

@Suite("The rows of a file, a block of which is in memory", .serialized)
struct DataRowsTests {
  /// The blocks of ten rows, numbered from 0, of which some are in blocks of three.
  private func rows() throws -> DataRows<Float> {
    let data = try DataSet<Float>(
      name: "x", observations: Batch(rows: 10, columns: 2, elements: (0..<20).map { Float($0 / 2) }))
    return DataRows(DataOutline(of: data), source: "x.csv", rowsOfBlock: 3) { take in
      for first in stride(from: 0, to: 10, by: 3) {
        let rows = first..<min(10, first + 3)
        try take(
          Batch(rows: rows.count, columns: 2, elements: rows.flatMap { [Float($0), Float($0)] }), first)
      }
    }
  }

  private func require(_ rows: DataRows<Float>, are expected: [Int]) throws {
    #expect(rows.count == expected.count)
    for range in (0...expected.count).flatMap({ start in (start...expected.count).map { start..<$0 } }) {
      var (next, places) = (range.lowerBound, [Int]())
      try rows.forEachBlock(in: range) { block, first, found in
        #expect(first == next && block.rows == found.count && block.rows <= 3 && block.rows > 0)
        #expect(block.elements == found.flatMap { [Float($0), Float($0)] })
        next += block.rows
        places += found
      }
      #expect(places == Array(expected[range]), "\(range)")
    }
  }

  @Test("Every range comes in order, with the places of its rows, in blocks that are not too large")
  func ranges() throws {
    try require(rows(), are: Array(0..<10))
    #expect(try rows().name(ofPlace: 4) == "x.csv, row 5")
  }

  @Test("The part that was held out and the rest are those of the training's split", arguments: [1, 3, 9])
  func parts(heldOut: Int) throws {
    var known = DataDescription(name: "x", rows: 10)
    (known.heldOut, known.splitSeed) = (heldOut, 7)
    let numbers = try DataSet<Float>(
      name: "x", observations: Batch(rows: 10, columns: 1, elements: (0..<10).map { Float($0) }))
    let split = try numbers.split(heldOut: heldOut, seed: 7)
    for (part, isHeldOut) in [(split.heldOut, true), (split.training, false)] {
      let expected = part.observations.elements.map { Int($0) }
      try require(rows().part(of: known, heldOut: isHeldOut), are: expected)
      #expect(known.places(heldOut: isHeldOut) == expected)
    }
  }

  @Test("A file that changes between the first reading and the second is refused")
  func changed() throws {
    let place = try Workplace()
    try place.trainOnTable(out: "m.safetensors")
    let (path, source) = (place.url.appending(path: "m.safetensors").path, place.url.appending(path: "x.csv").path)
    let file = try ModelFile<Float>.load(path)
    let rows = try file.rows(source, ReadingArguments.parse([]), path: path, binarization: .none, own: true)
    var count = 0
    try rows.forEachBlock(in: 0..<rows.count) { block, _, _ in count += block.rows }
    #expect(count == 60)
    try place.write(
      String(decoding: place.bytes("x.csv"), as: UTF8.self).replacing("700.0,", with: "701.0,"), to: "x.csv")
    let error = try #require(throws: FileError.self) { try rows.forEachBlock(in: 0..<1) { _, _, _ in } }
    #expect("\(error)".contains("x.csv: expected the content that it had when the command began"), "\(error)")
  }

  @Test("Standard input, which comes once, has the result of the same file", arguments: ["evaluate", "encode"])
  func standardInput(command: String) throws {
    let place = try Workplace()
    try place.trainOnTable(out: "m.safetensors")
    let use = "$1 \(command) --model m.safetensors --plot none --out"
      .replacing(command == "evaluate" ? "--plot none " : "never", with: "")
    #expect(try place.shell("\(use) a.csv --data x.csv && \(use) b.csv --data - < x.csv").status == 0)
    // The rows are the same, and so are those of the part that was held out.
    #expect(try place.bytes("a.csv") == place.bytes("b.csv"))
  }
}
