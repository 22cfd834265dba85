import Foundation
import Testing

@Suite("Every option of every command changes something, or is refused", .serialized)
struct OptionTableTests {
  /// The traces of a run: its exit code, its output, and every file.
  private struct Result: Equatable {
    var status: Int32
    var output: String
    var files: [String: Data]
  }

  private func prepared() throws -> Workplace {
    let place = try Workplace()
    try place.writeDigitsModel()
    try place.copyFixture("tanh-gaussian", to: "other.safetensors")
    try place.write("\(BadData.row)\n\(BadData.row)\n", to: "x.csv")
    try place.write("\(BadData.row)\n\(BadData.row(ending: "0.7"))\n", to: "other.csv")
    try place.write("0.1,0.2\n0.3,0.4\n-0.5,0.6\n0.7,-0.8\n", to: "n.csv")
    try place.write("1.1,0.2\n0.3,0.4\n-0.5,0.6\n0.7,-0.8\n", to: "n2.csv")
    try place.write("1,2\n3,4\n5,6\n", to: "counts.csv")
    try place.write("a;b;kind\n" + (0..<40).map { "\($0),5;\($0 * $0 % 7);\($0 % 3)\n" }.joined(), to: "table.csv")
    try place.write("1,2,3\n" + (0..<40).map { "\($0),\($0 * $0 % 7),\($0 % 3)\n" }.joined(), to: "numbers.csv")
    try place.write((1...64).map { "\($0)" }.joined(separator: ",") + "\n\(BadData.row)\n", to: "counted.csv")
    try place.write("\(BadData.row)\n\(BadData.row(ending: "NA"))\n\(BadData.row)\n", to: "gap.csv")
    try place.write("a,b\nNA,1\n" + (0..<40).map { "\($0),\($0 % 7)\n" }.joined(), to: "missing.csv")
    try place.write(BadData.idx([2], [1, 2]), to: "labels")
    try place.write("{\"latent\": 3}", to: "c.json")
    return place
  }

  private func run(_ command: String, _ words: [String]) throws -> Result {
    let place = try prepared()
    if command == "merge" {
      let encode = ["encode", "--model", "m.safetensors", "--data", "digits", "--shard", "1/1", "--out", "part-1"]
      try #require(place.vae(encode).status == 0)
    }
    let run = try place.vae([command] + words)
    var files: [String: Data] = [:]
    for name in try place.files { files[name] = (try? place.bytes(name)) ?? Data("a folder".utf8) }
    return Result(status: run.status, output: run.output, files: files)
  }

  @Test("In the table", arguments: OptionTable.tried.keys.sorted())
  func table(command: String) throws {
    let base = try #require(OptionTable.base[command])
    var results: [[String]: Result] = [:]
    for (name, option) in try #require(OptionTable.tried[command]).sorted(by: { $0.key < $1.key }) {
      let without = base + option.beside
      let expected = try results[without] ?? run(command, without)
      results[without] = expected
      let found = try run(command, without + option.words)
      if option.changesNothing {
        #expect(found.status == 0 && found == expected, "\(command) --\(name)")
      } else {
        #expect(found != expected, "\(command) --\(name) does nothing: \(without + option.words)")
        let refused: Set<Int32> = [0, 3, 64, 74]
        #expect(refused.contains(found.status), "\(command) --\(name) ended with \(found.status)")
      }
    }
  }

  @Test("The table has every option that the program offers, and no other")
  func complete() throws {
    let text = try Workplace().vae("--experimental-dump-help").output
    let tool = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let root = try #require(tool["command"] as? [String: Any])
    var offered: [String: Set<String>] = [:]
    for command in try #require(root["subcommands"] as? [[String: Any]]) {
      let name = try #require(command["commandName"] as? String)
      guard name != "help" else { continue }
      let names = (command["arguments"] as? [[String: Any]] ?? []).flatMap { argument in
        (argument["names"] as? [[String: String]] ?? []).filter { $0["kind"] == "long" }.compactMap { $0["name"] }
      }
      offered[name] = Set(names).subtracting(["help", "version"])
    }
    #expect(offered == OptionTable.tried.mapValues { Set($0.keys) })
  }

  @Test(
    "Two options of which one would be ignored are refused",
    arguments: [
      ["sample", "--plot", "ascii", "--json"], ["sample", "--figures", "f", "--plot", "none"],
      ["sample", "--figures", "f", "--plot", "ascii"], ["encode", "--data", "digits", "--seed", "3"],
      ["reconstruct", "--data", "digits", "--seed", "3"], ["train", "--data", "digits", "--json", "--plot", "ascii"],
      ["train", "--data", "digits", "--optimizer", "ascent", "--adam-epsilon", "1"],
    ])
  func ignored(words: [String]) throws {
    let place = try prepared()
    let model = words[0] == "train" ? [] : ["--model", "m.safetensors"]
    try place.refuse(words + model + ["--out", "o"], "--", "expected")
  }

  @Test("A figure that cannot be drawn of a model is not asked for in vain")
  func noFigure() throws {
    let place = try prepared()
    let sample = ["sample", "--model", "other.safetensors", "--out", "o"]
    try place.refuse(sample + ["--figures", "f"], "--figures", "not known to be images")
    try place.refuse(sample + ["--plot", "ascii"], "--plot", "not known to be images")
    #expect(try place.vae(sample).status == 0)
    try place.refuse(["train", "--data", "digits", "--live", "--out", "o"], "--live", "gnuplot", path: place.url.path)
  }
}
