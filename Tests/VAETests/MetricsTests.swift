import Foundation
import Testing

@Suite("The numbers of each epoch in a file", .serialized)
struct MetricsTests {
  private let train = [
    "train", "--data", "digits", "--hidden", "4", "--plot", "none", "--metrics", "e.jsonl", "--out", "m.safetensors",
  ]

  private func lines(_ place: Workplace) throws -> [[String: Any]] {
    try String(decoding: place.bytes("e.jsonl"), as: UTF8.self).split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test("A line for each epoch, whose terms give its bound and its objective")
  func content() throws {
    let place = try Workplace()
    #expect(try place.vae(train + ["--epochs", "3", "--divergence-weight", "0:1/2"]).status == 0)
    let lines = try lines(place)
    #expect(lines.map { $0["epoch"] as? Int } == [1, 2, 3] && lines.map { $0["step"] as? Int } == [17, 34, 51])
    for (line, weight) in zip(lines, [0, 0.5, 1]) {
      let number = { (key: String) in try #require(line[key] as? Double) }
      #expect(try number("divergenceWeight") == weight)
      let (reconstruction, divergence) = (try number("reconstruction"), try number("divergence"))
      // A sum of 17 minibatches: some roundings of double precision.
      #expect(try abs(number("objective") - (reconstruction - weight * divergence)) < 1e-10)
      #expect(try abs(number("evidenceLowerBound") - (reconstruction - divergence)) < 1e-10)
      let heldOut = try number("heldOutReconstruction") - number("heldOutDivergence")
      #expect(try abs(number("heldOutBound") - heldOut) < 1e-10)
      #expect(try number("observationVariance") > 0)
    }
  }

  @Test("Resumed, the file has the lines of a training that never stopped, also where it was ahead of the model")
  func resuming() throws {
    let place = try Workplace()
    #expect(try place.vae(train + ["--epochs", "4"]).status == 0)
    let whole = try place.bytes("e.jsonl")
    #expect(try place.vae(train + ["--overwrite", "--epochs", "2"]).status == 0)
    try place.write(Array(whole.dropLast(40)), to: "e.jsonl")
    #expect(try place.vae(train + ["--resume", "--epochs", "4"]).status == 0)
    #expect(try place.bytes("e.jsonl") == whole)
  }

  @Test("A file of something else is not replaced by a training that goes on, nor a model by its own metrics")
  func places() throws {
    let place = try Workplace()
    #expect(try place.vae(train + ["--epochs", "2"]).status == 0)
    try place.write("{\"epoch\": 1}\n", to: "e.jsonl")
    try place.refuse(train + ["--resume", "--epochs", "3"], "e.jsonl, line 1: expected epoch 1", "--metrics")
    let base = ["train", "--data", "digits", "--epochs", "1", "--overwrite", "--out"]
    try place.refuse(base + ["m.safetensors", "--metrics", "m.safetensors"], "m.safetensors", "cannot write", code: 74)
    try place.refuse(base + ["n.safetensors", "--metrics", "n.safetensors"], "n.safetensors", "model's own", code: 74)
    try place.refuse(base + ["n.safetensors", "--metrics", "nowhere/e"], "nowhere", "make it first", code: 74)
  }
}
