import Files
import Foundation
import Testing
import VAECore
import VAEEngine

@testable import Checkpoints

@Suite("Models in a file")
struct ModelFileTests {
  /// A small model whose sizes are all different.
  private func model<Scalar: NetworkScalar>(
    _: Scalar.Type, likelihood: Likelihood = .gaussian(variance: 0.1), hidden: ([Int], [Int]) = ([5, 4], [6]),
    learnsVariance: Bool = false
  ) throws -> VariationalAutoencoder<Scalar> {
    let random = RandomStream(seed: 1, purpose: "test")
    return try VariationalAutoencoder(
      encoder: EncoderNetwork(
        observationDimension: 7, hidden: hidden.0, latentDimension: 3, activation: .softplus,
        random: random.substream(0)),
      decoder: DecoderNetwork(
        latentDimension: 3, hidden: hidden.1, observationDimension: 7, activation: .relu, likelihood: likelihood,
        outputActivation: likelihood.variance == nil ? .identity : .sigmoid, learnsVariance: learnsVariance,
        random: random.substream(1)))
  }

  private func roundTrip<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>) throws {
    let scratch = try Scratch()
    try file.save(to: scratch.file("model"))
    #expect(try ModelFile<Scalar>.load(scratch.file("model")) == file)
    try ModelFile<Scalar>.load(scratch.file("model")).save(to: scratch.file("again"))
    #expect(try scratch.bytes("again") == scratch.bytes("model"))
  }

  @Test("What was saved is loaded: either precision and likelihood, with hidden layers and without")
  func roundTrips() throws {
    try roundTrip(ModelFile(model: model(Float.self)))
    try roundTrip(ModelFile(model: model(Double.self)))
    try roundTrip(ModelFile(model: model(Float.self, likelihood: .bernoulli)))
    try roundTrip(ModelFile(model: model(Float.self, likelihood: .poisson)))
    try roundTrip(ModelFile(model: model(Double.self, likelihood: .gaussian(variance: 1.0 / 3), hidden: ([], []))))
    try roundTrip(ModelFile(model: model(Float.self, likelihood: .gaussian(variance: 0.3), learnsVariance: true)))
  }

  @Test("Each byte of a model file counts: with one changed, the file is refused or gives the same model")
  func damage() throws {
    let scratch = try Scratch()
    try ModelFile(model: model(Float.self), metadata: ["provenance": "{\"mean\":0.25}"]).save(to: scratch.file("m"))
    let (sound, file) = (try scratch.bytes("m"), try ModelFile<Float>.load(scratch.file("m")))
    var refused = 0
    for index in sound.indices {
      var bytes = sound
      bytes[index] ^= 1
      try Data(bytes).write(to: URL(filePath: scratch.file("m")))
      do {
        let read = try ModelFile<Float>.load(scratch.file("m"))
        #expect(read.model == file.model && read.metadata["provenance"] == file.metadata["provenance"], "byte \(index)")
      } catch { refused += 1 }
    }
    // The name of the checksum, and the spaces after the header, hold nothing of the model.
    #expect(refused >= sound.count - 16)
  }

  @Test("A file that another program changed and saved without the checksum is read")
  func changedElsewhere() throws {
    let scratch = try Scratch()
    try ModelFile(model: model(Float.self)).save(to: scratch.file("m"))
    let saved = try SafeTensors.load(scratch.file("m"))
    let other = try SafeTensors(
      metadata: saved.metadata.filter { $0.key != "checksum" }, tensors: saved.tensors)
    try other.save(to: scratch.file("m"))
    #expect(try SafeTensors.load(scratch.file("m")) == other)
    #expect(try ModelFile<Float>.load(scratch.file("m")).model.parameters == model(Float.self).parameters)
  }

  @Test("The trainer's state goes into the same file and comes back bit by bit")
  func extras() throws {
    let model = try model(Float.self)
    let moments = model.parameters.map { $0 * $0 / 3 }
    let shapes = model.parameterShapes
    let extras =
      try Tensor.list(moments, shapes: shapes, prefix: "optimizer.secondMoment.")
      + [Tensor(name: "training.step", shape: [], elements: [Int64(12345)])]
    let scratch = try Scratch()
    try ModelFile(model: model, metadata: ["provenance": "{\"seed\":1}"], extras: extras).save(to: scratch.file("m"))
    let file = try SafeTensors.load(scratch.file("m"))
    #expect(
      try file.elements(as: Float.self, shapes: shapes, prefix: "optimizer.secondMoment.", path: "m") == moments)
    let loaded = try ModelFile<Float>(file, path: "m")
    #expect(loaded.extras.first { $0.name == "training.step" }?.elements(as: Int64.self) == [12345])
    #expect(loaded.extras.count == shapes.count + 1)
    #expect(loaded.metadata == ["provenance": "{\"seed\":1}"])
  }

  @Test("Names and shapes are PyTorch's: a weight has a row for each output")
  func names() throws {
    let scratch = try Scratch()
    try ModelFile(model: model(Float.self)).save(to: scratch.file("m"))
    let file = try SafeTensors.load(scratch.file("m"))
    #expect(file["encoder.hidden.0.weight"]?.shape == [5, 7])
    #expect(file["encoder.hidden.1.bias"]?.shape == [4])
    #expect(file["encoder.mean.weight"]?.shape == [3, 4])
    #expect(file["encoder.logVariance.weight"]?.shape == [3, 4])
    #expect(file["decoder.hidden.0.weight"]?.shape == [6, 3])
    #expect(file["decoder.output.weight"]?.shape == [7, 6])
    #expect(file.metadata["format"] == "pt")
    #expect(file["decoder.logVariance"] == nil)
    try ModelFile(model: model(Float.self, learnsVariance: true)).save(to: scratch.file("learned"))
    #expect(try SafeTensors.load(scratch.file("learned"))["decoder.logVariance"]?.shape == [1])
    #expect(
      file.metadata["architecture"]
        == #"{"decoderActivation":"relu","decoderHidden":[6],"encoderActivation":"softplus","encoderHidden":[5,4],"#
        + #""latentDimension":3,"learnsObservationVariance":false,"likelihood":"gaussian","observationDimension":7,"observationVariance":0.1,"#
        + #""outputActivation":"sigmoid"}"#)
  }

  @Test("A model is loaded in the other precision: exactly in double, rounded in single")
  func precisions() throws {
    let scratch = try Scratch()
    let single = try model(Float.self)
    let double = try model(Double.self)
    try ModelFile(model: single).save(to: scratch.file("single"))
    try ModelFile(model: double).save(to: scratch.file("double"))
    #expect(try ModelFile<Double>.load(scratch.file("single")).model.parameters == single.parameters.map(Double.init))
    #expect(try ModelFile<Float>.load(scratch.file("double")).model.parameters == double.parameters.map(Float.init))
    #expect(try Precision.load(SafeTensors.load(scratch.file("single")), path: "") == .single)
    #expect(try Precision.load(SafeTensors.load(scratch.file("double")), path: "") == .double)
    let mixed = try SafeTensors(tensors: [
      Tensor(name: "decoder.output.bias", shape: [1], elements: [1.0]),
      Tensor(name: "encoder.mean.bias", shape: [1], elements: [Float(1)]),
      Tensor(name: "optimizer.spare", shape: [1], elements: [Float(1)]),
    ])
    let error = #expect(throws: FileError.self) { try Precision.load(mixed, path: "m") }
    #expect(
      error?.description
        == "m, tensor \"encoder.mean.bias\": expected parameters that are all F32 or all F64, found F32")
  }

  /// The fault that loading a changed file reports, as text after the file's name.
  private func fault(
    metadata: [String: String] = [:], without missing: String = "", _ change: (Tensor) throws -> Tensor? = { $0 },
    adding: [Tensor] = []
  ) throws -> String {
    let scratch = try Scratch()
    try ModelFile(model: model(Float.self)).save(to: scratch.file("m"))
    let sound = try SafeTensors.load(scratch.file("m"))
    let changed = try SafeTensors(
      metadata: sound.metadata.merging(metadata) { $1 }.filter { $0.key != missing },
      tensors: sound.tensors.compactMap(change) + adding)
    let error = try #require(throws: FileError.self) { try ModelFile<Float>(changed, path: "m") }
    return error.description
  }

  @Test("A model file that is wrong in any part is refused with the part's name")
  func faults() throws {
    let name = "decoder.output.bias"
    func replacing(_ shape: [Int], _ elements: [Float]) throws -> String {
      try fault { $0.name == name ? try Tensor(name: name, shape: shape, elements: elements) : $0 }
    }
    #expect(try fault { $0.name == name ? nil : $0 }.hasPrefix("m, metadata \"architecture\": expected at most"))
    let spare = try Tensor(name: "optimizer.spare", shape: [7], elements: [Float](repeating: 0, count: 7))
    #expect(
      try fault({ $0.name == name ? nil : $0 }, adding: [spare])
        == "m, tensor \"\(name)\": expected a tensor of shape [7], found none")
    #expect(
      try replacing([7, 1], [Float](repeating: 0, count: 7))
        == "m, tensor \"\(name)\": expected the shape [7], found [7, 1]")
    #expect(
      try replacing([7], [0, 0, 0, .nan, 0, 0, 0])
        == "m, tensor \"\(name)\", element 3: expected a finite number, found nan")
    #expect(
      try replacing([7], [0, 0, 0, 0, 0, 0, -.infinity]).hasSuffix("element 6: expected a finite number, found -inf"))
    #expect(
      try fault {
        $0.name == name ? try Tensor(name: name, shape: [7], elements: [Double](repeating: 1e39, count: 7)) : $0
      }
      .hasSuffix("element 0: expected a finite number, found inf"))
    #expect(
      try fault { $0.name == name ? try Tensor(name: name, shape: [7], elements: [Int64](repeating: 1, count: 7)) : $0 }
        == "m, tensor \"\(name)\": expected the type F16, BF16, F32 or F64, found I64")
    let stranger = try Tensor(name: "decoder.hidden.1.weight", shape: [], elements: [Float(0)])
    #expect(try fault(adding: [stranger]).hasPrefix("m, tensor \"decoder.hidden.1.weight\": expected a parameter"))
    #expect(
      try fault(metadata: ["formatVersion": "2"]) == "m, metadata \"formatVersion\": expected the version 1, found 2")
    #expect(
      try fault(without: "formatVersion").contains(
        "expected the version of a model's layout, found none"))
    #expect(
      try fault(without: "architecture").contains("expected a description of the model, found none"))
    #expect(try fault(metadata: ["architecture": "[]"]).contains("expected a description of the model in JSON"))
  }

  @Test(
    "An architecture that no model has, or that speaks of more than the file holds, is refused before memory is taken",
    arguments: [
      ("\"encoderHidden\":[5,4]", "\"encoderHidden\":[5,0]", "dimensions from 1"),
      ("\"latentDimension\":3", "\"latentDimension\":-3", "dimensions from 1"),
      ("\"latentDimension\":3", "\"latentDimension\":9000000000000000000", "at most"),
      ("\"latentDimension\":3", "\"latentDimension\":2000000000", "at most"),
      ("\"encoderHidden\":[5,4]", "\"encoderHidden\":[4000000000,4000000000]", "at most"),
      ("\"softplus\"", "\"cosine\"", "one of identity, tanh"),
      ("0.1", "-0.1", "a finite number above 0"),
      ("\"observationVariance\":0.1,", "", "gaussian with an observationVariance"),
      ("\"gaussian\"", "\"poisson\"", "gaussian with an observationVariance"),
      ("\"learnsObservationVariance\":false", "\"learnsObservationVariance\":true", "at most"),
    ])
  func architecture(old: String, new: String, expected: String) throws {
    let scratch = try Scratch()
    try ModelFile(model: model(Float.self)).save(to: scratch.file("m"))
    let sound = try SafeTensors.load(scratch.file("m"))
    let text = try #require(sound.metadata["architecture"])
    try #require(text.contains(old))
    let changed = try SafeTensors(
      metadata: sound.metadata.merging(["architecture": text.replacingOccurrences(of: old, with: new)]) { $1 },
      tensors: sound.tensors)
    let error = try #require(throws: FileError.self) { try ModelFile<Float>(changed, path: "m") }
    #expect(error.description.contains(expected), "\(error)")
  }

  @Test("What could not be loaded again is not saved, and does not replace what can")
  func refusedSaves() throws {
    let scratch = try Scratch()
    var broken = try model(Float.self)
    try ModelFile(model: broken).save(to: scratch.file("m"))
    let before = try scratch.bytes("m")
    let stranger = try Tensor(name: "encoder.spare", shape: [], elements: [Float(0)])
    #expect(throws: FileError.self) { try ModelFile(model: broken, extras: [stranger]).save(to: scratch.file("m")) }
    var parameters = broken.parameters
    parameters[10] = .nan
    try broken.setParameters(parameters)
    #expect(throws: FileError.self) { try ModelFile(model: broken).save(to: scratch.file("m")) }
    #expect(try scratch.bytes("m") == before)
    #expect(try scratch.names == ["m"])
  }
}
