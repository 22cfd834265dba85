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

@Suite("Numbers of half precision")
struct HalfPrecisionTests {
  private func tensor(_ halves: [UInt16], _ type: Tensor.ElementType) -> Tensor {
    Tensor(
      name: "t", shape: [halves.count], type: type,
      bytes: halves.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
  }

  @Test("Every F16 and every BF16 is widened exactly")
  func widening() throws {
    let all = Array(UInt16.min...UInt16.max)
    let halves = try #require(tensor(all, .float16).singleElements)
    let brains = try #require(tensor(all, .bfloat16).singleElements)
    for bits in all {
      let (half, brain) = (halves[Int(bits)], brains[Int(bits)])
      let expected = Float(Float16(bitPattern: bits))
      #expect(half.bitPattern == expected.bitPattern || half.isNaN && expected.isNaN)
      #expect(brain.bitPattern == UInt32(bits) << 16)
    }
    // Known values: 1, −2, the least subnormal, the largest.
    #expect(halves[0x3c00] == 1 && halves[0xc000] == -2 && halves[1] == 0x1p-24 && halves[0x7bff] == 65504)
  }

  @Test("A model whose parameters are F16, BF16 and F32 is one of single precision with these numbers")
  func model() throws {
    let random = RandomStream(seed: 4, purpose: "halves")
    let model = try VariationalAutoencoder<Float>(
      encoder: EncoderNetwork(
        observationDimension: 3, hidden: [2], latentDimension: 1, activation: .tanh, random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: 1, hidden: [2], observationDimension: 3, activation: .tanh,
        likelihood: .gaussian(variance: 0.1), outputActivation: .identity, random: random.substream(1)))
    let scratch = try Scratch()
    try ModelFile(model: model).save(to: scratch.file("m"))
    let whole = try SafeTensors.load(scratch.file("m"))
    let types: [Tensor.ElementType] = [.float16, .bfloat16, .float32]
    let halved = whole.tensors.enumerated().map { index, tensor in
      let type = types[index % 3]
      guard type != .float32, let elements = tensor.singleElements else { return tensor }
      let halves = elements.map { element in
        type == .float16 ? Float16(element).bitPattern : UInt16(element.bitPattern >> 16)
      }
      return Tensor(
        name: tensor.name, shape: tensor.shape, type: type,
        bytes: halves.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
    }
    // Whoever changes the numbers leaves out their checksum.
    let strings = whole.metadata.filter { $0.key != SafeTensors.checksumName }
    try SafeTensors(metadata: strings, tensors: halved).save(to: scratch.file("h"))
    let file = try SafeTensors.load(scratch.file("h"))
    #expect(try Precision.load(file, path: "h") == .single)
    let loaded = try ModelFile<Float>(file, path: "h").model
    let pairs = zip(loaded.parameters, model.parameters)
    #expect(pairs.allSatisfy { abs($0 - $1) <= abs($1) / 128 } && loaded != model)
    let first = try #require(halved.first { $0.type == .float16 })
    #expect(
      try file.elements(as: Double.self, shapes: [ParameterShape(name: first.name, shape: first.shape)], path: "h")
        == (first.singleElements ?? []).map(Double.init))
  }
}
