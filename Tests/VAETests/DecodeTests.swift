import Foundation
import Testing

@Suite("decode, sample --temperature and --atlas, reconstruct --count", .serialized)
struct DecodeTests {
  private func place() throws -> Workplace {
    let place = try Workplace()
    try place.writeDigitsModel()
    return place
  }

  private let model = ["--model", "m.safetensors"]

  /// The first lines of a figure's script.
  private func caption(_ place: Workplace, _ script: String) throws -> String {
    String(decoding: try place.bytes(script), as: UTF8.self).split(separator: "\n").prefix(3).joined(separator: " ")
  }

  @Test("To decode what was encoded is to reconstruct, to the byte; what was sampled comes back too")
  func roundTrip() throws {
    let place = try place()
    try place.trainOnTable("--latent", "3", out: "x.safetensors")
    for (model, data) in [("m.safetensors", "digits"), ("x.safetensors", "x.csv")] {
      let words = ["--model", model, "--plot", "none", "--out"]
      for arguments in [
        ["encode", "--data", data] + words + ["z.csv"], ["decode", "--latents", "z.csv"] + words + ["d.csv"],
        ["reconstruct", "--data", data] + words + ["r.csv"], ["sample"] + words + ["s.csv"],
        ["decode", "--latents", "s.csv"] + words + ["e.csv"],
      ] {
        let run = try place.vae(arguments)
        #expect(run.status == 0, "\(arguments): \(run.complaints)")
      }
      #expect(try place.bytes("d.csv") == place.bytes("r.csv"))
      let (sampled, decoded) = (try place.table("s.csv"), try place.table("e.csv"))
      #expect(zip(sampled, decoded).allSatisfy { sample, row in row.allSatisfy { sample[$0.key] == $0.value } })
    }
  }

  @Test("Latent vectors without names are told by their number, and refused if it is not the model's")
  func latents() throws {
    let place = try place()
    try place.write("0.5,-1\n1,2\n", to: "two.csv")
    try place.write("0.5,-1,3\n1,2,4\n", to: "three.csv")
    try place.write("mean1,z2\n1,2\n", to: "named.csv")
    let decode = ["decode", "--out", "o.csv"] + model
    let run = try place.vae(decode + ["--latents", "two.csv", "--json"])
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try run.json()["count"] as? Int == 2)
    #expect(try place.files.contains("o-decoded.svg"))
    try place.refuse(decode + ["--latents", "three.csv"], "three.csv: expected 2 columns", "found 3")
    try place.refuse(decode + ["--latents", "digits"], "--latents: expected a table", "'digits'")
    try place.refuse(
      ["decode", "--latents", "two.csv", "--out", "two.csv"] + model, "two.csv", "what the command reads", code: 74)
    #expect(try place.vae(decode + ["--latents", "named.csv"]).status == 0, "two columns, whatever their names")
  }

  @Test("A temperature scales z and no more: half of it halves each latent vector, and 1 changes no byte")
  func temperature() throws {
    let place = try place()
    let sample = ["sample", "--plot", "none"] + model
    for (name, options) in [("a", []), ("b", ["--temperature", "1"]), ("c", ["--temperature", "0.5"])] {
      #expect(try place.vae(sample + options + ["--out", "\(name).csv"]).status == 0)
    }
    #expect(try place.bytes("a.csv") == place.bytes("b.csv"))
    for (one, half) in zip(try place.table("a.csv"), try place.table("c.csv")) {
      for name in ["z1", "z2"] {
        let (scaled, whole) = (try #require(Float(half[name] ?? "")), try #require(Float(one[name] ?? "")))
        #expect(scaled == 0.5 * whole)
      }
    }
    for refused in ["0", "-1", "nan"] {
      try place.refuse(sample + ["--temperature", refused, "--out", "o.csv"], "--temperature: expected", "above 0")
    }
  }

  @Test("An atlas has the quantiles of the standard normal along each dimension, the upper left one first")
  func atlas() throws {
    let place = try place()
    let run = try place.vae(["sample", "--atlas", "4", "--out", "o.csv"] + model)
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try caption(place, "o-atlas.gp").contains("quantiles of the prior"))
    let rows = try place.table("o.csv")
    #expect(rows.count == 16)
    // Φ⁻¹(1/8) and Φ⁻¹(3/8), from tables.
    let quantiles = [-1.1503494, -0.3186394, 0.3186394, 1.1503494]
    for (place, row) in rows.enumerated() {
      #expect(try abs(#require(Double(row["z1"] ?? "")) - quantiles[place % 4]) < 1e-6)
      #expect(try abs(#require(Double(row["z2"] ?? "")) - quantiles[3 - place / 4]) < 1e-6)
    }
  }

  @Test("An atlas is refused without a plane of images, and beside options that it would ignore")
  func noAtlas() throws {
    let place = try place()
    try place.copyFixture("bernoulli", to: "other.safetensors")
    try place.write((0..<20).map { "\($0 % 7),\($0 % 3)\n" }.joined(), to: "x.csv")
    let small = ["train", "--hidden", "none", "--epochs", "1", "--plot", "none"]
    #expect(try place.vae(small + ["--data", "x.csv", "--out", "x.safetensors"]).status == 0)
    #expect(try place.vae(small + ["--data", "digits", "--latent", "3", "--out", "three.safetensors"]).status == 0)
    let atlas = ["sample", "--atlas", "4", "--out", "o.csv"]
    try place.refuse(
      atlas + ["--model", "three.safetensors"], "--atlas: expected a model with 2 latent dimensions", "with 3")
    try place.refuse(atlas + ["--model", "x.safetensors"], "--atlas: expected a model of images", "x.safetensors")
    try place.refuse(atlas + model + ["--count", "3"], "--count: expected none with --atlas", "'3'")
    try place.refuse(atlas + model + ["--seed", "3"], "--seed: expected none", "'3'")
    #expect(try place.vae(atlas + model + ["--seed", "3", "--draw", "--plot", "none"]).status == 0)
  }

  @Test("--count reconstructs the first rows only, and the figure shows each of them")
  func count() throws {
    let place = try place()
    let reconstruct = ["reconstruct", "--data", "digits"] + model
    #expect(try place.vae(reconstruct + ["--plot", "none", "--out", "all.csv"]).status == 0)
    #expect(try place.vae(reconstruct + ["--count", "15", "--out", "some.csv"]).status == 0)
    let (all, some) = (try place.table("all.csv"), try place.table("some.csv"))
    #expect(some.count == 15)
    // A batch of another size may round otherwise in the last place.
    for (one, other) in zip(all, some) {
      #expect(try abs(#require(Double(one["x20"] ?? "")) - #require(Double(other["x20"] ?? ""))) < 1e-5)
    }
    #expect(try !caption(place, "some-reconstructions.gp").contains("the first"))
    try place.refuse(reconstruct + ["--count", "1798", "--out", "o.csv"], "--count: expected at most", "1797")
  }
}
