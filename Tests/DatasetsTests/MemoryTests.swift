import Files
import Foundation
import Testing
import VAEEngine

@testable import Datasets

@Suite("Memory is counted before it is taken")
struct MemoryTests {
  @Test("A gzip bomb of short lines with labels stops at the limit, labels and growth counted")
  func bomb() throws {
    let scratch = try Scratch()
    // 8 MB of lines in 8 kB: 2 million rows of a number and a label, 4 + 12 bytes each.
    let path = try scratch.write(gzip(Array("0,0\n".utf8).repeated(2_000_000)), to: "bomb.csv.gz")
    var options = try DataOptions(hasHeader: false, labelColumn: .last, byteLimit: 16_000_000)
    let error = try #require(throws: FileError.self) { try DataSet<Float>.load(path, options: options) }
    #expect(error.description.contains("the limit") && !error.description.contains("\n"), "\(error)")
    // Without labels their part is not counted.
    (options.labelColumn, options.byteLimit) = (.none, 60_000_000)
    #expect(try DataSet<Float>.load(path, options: options).observations.rows == 2_000_000)
  }

  @Test("Memory that grows is never more than the limit: old and new at once")
  func growth() {
    let budget = MemoryBudget(limit: 8000)
    var elements: [Int64] = []
    while budget.makeRoom(for: 1, in: &elements, others: 1000) {
      elements.append(1)
      #expect(elements.count * 8 <= 7000)
    }
    #expect(elements.count > 400, "half of the limit is used at least")
  }

  @Test("A file of labels is counted beside the observations")
  func labels() throws {
    let scratch = try Scratch()
    let images = try scratch.write(idx([1000, 1], [UInt8](repeating: 1, count: 1000)), to: "images")
    let labels = try scratch.write(idx([1000], [UInt8](repeating: 1, count: 1000)), to: "labels")
    #expect(throws: FileError.self) {
      try DataSet<Float>.load(images, options: DataOptions(labelsPath: labels, byteLimit: 11_999))
    }
    #expect(try DataSet<Float>.load(images, options: DataOptions(labelsPath: labels, byteLimit: 12_000)).labels != nil)
  }
}
