import Files
import Foundation
import Testing
import VAECore
import VAEEngine

@testable import Checkpoints

@Suite("Named tensors in a file")
struct SafeTensorsTests {
  private func fixture() throws -> String {
    try #require(Bundle.module.path(forResource: "Fixtures/written-by-python", ofType: "safetensors"))
  }

  @Test("A file written by the reference implementation in Python is read")
  func interoperability() throws {
    let file = try SafeTensors.load(fixture())
    #expect(file.metadata == ["note": "é \"quoted\"\nline \u{1} /"])
    #expect(file["a.weight"]?.shape == [2, 3])
    #expect(file["a.weight"]?.elements(as: Float.self) == [1, 2, 3, 4, 5, 6.5])
    let doubles = try #require(file["b"]?.elements(as: Double.self))
    #expect(doubles.map(\.bitPattern) == [Double.pi, -0.0, 0x1p-1074].map(\.bitPattern))
    #expect(file["count"]?.shape == [])
    #expect(file["count"]?.elements(as: Int64.self) == [1 << 62])
    #expect(file["pixels"]?.elements(as: UInt8.self) == [0, 128, 255])
    #expect(file["none"]?.shape == [0, 4])
    #expect(file["b"]?.elements(as: Float.self) == nil, "elements of another type are not converted in silence")
    #expect(file["c"] == nil)
  }

  @Test("Saving what was read gives the bytes that the reference implementation wrote")
  func sameBytes() throws {
    let scratch = try Scratch()
    try SafeTensors.load(fixture()).save(to: scratch.file("again"))
    #expect(try scratch.bytes("again") == [UInt8](Data(contentsOf: URL(filePath: fixture()))))
    #expect(try scratch.names == ["again"])
  }

  @Test("Every control character in the metadata is written as JSON has it, and read back")
  func controlCharacters() throws {
    let scratch = try Scratch()
    let text = String(String.UnicodeScalarView((0..<0x21).compactMap { Unicode.Scalar($0) }))
    try SafeTensors(metadata: ["note": text], tensors: []).save(to: scratch.file("m"))
    #expect(try SafeTensors.load(scratch.file("m")).metadata == ["note": text])
    let escapes = "\\u000e\\u000f\\u0010\\u0011"
    #expect(try String(decoding: scratch.bytes("m").dropFirst(8), as: UTF8.self).contains(escapes))
  }

  @Test("The bytes depend on the content alone, not on the order in which it is given")
  func order() throws {
    let scratch = try Scratch()
    let tensors = try (0..<20).map { index in
      try index % 2 == 0
        ? Tensor(name: "t\(index)", shape: [1], elements: [Float(index)])
        : Tensor(name: "t\(index)", shape: [1], elements: [Double(index)])
    }
    let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key \($0)", "\($0)") })
    try SafeTensors(metadata: metadata, tensors: tensors).save(to: scratch.file("one"))
    try SafeTensors(metadata: metadata, tensors: tensors.reversed()).save(to: scratch.file("two"))
    #expect(try scratch.bytes("one") == scratch.bytes("two"))
    #expect(try SafeTensors.load(scratch.file("one")).metadata == metadata)
    let reversed = metadata.map { "\"\($0.key)\":\"\($0.value)\"" }.sorted()
    #expect(try String(decoding: scratch.bytes("one"), as: UTF8.self).contains(reversed.joined(separator: ",")))
  }

  @Test("The elements begin at a multiple of eight bytes")
  func alignment() throws {
    for length in 0..<9 {
      let scratch = try Scratch()
      let name = String(repeating: "n", count: length)
      try SafeTensors(tensors: [Tensor(name: name, shape: [1], elements: [1.5])]).save(to: scratch.file("f"))
      #expect(try scratch.bytes("f").count % 8 == 0)
      #expect(try SafeTensors.load(scratch.file("f"))[name]?.elements(as: Double.self) == [1.5])
    }
  }

  @Test("A shape of other elements, a name twice and the metadata's name are refused")
  func construction() throws {
    #expect(throws: InvalidInput.self) { try Tensor(name: "t", shape: [2, 2], elements: [Float(1)]) }
    #expect(throws: InvalidInput.self) { try Tensor(name: "t", shape: [-1, -1], elements: [Float(1)]) }
    #expect(throws: InvalidInput.self) {
      try Tensor(name: "t", shape: [.max, .max], elements: [Float(1)])
    }
    let tensor = try Tensor(name: "t", shape: [], elements: [Float(1)])
    #expect(throws: InvalidInput.self) { try SafeTensors(tensors: [tensor, tensor]) }
    #expect(throws: InvalidInput.self) {
      try SafeTensors(tensors: [Tensor(name: "__metadata__", shape: [], elements: [Float(1)])])
    }
  }
}
