import Foundation
import Testing

@Suite("Shards of evaluate and encode, merged", .serialized)
struct MergeTests {
  /// A table of labelled rows, and a model that was trained on others.
  private func prepared(rows: Int) throws -> Workplace {
    let place = try Workplace()
    try place.trainOnTable("--latent", "3", out: "m.safetensors")
    let lines = (0..<rows).map { "\(Double($0 * 5 % 13) * 90),\(Double($0 % 7) - 3),k\($0 % 3)\n" }
    try place.write("a,b,kind\n" + lines.joined(), to: "y.csv")
    return place
  }

  /// Runs every shard, in backward order, with one thread and two in turn, and returns the names of the parts.
  private func parts(_ count: Int, _ command: [String], in place: Workplace) throws -> [String] {
    let names = (1...count).map { "part-\($0)" }
    for number in (1...count).reversed() {
      let threads = command[0] == "evaluate" ? ["--threads", "\(1 + number % 2)"] : []
      let run = try place.vae(command + threads + ["--shard", "\(number)/\(count)", "--out", "part-\(number)"])
      try #require(run.status == 0, "\(run.complaints)")
      #expect(run.output.hasPrefix("shard \(number) of \(count): ") && run.output.hasSuffix("part-\(number)\n"))
    }
    return names
  }

  private static let data = ["--data", "y.csv", "--label-column", "kind"]
  private static let evaluate = ["evaluate", "--model", "m.safetensors"] + data
  private static let encode = ["encode", "--model", "m.safetensors"] + data

  @Test(
    "evaluate prints and writes the same bytes, for any number of shards",
    arguments: [(1, 40), (2, 40), (3, 40), (8, 40), (8, 5), (3, 1), (2, 600)])
  func evaluation(shards: Int, rows: Int) throws {
    let place = try prepared(rows: rows)
    for options in [[], ["--samples", "3"], ["--importance-samples", "70", "--seed", "5"]] {
      let parts = try parts(shards, Self.evaluate + options, in: place)
      for output in [["--out", "s.csv"], ["--json", "--out", "s.csv"]] {
        let whole = try place.vae(Self.evaluate + options + output)
        let table = try place.bytes("s.csv")
        let merged = try place.vae(["merge"] + parts.shuffled() + output)
        #expect(whole.status == 0 && merged.status == 0, "\(merged.complaints)")
        #expect(merged.output == whole.output)
        #expect(try place.bytes("s.csv") == table)
        #expect(String(decoding: table, as: UTF8.self).contains("k0"))
      }
      #expect(try place.vae(["merge"] + parts).output == place.vae(Self.evaluate.dropLast(2) + options).output)
    }
  }

  @Test(
    "encode writes and draws the same bytes, for any number of shards", arguments: [(1, 40), (3, 40), (8, 5), (2, 1)])
  func codes(shards: Int, rows: Int) throws {
    let place = try prepared(rows: rows)
    let parts = try parts(shards, Self.encode, in: place)
    let whole = try place.vae(Self.encode + ["--out", "codes.csv", "--json"])
    let files = try ["codes.csv", "codes-latent-plane.svg", "codes-latent-plane.gp"].map(place.bytes)
    let merged = try place.vae(["merge"] + parts + ["--out", "codes.csv", "--json"])
    #expect(whole.status == 0 && merged.status == 0, "\(merged.complaints)")
    #expect(merged.output == whole.output)
    #expect(try ["codes.csv", "codes-latent-plane.svg", "codes-latent-plane.gp"].map(place.bytes) == files)
    let lines = ["--out", "codes.csv", "--plot", "ascii"]
    #expect(try place.vae(["merge"] + parts + lines).output == place.vae(Self.encode + lines).output)
  }

  @Test(
    "Pixels that are drawn are drawn by their row, in single and double precision", arguments: ["single", "double"])
  func drawn(precision: String) throws {
    let place = try Workplace()
    let training = [
      "train", "--data", "digits", "--likelihood", "bernoulli", "--binarize", "dynamic", "--hidden", "4", "--epochs",
      "1",
      "--precision", precision, "--plot", "none", "--out", "m.safetensors",
    ]
    #expect(try place.vae(training).status == 0)
    let evaluate = [
      "evaluate", "--model", "m.safetensors", "--part", "all", "--importance-samples", "3", "--seed", "9",
    ]
    let scores = try parts(3, evaluate, in: place)
    #expect(try place.vae(["merge"] + scores + ["--json"]).output == place.vae(evaluate + ["--json"]).output)
    let encode = ["encode", "--model", "m.safetensors", "--data", "digits", "--seed", "9"]
    let codes = try parts(3, encode, in: place)
    #expect(try place.vae(["merge"] + codes + ["--plot", "none", "--out", "merged.csv"]).status == 0)
    #expect(try place.vae(encode + ["--plot", "none", "--out", "codes.csv"]).status == 0)
    #expect(try place.bytes("merged.csv") == place.bytes("codes.csv"))
  }

  @Test("The held-out part is shared too, and its rows keep their numbers")
  func heldOut() throws {
    let place = try Workplace()
    try place.writeDigitsModel()
    let evaluate = ["evaluate", "--model", "m.safetensors"]
    let parts = try parts(2, evaluate, in: place)
    #expect(try place.vae(["merge"] + parts + ["--out", "t.csv"]).output.contains("held-out"))
    #expect(try place.vae(evaluate + ["--out", "s.csv"]).status == 0)
    #expect(try place.bytes("t.csv") == place.bytes("s.csv"))
  }
}
