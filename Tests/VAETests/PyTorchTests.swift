import Checkpoints
import Foundation
import Testing
import VAEEngine

/// What PyTorch made of one model, recorded by scripts/check-against-pytorch.
struct PyTorchRecord: Decodable {
  var samples: Int?
  var importance: Int?
  var divergence: String?
  var weight: Double?
  var objective: Double
  var reconstruction: Double

  /// The objective that was evaluated.
  func objectiveOfModel() throws -> Objective {
    let kinds: [String: Objective.Divergence] = [
      "sampled": .sampled, "analytic": .analytic, "sticking-the-landing": .stickingTheLanding,
    ]
    return try Objective(
      samples: samples ?? 1, importanceSamples: importance ?? 1, divergence: divergence.flatMap { kinds[$0] },
      divergenceWeight: weight ?? 1)
  }
}

/// One of the recorded models, with its data, noise and PyTorch's gradient, read in a precision.
struct PyTorchFixture<Scalar: NetworkScalar & TensorElement> {
  let model: VariationalAutoencoder<Scalar>
  let observations: Batch<Scalar>
  let noise: Batch<Scalar>
  let record: PyTorchRecord
  let gradient: [Double]

  init(_ name: String) throws {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let path = folder.appending(path: "\(name).safetensors").path
    let file = try SafeTensors.load(path)
    let content = try ModelFile<Scalar>(file, path: path)
    model = content.model
    record = try JSONDecoder().decode(PyTorchRecord.self, from: Data(try #require(content.metadata["expected"]).utf8))
    gradient = try file.elements(
      as: Double.self, shapes: model.parameterShapes, prefix: "training.gradient.", path: path)
    let matrix = { (name: String) in
      let tensor = try #require(file["training.\(name)"])
      let elements = try #require(tensor.elements(as: Double.self)).map { Scalar($0) }
      return Batch(rows: tensor.shape[0], columns: tensor.shape[1], elements: elements)
    }
    (observations, noise) = (try matrix("observations"), try matrix("noise"))
  }

  /// The largest difference from PyTorch's gradient in any tensor, relative to the tensor's largest element.
  func difference(of ours: [Double]) -> Double {
    var (first, worst) = (0, 0.0)
    for shape in model.parameterShapes {
      let range = first..<first + shape.shape.reduce(1, *)
      let largest = gradient[range].reduce(0) { max($0, abs($1)) }
      worst = range.reduce(worst) { max($0, abs(ours[$1] - gradient[$1]) / largest) }
      first = range.upperBound
    }
    return worst
  }
}

@Suite("Bound and gradients against PyTorch's automatic differentiation")
struct PyTorchTests {
  static let names = [
    "linear-gaussian", "tanh-gaussian", "relu-two-layers", "softplus-learned", "sigmoid-mean", "bernoulli",
    "bernoulli-three-layers", "sampled-divergence", "sticking-the-landing", "importance-weighted",
  ]

  @Test("In double precision, the bound and every gradient agree to 1e-10", arguments: names)
  func double(name: String) throws {
    let fixture = try PyTorchFixture<Double>(name)
    let (value, gradient) = try fixture.model.gradient(
      of: fixture.record.objectiveOfModel(), observations: fixture.observations, noise: fixture.noise)
    #expect(abs(value.objective / fixture.record.objective - 1) <= 1e-10)
    #expect(abs(value.bound.reconstruction / fixture.record.reconstruction - 1) <= 1e-10)
    #expect(fixture.difference(of: gradient.parameters) <= 1e-10)
  }

  @Test("In single precision, they agree to 1e-5", arguments: names)
  func single(name: String) throws {
    let fixture = try PyTorchFixture<Float>(name)
    let (value, gradient) = try fixture.model.gradient(
      of: fixture.record.objectiveOfModel(), observations: fixture.observations, noise: fixture.noise)
    #expect(abs(value.objective / fixture.record.objective - 1) <= 1e-5)
    #expect(fixture.difference(of: gradient.parameters.map(Double.init)) <= 1e-5)
  }

  @Test("The comparison sees what it must: one parameter moved by a millionth, and a lost half", arguments: names)
  func negativeControl(name: String) throws {
    let fixture = try PyTorchFixture<Double>(name)
    let objective = try fixture.record.objectiveOfModel()
    var model = fixture.model
    var parameters = model.parameters
    // The first weights are those of a pixel that is white in every digit: their gradient says nothing.
    let before = model.parameterShapes.prefix { $0.name != "decoder.output.bias" }
    parameters[before.reduce(0) { $0 + $1.shape.reduce(1, *) }] += 1e-6
    try model.setParameters(parameters)
    let moved = try model.gradient(of: objective, observations: fixture.observations, noise: fixture.noise).gradient
    #expect(fixture.difference(of: moved.parameters) > 1e-10)
    #expect(fixture.difference(of: fixture.gradient.map { $0 / 2 }) > 0.4)
  }
}
