import Foundation
import Testing

/// A model file in parts, to be damaged.
struct ModelParts {
  var header: [String: Any]
  var elements: Data

  init(_ bytes: Data) throws {
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    header = try #require(JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length)) as? [String: Any])
    elements = Data(bytes.dropFirst(8 + length))
    // Whoever changes a file leaves out its checksum, which would only say that it was changed.
    var metadata = header["__metadata__"] as? [String: Any]
    metadata?["checksum"] = nil
    header["__metadata__"] = metadata
  }

  /// A file of a header's text.
  static func file(_ header: [UInt8], _ elements: Data = Data()) -> Data {
    Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header) + elements
  }

  var bytes: Data {
    get throws {
      Self.file(Array(try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys])), elements)
    }
  }

  /// Another value of a tensor's entry in the header.
  func with(_ tensor: String, _ key: String, _ value: Any) throws -> Data {
    var copy = self
    var entry = try #require(copy.header[tensor] as? [String: Any])
    entry[key] = value
    copy.header[tensor] = entry
    return try copy.bytes
  }

  /// Another string in the metadata; nil takes it away.
  func with(metadata key: String, _ value: String?) throws -> Data {
    var copy = self
    var metadata = try #require(copy.header["__metadata__"] as? [String: Any])
    metadata[key] = value
    copy.header["__metadata__"] = metadata
    return try copy.bytes
  }

  /// Another number in the JSON of a string of the metadata.
  func with(_ key: String, _ path: [String], _ value: Any) throws -> Data {
    let metadata = try #require(header["__metadata__"] as? [String: String])
    let text = try #require(metadata[key])
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let changed = replacing(path[...], in: object, by: value)
    return try with(metadata: key, String(decoding: JSONSerialization.data(withJSONObject: changed), as: UTF8.self))
  }

  private func replacing(_ path: ArraySlice<String>, in object: [String: Any], by value: Any) -> [String: Any] {
    guard let key = path.first else { return object }
    var copy = object
    copy[key] =
      path.count == 1 ? value : replacing(path.dropFirst(), in: object[key] as? [String: Any] ?? [:], by: value)
    return copy
  }

  /// Where a tensor's elements lie.
  func offsets(_ tensor: String) throws -> [Int] {
    try #require((header[tensor] as? [String: Any])?["data_offsets"] as? [Int])
  }

  /// Another first element of a tensor, of single precision.
  func with(_ tensor: String, firstElement: Float) throws -> Data {
    var copy = self
    let start = try offsets(tensor)[0]
    let bits = firstElement.bitPattern
    copy.elements.replaceSubrange(start..<start + 4, with: (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
    return try copy.bytes
  }
}

@Suite("Malformed models, through the command line", .serialized)
struct BadModelTests {
  /// A model of the digits after two epochs, with its optimizer's moments.
  private static let trained = Result {
    let place = try Workplace()
    let run = try place.vae("train", "--data", "digits", "--hidden", "4", "--epochs", "2", "--out", "m.safetensors")
    try #require(run.status == 0, "\(run.complaints)")
    return try place.bytes("m.safetensors")
  }
  private let resume = ["train", "--data", "digits", "--resume", "--epochs", "3", "--out", "mé.safetensors"]
  private let uses = [
    ["info"], ["evaluate", "--data", "digits"], ["sample", "--out", "o.csv"],
    ["reconstruct", "--data", "digits", "--out", "o.csv"],
  ].map { $0 + ["--model", "mé.safetensors"] }
  private let gradient = [
    "gradient", "--model", "mé.safetensors", "--data", "x.csv", "--noise", "n.csv", "--out", "g.safetensors",
  ]

  private func refuse(_ bytes: Data, _ says: String, by commands: [[String]]) throws {
    let place = try Workplace()
    try place.write(Array(bytes), to: "mé.safetensors")
    try place.write(BadData.row + "\n", to: "x.csv")
    try place.write("0,0\n", to: "n.csv")
    for command in commands { try place.refuse(command, "mé.safetensors", says) }
  }

  @Test("The file that the faults are made from is sound, taken apart and put together too")
  func sound() throws {
    let place = try Workplace()
    try place.write(Array(ModelParts(Self.trained.get()).bytes), to: "mé.safetensors")
    for command in uses + [resume] { #expect(try place.vae(command).status == 0) }
  }

  @Test("What is no safetensors file, whatever it is asked for")
  func container() throws {
    let model = try ModelParts(Self.trained.get())
    let whole = try model.bytes
    let one = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}"
    let bias = "encoder.hidden.0.bias"
    let (start, end) = (try model.offsets(bias)[0], try model.offsets(bias)[1])
    for (bytes, says) in [
      (Data(), "byte 0: expected 8 bytes with the header's length, found 0"), (whole.prefix(7), "byte 7"),
      (
        Data([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) + whole.dropFirst(8),
        "byte 0: expected a header's length"
      ),
      (Data([1, 0xe1, 0xf5, 5, 0, 0, 0, 0]) + whole.dropFirst(8), "byte 0: expected a header's length"),
      (Data([0, 0, 0, 1, 0, 0, 0, 0]) + whole.dropFirst(8), "byte 0: expected a header's length"),
      (ModelParts.file(Array("{\"".utf8) + [0xff] + Array("\":1}".utf8)), "expected text in UTF-8"),
      (ModelParts.file(Array("nonsense".utf8)), "byte 8: expected a JSON object"),
      (ModelParts.file(Array("[1, 2]".utf8)), "byte 8: expected a JSON object"),
      (ModelParts.file(Array("{\"a\":\(one),\"a\":\(one)}".utf8), Data(count: 4)), "expected each key once"),
      (try model.with(bias, "data_offsets", [start - 4, end - 4]), "expected"),
      (try model.with(bias, "data_offsets", [start + 4, end + 4]), "expected"),
      (try model.with(bias, "data_offsets", [end, start]), "expected data_offsets in order"),
      (try model.with(bias, "data_offsets", [-4, end]), "expected a whole number from 0"),
      (try model.with(bias, "data_offsets", [0.5, end]), "expected a whole number from 0"),
      (try model.with(bias, "data_offsets", [start, 1_000_000_000]), "expected"),
      (whole + [0, 0, 0, 0], "found"), (whole.dropLast(), "expected"),
      (try model.with(bias, "shape", [5]), "tensor \"\(bias)\""),
      (try model.with(bias, "dtype", "F16"), "for the shape [4] of F16"),
      (try model.with(bias, "dtype", "F8"), "found F8"),
    ] { try refuse(Data(bytes), says, by: uses + [gradient, resume]) }
  }

  @Test("What is no model: another shape, weights that are not finite, an architecture without meaning")
  func content() throws {
    let model = try ModelParts(Self.trained.get())
    for (bytes, says) in [
      (try model.with("encoder.hidden.0.weight", "shape", [64, 4]), "expected the shape [4, 64], found [64, 4]"),
      (try model.with("encoder.mean.weight", firstElement: .nan), "element 0: expected a finite number, found nan"),
      (
        try model.with("decoder.output.bias", firstElement: .infinity), "element 0: expected a finite number, found inf"
      ),
      (try model.with(metadata: "architecture", nil), "architecture"),
      (try model.with(metadata: "architecture", "{"), "architecture"),
      (try model.with(metadata: "formatVersion", "99"), "99"),
      (try model.with("architecture", ["latentDimension"], -1), "expected dimensions from 1"),
      (try model.with("architecture", ["encoderHidden"], [1_000_000_000]), "expected"),
      (try model.with("architecture", ["observationDimension"], 784), "expected"),
      (try model.with("architecture", ["encoderActivation"], "sine"), "found sine"),
      (try model.with("architecture", ["observationVariance"], 0), "expected"),
    ] { try refuse(bytes, says, by: uses + [gradient, resume]) }
  }

  @Test("A record that no training has left is refused before anything is written")
  func record() throws {
    let model = try ModelParts(Self.trained.get())
    for (bytes, says) in [
      (try model.with(metadata: "training", "{\"plan\":3}"), "expected a record of training in JSON"),
      (try model.with("training", ["data", "rows"], 0), "data.rows: expected at least 1, found 0"),
      (try model.with("training", ["data", "heldOut"], 99_999), "data.heldOut: expected from 0 to 1796, found 99999"),
      (try model.with("training", ["data", "heldOut"], -5), "data.heldOut"),
      (try model.with("training", ["data", "image"], [3, 3]), "data.image: expected rows and columns of 64 pixels"),
      (try model.with("training", ["data", "image"], [-8, -8]), "data.image"),
      (try model.with("training", ["data", "image"], [1 << 62, 4]), "data.image"),
      (try model.with("training", ["data", "image"], [64]), "data.image"),
      (try model.with("training", ["step"], -1), "step: expected a step of the epoch after the 2 in the history"),
      (try model.with("training", ["step"], 1 << 62), "step"), (try model.with("training", ["history"], []), "step"),
      (try model.with("training", ["sumsOfEpoch"], [1.5]), "sumsOfEpoch: expected 3 sums"),
      (try model.with("training", ["plan", "batchSize"], 0), "batch size: expected from 1 to 1000000000, found 0"),
      (try model.with("training", ["plan", "batchSize"], Int.max), "batch size: expected from 1 to 1000000000"),
      (try model.with("training", ["plan", "epochs"], -1), "epochs: expected from 1 to 1000000000, found -1"),
      (try model.with("training", ["plan", "objective", "samples"], 0), "samples V"),
    ] { try refuse(bytes, says, by: uses + [resume]) }
  }

  @Test("Moments that Adam cannot have, and other data, stop what would go on from them")
  func resuming() throws {
    let model = try ModelParts(Self.trained.get())
    let moment = "encoder.mean.weight"
    try refuse(
      model.with("optimizer.firstMoment.\(moment)", firstElement: .nan), "expected a finite number, found nan",
      by: [resume])
    try refuse(
      model.with("optimizer.secondMoment.\(moment)", firstElement: -1),
      "expected a mean of squares, 0 or above, found -1",
      by: [resume])
    try refuse(
      Self.trained.get(), "expected the data with which the training in mé.safetensors began, digits",
      by: [["train", "--data", "x.csv", "--resume", "--out", "mé.safetensors"]])
  }
}
