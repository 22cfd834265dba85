import Files
import Foundation
import Testing
import VAECore
import VAEEngine

@testable import Datasets

@Suite("IDX, plain and gzipped")
struct IDXTests {
  /// Two images of 2 × 3 pixels.
  private static let pixels: [UInt8] = [0, 1, 2, 128, 254, 255, 10, 20, 30, 40, 50, 60]
  private static let images = idx([2, 2, 3], pixels)

  /// What loading a file refuses, as text after the file's name.
  private func fault(_ bytes: [UInt8], name: String = "data", options: DataOptions = .standard) throws -> String {
    let scratch = try Scratch()
    let path = try scratch.write(bytes, to: name)
    let error = try #require(throws: FileError.self) { try DataSet<Float>.load(path, options: options) }
    #expect(error.description.hasPrefix(path))
    return String(error.description.dropFirst(path.count))
  }

  @Test("Bytes become fractions of 255, each rounded once, in either precision")
  func scale() throws {
    let scratch = try Scratch()
    let all = idx([2, 128], Array(0...255))
    let path = try scratch.write(all, to: "all")
    #expect(try DataSet<Float>.load(path).observations.elements == (0...255).map { Float($0) / 255 })
    #expect(try DataSet<Double>.load(path).observations.elements == (0...255).map { Double($0) / 255 })
    let raw = try DataSet<Float>.load(path, options: DataOptions(scale: 1))
    #expect(raw.observations.elements == (0...255).map { Float($0) })
    #expect(raw.imageShape == nil && raw.labels == nil && raw.name == "all")
  }

  @Test("Rows, columns, image shape and labels are the file's, plain or gzipped, whatever the file is called")
  func shape() throws {
    let scratch = try Scratch()
    let labels = try scratch.write(idx([2], [7, 255]), to: "labels")
    for (name, bytes) in try [("plain.gz", Self.images), ("packed.csv", gzip(Self.images))] {
      let data = try DataSet<Double>.load(scratch.write(bytes, to: name), options: DataOptions(labelsPath: labels))
      #expect(data.observations.rows == 2 && data.observations.columns == 6)
      #expect(data.imageShape == ImageShape(rows: 2, columns: 3))
      #expect(data.observations.elements.map { $0 * 255 } == Self.pixels.map(Double.init))
      #expect(data.labels == [7, 255])
    }
  }

  @Test("Every type of element is read, big-endian, and only bytes are scaled")
  func types() throws {
    let scratch = try Scratch()
    func load(_ type: UInt8, _ bytes: [UInt8]) throws -> [Double] {
      try DataSet<Double>.load(scratch.write(idx([1, 2], bytes, type: type))).observations.elements
    }
    #expect(try load(0x08, [255, 0]) == [1, 0])
    #expect(try load(0x09, [0xff, 0x80]) == [-1, -128])
    #expect(try load(0x0b, [1, 2, 0xff, 0xfe]) == [258, -2])
    #expect(try load(0x0c, [0, 1, 0, 0, 0x80, 0, 0, 0]) == [65536, -2_147_483_648])
    #expect(try load(0x0d, [0x3f, 0xc0, 0, 0, 0xc1, 0, 0, 0]) == [1.5, -8])
    #expect(try load(0x0e, [0x3f, 0xb9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a, 0xc0, 0, 0, 0, 0, 0, 0, 0]) == [0.1, -2])
  }

  @Test("A scale divides the numbers of every type")
  func scaledTypes() throws {
    let scratch = try Scratch()
    let sixes: [(type: UInt8, bytes: [UInt8])] = [
      (0x08, [6]), (0x09, [6]), (0x0b, [0, 6]), (0x0c, [0, 0, 0, 6]), (0x0d, [0x40, 0xc0, 0, 0]),
      (0x0e, [0x40, 0x18, 0, 0, 0, 0, 0, 0]),
    ]
    for (type, bytes) in sixes {
      let path = try scratch.write(idx([1, 2], bytes + bytes, type: type))
      let options = try DataOptions(scale: 4)
      #expect(try DataSet<Float>.load(path, options: options).observations.elements == [1.5, 1.5])
      #expect(try DataSet<Double>.load(path, options: options).observations.elements == [1.5, 1.5])
    }
  }

  @Test(
    "A damaged header is refused with the byte at fault",
    arguments: [
      ([], ", byte 0: expected an IDX header, found the end of the file"),
      ([0, 0, 8], ", byte 3: expected an IDX header, found the end of the file"),
      ([1, 0, 8, 1], ", byte 0: expected the zero byte of IDX"),
      ([0, 1, 8, 1], ", byte 1: expected the zero byte of IDX"),
      ([0, 0, 7, 2], ", byte 2: expected a type of elements among 8, 9, 11, 12, 13, 14, found 7"),
      ([0, 0, 8, 0], ", byte 3: expected 1 to 8 dimensions, found 0"),
      ([0, 0, 8, 9], ", byte 3: expected 1 to 8 dimensions, found 9"),
      ([0, 0, 8, 2, 0, 0, 0, 1, 0], ", byte 9: expected the sizes of 2 dimensions, found the end of the file"),
      (idx([5], [1, 2, 3, 4, 5]), ", byte 3: expected observations, an array of at least 2 dimensions"),
      (idx([0, 4], []), ", byte 3: expected at least one observation"),
      (idx([4, 0], []), ", byte 3: expected at least one observation"),
    ] as [([UInt8], String)])
  func header(bytes: [UInt8], expected: String) throws {
    #expect(try fault(bytes, name: "t10k-images-idx3-ubyte").hasPrefix(expected))
    if bytes.count > 3 {
      #expect(try fault(gzip(bytes), name: "t10k-idx3.gz").hasPrefix(" (inflated)" + expected))
    }
  }

  @Test("A header that declares more than the file has is refused before memory is taken")
  func declaredSize() throws {
    let header = idx([60000, 28, 28], [UInt8](repeating: 0, count: 7840))
    #expect(
      try fault(header)
        == ", byte 4: expected at most 7856 bytes, as the file has or can hold, found dimensions [60000, 28, 28]")
    let overflowing = idx([0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0])
    #expect(try fault(overflowing).hasPrefix(", byte 4: expected at most 21 bytes"))
    #expect(try fault(gzip(overflowing)).hasPrefix(" (inflated), byte 4: expected at most"))
    // A gzipped file of 40 bytes cannot hold 47 million.
    #expect(try fault(gzip(idx([60000, 28, 28], [0]))).hasPrefix(" (inflated), byte 4: expected at most"))
  }

  @Test("One byte short and one byte over are refused, plain and gzipped")
  func length() throws {
    let (short, over) = (Array(Self.images.dropLast()), Self.images + [0])
    #expect(try fault(short).hasPrefix(", byte 4: expected at most 27 bytes"))
    #expect(try fault(over) == ", byte 28: expected 28 bytes, as the dimensions [2, 2, 3] say, found 29")
    #expect(
      try fault(gzip(short))
        == " (inflated), byte 27: expected 28 bytes, as the dimensions [2, 2, 3] say, found the end of the data")
    #expect(
      try fault(gzip(over))
        == " (inflated), byte 28: expected the end of the data, as the dimensions [2, 2, 3] say, found more bytes")
  }

  @Test("Labels that are images, of another number, or given as observations are refused")
  func labels() throws {
    let scratch = try Scratch()
    let images = try scratch.write(Self.images, to: "images")
    func fault(_ labels: [UInt8]) throws -> String {
      let options = try DataOptions(labelsPath: scratch.write(labels, to: "labels"))
      return try #require(throws: FileError.self) { try DataSet<Float>.load(images, options: options) }.description
    }
    #expect(
      try fault(Self.images).hasSuffix(
        "labels, byte 3: expected labels, an array of 1 dimension, found 3 dimensions, as images have"))
    // As QMNIST has them: a row of eight numbers for each image.
    #expect(
      try fault(idx([2, 8], [UInt8](repeating: 1, count: 16))).hasSuffix(
        "byte 3: expected labels, an array of 1 dimension, found 2 dimensions, 2 × 8: labels in several columns; "
          + "save one of them by itself"))
    #expect(try fault(idx([3], [1, 2, 3])).contains("labels, byte 4: expected 2 labels, as many as"))
    #expect(
      try fault(idx([2], [0, 0, 0, 0, 0, 0, 0, 0], type: 0x0d)).contains("byte 2: expected labels that are whole"))
    #expect(throws: FileError.self) { try DataSet<Float>.load(images, options: DataOptions(labelsPath: "missing")) }
  }

  @Test("A number that is not finite is refused with its byte")
  func notFinite() throws {
    let nan: [UInt8] = [0x7f, 0xc0, 0, 0]
    #expect(
      try fault(idx([1, 2], [0, 0, 0, 0] + nan, type: 0x0d)) == ", byte 16: expected a finite number, found nan")
  }

  @Test("Gzipped data cut short, changed, followed by other bytes or gzipped three times are refused")
  func gzipFaults() throws {
    let sound = try gzip(Self.images)
    for count in 3..<sound.count {
      #expect(try fault(Array(sound[..<count])).contains("expected the rest of the gzipped data, found the end"))
    }
    for (place, reason) in [(8, "incorrect data check"), (1, "incorrect length check")] {
      var flipped = sound
      flipped[sound.count - place] ^= 1
      #expect(try fault(flipped).contains("expected sound gzipped data, found \(reason)"))
    }
    #expect(
      try fault(sound + [1, 2])
        == ", byte \(sound.count + 2): expected the end of the file after the gzipped data, found other bytes")
    // A zlib stream of nothing is no gzip member.
    #expect(
      try fault(sound + [0x78, 0x9c, 3, 0, 0, 0, 0, 1]).contains("expected the end of the file after the gzipped data"))
    #expect(try fault(gzip(gzip(sound))).contains("expected IDX or CSV, plain or gzipped, found data gzipped three"))
    #expect(try fault([0x1f, 0x8b, 1, 2, 3, 4]).contains("expected sound gzipped data"))
  }

  @Test("Data gzipped twice are known by their content, whatever the file is called")
  func twice() throws {
    let scratch = try Scratch()
    for name in ["images.gz.gz", "images", "images.csv"] {
      let twice = try DataSet<Double>.load(scratch.write(gzip(gzip(Self.images)), to: name))
      let plain = try DataSet<Double>.load(scratch.write(Self.images, to: name))
      #expect(twice.observations.elements == plain.observations.elements && twice.imageShape == plain.imageShape)
      #expect(twice.description == plain.description, "the hash is that of the content")
    }
  }

  @Test("Several gzip members are one content")
  func members() throws {
    let scratch = try Scratch()
    let parts = try gzip(Array(Self.images[..<20])) + gzip([]) + gzip(Array(Self.images[20...]))
    #expect(try DataSet<Float>.load(scratch.write(parts)).observations.rows == 2)
  }

  @Test("What inflates beyond the limit is stopped on the way")
  func bomb() throws {
    // 10 million zeros in 10 kilobytes: as IDX that declares them, that declares fewer, and as text.
    let options = try DataOptions(byteLimit: 1_000_000)
    let zeros = [UInt8](repeating: 0, count: 10_000_000)
    let declared = try gzip(idx([100_000, 100], zeros))
    #expect(declared.count < 11_000)
    #expect(try fault(declared, options: options).contains("byte 4: expected at most 1000000 bytes"))
    #expect(try fault(gzip(idx([1, 100], zeros)), options: options).contains("byte 112: expected the end of the data"))
    let text = try gzip([UInt8](repeating: 0x30, count: 1000) + [0x0a], level: 9)
    #expect(
      try fault(gzip(Array("1\n".utf8).repeated(3_000_000)), options: options).contains(
        "the limit"))
    let scratch = try Scratch()
    #expect(try DataSet<Float>.load(scratch.write(text), options: options).observations.rows == 1)
    #expect(
      try fault(idx([1000, 1000], Array(zeros[..<1_000_000])), options: options).contains("at most 250000 numbers"))
  }

  @Test("The limit itself is allowed, and one byte beyond it is refused")
  func limit() throws {
    let scratch = try Scratch()
    func rows(_ bytes: [UInt8], limit: Int) throws -> Int {
      try DataSet<Float>.load(scratch.write(bytes), options: DataOptions(hasHeader: false, byteLimit: limit))
        .observations.rows
    }
    // Eighteen bytes of text, whose two numbers take eight.
    let text = Array("1.000000\n2.000000\n".utf8)
    for packed in try [gzip(text), gzip(Array(text[..<9])) + gzip(Array(text[9...]))] {
      #expect(try rows(packed, limit: 18) == 2)
      #expect(try fault(packed, options: DataOptions(byteLimit: 17)).contains("at most 17 bytes when inflated"))
    }
    // Twelve numbers of four bytes.
    #expect(try rows(Self.images, limit: 48) == 2)
    #expect(try fault(Self.images, options: DataOptions(byteLimit: 47)).contains("at most 11 numbers, the limit"))
    #expect(try rows(Array("1,2\n3,4\n".utf8), limit: 16) == 2)
    #expect(
      try fault(Array("1,2\n3,4\n".utf8), options: DataOptions(hasHeader: false, byteLimit: 15)).contains(
        "at most 3 numbers"))
  }

  @Test("A folder, a missing file and other formats are named")
  func others() throws {
    let scratch = try Scratch()
    #expect(throws: FileError.unreadable(path: scratch.path, reason: "it is a folder")) {
      try DataSet<Float>.load(scratch.path)
    }
    #expect(throws: FileError.unreadable(path: scratch.file("x"), reason: "No such file or directory")) {
      try DataSet<Float>.load(scratch.file("x"))
    }
    #expect(try fault([0x93] + Array("NUMPY".utf8)).contains("found a NumPy array"))
    #expect(try fault([0x60, 1, 0, 0, 0, 0, 0, 0, 0x7b, 0x22]).contains("found safetensors, as a model has"))
  }

  @Test("Damage at random is refused or changes numbers only; it never stops the process")
  func damage() throws {
    let scratch = try Scratch()
    let random = RandomStream(seed: 21, purpose: "damage")
    let sound = try [Self.images, gzip(Self.images)]
    var refusals = 0
    for trial in 0..<1000 {
      let draws = random.substream(trial)
      var bytes = sound[trial % 2]
      for flip in 0..<1 + draws.integer(below: 3, at: 0) {
        bytes[draws.integer(below: bytes.count, at: 2 * flip + 1)] ^= 1 << draws.integer(below: 8, at: 2 * flip + 2)
      }
      if trial % 3 == 0 { bytes.removeLast(draws.integer(below: bytes.count, at: 9)) }
      let path = try scratch.write(bytes)
      do throws(FileError) {
        let data = try DataSet<Float>.load(path)
        let isFinite = data.observations.elements.allSatisfy(\.isFinite)
        #expect(isFinite)
      } catch {
        refusals += 1
      }
    }
    #expect((334..<1000).contains(refusals), "a third is cut short, and some flips fall on pixels")
  }
}
