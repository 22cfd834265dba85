import Checkpoints
import Foundation
import Testing

@testable import vae

@Suite("Parts that do not belong together", .serialized)
struct MergeRefusalTests {
  private static let evaluate = ["evaluate", "--model", "m.safetensors", "--data", "x.csv"]

  /// Three parts of one work: part-1, part-2 and part-3.
  private func prepared() throws -> Workplace {
    let place = try Workplace()
    try place.trainOnTable(out: "m.safetensors")
    for number in 1...3 { try shard("\(number)/3", to: "part-\(number)", in: place) }
    return place
  }

  private func shard(_ shard: String, _ words: [String] = evaluate, to name: String, in place: Workplace) throws {
    let run = try place.vae(words + ["--shard", shard, "--out", name])
    try #require(run.status == 0, "\(run.complaints)")
  }

  private let merge = ["merge", "part-1", "part-2", "part-3", "--out", "s.csv"]

  @Test("Missing parts are named, and so is one that is there twice")
  func incomplete() throws {
    let place = try prepared()
    try place.refuse(
      ["merge", "part-2", "--out", "s.csv"],
      "part-2: expected the parts of all 3 shards beside it, found 1 of them; missing: 1, 3", "vae merge")
    try place.write(Array(place.bytes("part-2")), to: "copy")
    try place.refuse(
      ["merge", "part-1", "part-2", "copy", "--out", "s.csv"],
      "copy: expected each shard once, found shard 2 of 3 again, as in part-2", "vae merge")
    try place.refuse(["merge", "part-1", "none", "--out", "s.csv"], "none", "cannot read")
  }

  @Test("A part of different options, or of a different number of shards, is refused")
  func options() throws {
    let place = try prepared()
    for (words, says) in [
      (["--seed", "7"], "the --seed 42, as part-1 has, found 7"),
      (["--samples", "2"], "the --samples 1, as part-1 has, found 2"),
      (["--importance-samples", "5"], "the --importance-samples none, as part-1 has, found 5"),
      (["--binarize", "threshold"], "--binarize"),
      (["--part", "all"], "the --part held-out, as part-1 has, found all"),
      (["--label-column", "none"], "the labels with SHA-256"),
    ] {
      // The binarisation is the training's own, and not an option of this model.
      guard words[0] != "--binarize" else { continue }
      try shard("2/3", Self.evaluate + words, to: "part-2", in: place)
      try place.refuse(merge, "part-2: expected", says)
    }
    try shard("2/4", to: "part-2", in: place)
    try place.refuse(merge, "part-2: expected the number of shards 3, as part-1 has, found 4", "vae merge")
    try shard("2/3", ["encode"] + Self.evaluate.dropFirst(), to: "part-2", in: place)
    try place.refuse(merge, "part-2: expected the command evaluate, as part-1 has, found encode", "vae merge")
  }

  @Test("A part of a different model, or of different data, is refused")
  func origins() throws {
    let place = try prepared()
    try place.trainOnTable("--seed", "3", out: "other.safetensors")
    try shard("2/3", ["evaluate", "--model", "other.safetensors", "--data", "x.csv"], to: "part-2", in: place)
    try place.refuse(merge, "part-2: expected the model with SHA-256", "as part-1 has")
    let changed = String(decoding: try place.bytes("x.csv"), as: UTF8.self).replacing("700.0,", with: "701.0,")
    try place.write(changed, to: "x.csv")
    try shard("2/3", to: "part-2", in: place)
    try place.refuse(merge, "part-2: expected the data x.csv with SHA-256", "as part-1 has")
  }

  @Test("A part of a different version of the program is refused")
  func version() throws {
    let place = try prepared()
    let path = place.url.appending(path: "part-2").path
    let part = try Part(SafeTensors.load(path), path: path)
    var agreed = part.agreed
    #expect(agreed[0].name == "program version")
    let version = agreed[0].text
    agreed[0].text = "0.1.0"
    let other = Part(
      command: part.command, shard: part.shard, agreed: agreed, facts: part.facts, tensors: part.tensors)
    try other.content().save(to: path)
    try place.refuse(merge, "part-2: expected the program version \(version), as part-1 has, found 0.1.0", "vae merge")
  }

  @Test("A part whose tensors do not fit together is refused")
  func unfit() throws {
    let place = try prepared()
    let path = place.url.appending(path: "part-2").path
    let part = try Part(SafeTensors.load(path), path: path)
    for name in part.tensors.map(\.name) {
      let others = part.tensors.filter { $0.name != name }
      for tensors in [others, others + [try Tensor(name: name, shape: [1], elements: [Int64(1)])]] {
        let other = Part(
          command: part.command, shard: part.shard, agreed: part.agreed, facts: part.facts, tensors: tensors)
        try other.content().save(to: path)
        try place.refuse(merge, "part-2", "expected")
      }
    }
    for count in ["0", "-1", "1", "99999999999", "\"two\""] {
      let facts = part.facts.replacing("\"latentDimensions\":2", with: "\"latentDimensions\":\(count)")
      #expect(facts != part.facts)
      let other = Part(
        command: part.command, shard: part.shard, agreed: part.agreed, facts: facts, tensors: part.tensors)
      try other.content().save(to: path)
      try place.refuse(merge, "part-2", "expected")
    }
  }

  @Test("A damaged part is refused, wherever a byte was changed or the file was cut")
  func damaged() throws {
    let place = try prepared()
    let whole = Array(try place.bytes("part-2"))
    for byte in stride(from: 8, to: whole.count, by: 97) {
      var bytes = whole
      bytes[byte] ^= 1
      try place.write(bytes, to: "part-2")
      try place.refuse(merge, "part-2", "expected")
    }
    for count in [0, 7, whole.count / 2, whole.count - 1] {
      try place.write(Array(whole[..<count]), to: "part-2")
      try place.refuse(merge, "part-2", "expected")
    }
    try place.refuse(
      ["merge", "m.safetensors", "--out", "s.csv"], "m.safetensors: expected a part", "different safetensors")
    try place.refuse(["merge", "x.csv", "--out", "s.csv"], "x.csv", "expected")
  }

  @Test(
    "A shard that is no shard is refused",
    arguments: ["0/3", "4/3", "1/0", "3", "1/2/3", "a/b", "-1/3", "1/65537", "/", "1/99999999999999999999"])
  func shards(text: String) throws {
    let place = try Workplace()
    try place.writeDigitsModel()
    try place.refuse(
      ["evaluate", "--model", "m.safetensors", "--shard", text, "--out", "part"],
      "--shard: expected i/N, such as 3/8, with N from 1 to 65536 and i from 1 to N, found '\(text)'", "vae evaluate")
  }

  @Test("What would be lost or ignored is refused")
  func outputs() throws {
    let place = try prepared()
    try place.refuse(
      Self.evaluate + ["--shard", "1/3"], "--out: expected a file for the results, found none", "vae evaluate")
    try place.refuse(
      ["merge", "part-1", "part-2", "part-3", "--out", "part-1"], "part-1", "what the command reads", code: 74)
    try place.refuse(
      ["merge", "part-1", "part-2", "part-3", "--out", "m.safetensors"], "m.safetensors", "a model", code: 74)
    try place.refuse(merge + ["--plot", "svg"], "--plot", "evaluate draws none")
    let encode = ["encode", "--model", "m.safetensors", "--data", "x.csv"]
    try place.refuse(
      encode + ["--shard", "1/1", "--out", "code", "--plot", "svg"], "--plot", "vae merge draws the figure")
    try shard("1/1", encode, to: "code", in: place)
    try place.refuse(["merge", "code"], "--out: expected a file for the results, found none", "vae merge")
  }
}
