import Foundation
import Testing

@Suite("vae evaluate, sample, reconstruct, encode, interpolate, gradient, info", .serialized)
struct UseTests {
  /// A workplace with a model of the digits.
  private func trained(_ options: String...) throws -> Workplace {
    let place = try Workplace()
    let run = try place.vae(
      ["train", "--data", "digits", "--hidden", "16", "--epochs", "5", "--out", "m.safetensors"] + options)
    try #require(run.status == 0, "\(run.complaints)")
    return place
  }

  private func lines(_ place: Workplace, _ name: String) throws -> [Substring] {
    String(decoding: try place.bytes(name), as: UTF8.self).split(separator: "\n")
  }

  @Test("log p(x) lies above the bound, on the data that were held out")
  func evaluation() throws {
    let place = try trained()
    let run = try place.vae(
      "evaluate", "--model", "m.safetensors", "--data", "digits", "--importance-samples", "500", "--json")
    #expect(try run.json()["part"] as? String == "held-out")
    #expect(try run.json()["data"] as? Int == 180)
    #expect(try run.mean("logLikelihood") > run.mean("evidenceLowerBound"))
    #expect(try run.standardError("logLikelihood") > 0)
    let other = try place.vae(
      "evaluate", "--model", "m.safetensors", "--data", "digits", "--importance-samples", "500", "--json", "--threads",
      "3")
    #expect(run.output == other.output)
    let training = try place.vae(
      "evaluate", "--model", "m.safetensors", "--data", "digits", "--part", "training", "--json")
    #expect(try training.json()["data"] as? Int == 1617)
  }

  @Test("Tables have a row for each datum, and figures are drawn where the data are images")
  func tables() throws {
    let place = try trained()
    #expect(try place.vae("sample", "--model", "m.safetensors", "--count", "9", "--out", "s.csv").status == 0)
    #expect(try lines(place, "s.csv").count == 10)
    #expect(try lines(place, "s.csv")[0].hasPrefix("z1,z2,x1,x2,"))
    let data = ["--model", "m.safetensors", "--data", "digits"]
    #expect(try place.vae(["reconstruct"] + data + ["--out", "r.csv"]).status == 0)
    #expect(try lines(place, "r.csv").count == 1798)
    #expect(try place.vae(["encode"] + data + ["--out", "e.csv"]).status == 0)
    #expect(try lines(place, "e.csv")[0] == "label,mean1,mean2,logVariance1,logVariance2")
    #expect(
      try place.vae(["interpolate"] + data + ["--from", "1", "--to", "8", "--steps", "5", "--out", "w.csv"]).status == 0
    )
    #expect(try lines(place, "w.csv").count == 6)
    for figure in ["s-samples", "r-reconstructions", "e-latent-plane", "w-interpolation"] {
      #expect(try place.files.contains("\(figure).svg"), "\(figure)")
    }
  }

  @Test("The ends of a way are the codes of its data")
  func ends() throws {
    let place = try trained()
    let data = ["--model", "m.safetensors", "--data", "digits", "--plot", "none"]
    _ = try place.vae(["encode"] + data + ["--out", "e.csv"])
    _ = try place.vae(["interpolate"] + data + ["--from", "3", "--to", "9", "--out", "w.csv"])
    let codes = try lines(place, "e.csv").map { $0.split(separator: ",") }
    let way = try lines(place, "w.csv").map { $0.split(separator: ",") }
    for (row, datum) in [(1, 3), (10, 9)] {
      for column in 0..<2 {
        let ours = try #require(Double(way[row][column]))
        let code = try #require(Double(codes[datum][column + 1]))
        // One rounding of the product with 1, and the code of another batch: a few units in the last place.
        #expect(abs(ours - code) <= 1e-5 * max(1, abs(code)))
      }
    }
  }

  @Test("The same seed draws the same bytes, another seed others")
  func seeds() throws {
    let place = try trained("--likelihood", "bernoulli", "--binarize", "dynamic")
    let draw = { (seed: String, name: String) in
      _ = try place.vae(
        "sample", "--model", "m.safetensors", "--draw", "--seed", seed, "--plot", "none", "--out", name)
      return try place.bytes(name)
    }
    #expect(try draw("1", "a.csv") == draw("1", "b.csv"))
    #expect(try draw("1", "a.csv") != draw("2", "c.csv"))
    let values = try lines(place, "a.csv").dropFirst().flatMap { $0.split(separator: ",").dropFirst(2) }
    #expect(values.allSatisfy { $0 == "0.0" || $0 == "1.0" })
  }

  @Test("A gradient is refused without noise of its shape")
  func gradient() throws {
    let place = try trained()
    let row = (0..<64).map { _ in "0.5" }.joined(separator: ",")
    try place.write("\(row)\n\(row)\n", to: "x.csv")
    try place.write("0.1,0.2\n-0.3,0.4\n0.5,0.6\n-0.7,0.8\n", to: "n.csv")
    let data = ["gradient", "--model", "m.safetensors", "--data", "x.csv", "--out", "g.safetensors", "--json"]
    let run = try place.vae(data + ["--noise", "n.csv"])
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try place.vae(data + ["--noise", "n.csv", "--samples", "2"]).output == run.output)
    // The two rows are one datum twice, whose draws differ: means with the standard error over the rows.
    let bound = try run.mean("reconstruction") - run.mean("divergence")
    #expect(try abs(run.mean("evidenceLowerBound") - bound) < 1e-12 * abs(bound))
    #expect(try run.standardError("divergence") == 0)
    #expect(try run.standardError("reconstruction") > 0)
    try place.write("0.1,0.2\n-0.3,0.4\n0.5,0.6\n", to: "short.csv")
    let short = try place.vae(data + ["--noise", "short.csv", "--samples", "2"])
    #expect(short.status == 3 && short.complaints.contains("short.csv: expected 4 rows"))
    try place.write("0.1\n-0.3\n", to: "narrow.csv")
    #expect(try place.vae(data + ["--noise", "narrow.csv"]).status == 3)
  }

  @Test("A file with the data of another model is refused with the file, and nothing is written")
  func otherData() throws {
    let place = try trained()
    try place.write("1,2,4\n4,5,6\n", to: "x.csv")
    let before = try place.files
    for command in [
      ["evaluate"], ["reconstruct", "--out", "o.csv"], ["encode", "--out", "o.csv"], ["interpolate", "--out", "o.csv"],
    ] {
      let run = try place.vae(command + ["--model", "m.safetensors", "--data", "x.csv"])
      #expect(run.status == 3)
      #expect(run.complaints.contains("x.csv: expected 64 values in a row"), "\(run.complaints)")
      #expect(run.complaints.split(separator: "\n").count == 1)
    }
    #expect(try place.files == before)
  }

  @Test("What a model is can be read as JSON")
  func info() throws {
    let place = try trained("--observation-variance", "learned", "--precision", "double")
    let object = try place.vae("info", "--model", "m.safetensors", "--json").json()
    #expect(object["precision"] as? String == "double")
    let architecture = try #require(object["architecture"] as? [String: Any])
    #expect(architecture["learnsObservationVariance"] as? Bool == true)
    let parameters = try #require(object["parameters"] as? [String: [Int]])
    #expect(parameters["encoder.hidden.0.weight"] == [16, 64] && parameters["decoder.logVariance"] == [1])
    let training = try #require(object["training"] as? [String: Any])
    #expect((training["history"] as? [Any])?.count == 5)
  }
}
