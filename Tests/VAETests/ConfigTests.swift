import Foundation
import Testing

@testable import vae

@Suite("Options from a file", .serialized)
struct ConfigTests {
  private let config = """
    {"data": "t.csv", "latent": 3, "hidden": [6, 4], "rate": 0.002, "header": true, "columns": ["a", "b", 3, 4],
     "plot": "none", "epochs": 2, "patience": "none", "divergence-weight": "0:1/2", "live": false}
    """

  private func place() throws -> Workplace {
    let place = try Workplace()
    try place.write("a,b,c,d\n" + (0..<40).map { "\($0),\($0 % 7),\($0 % 5),1\($0 % 3)\n" }.joined(), to: "t.csv")
    try place.write(config, to: "c.json")
    return place
  }

  @Test("A file gives the same bytes as the same options typed, and typed options win")
  func same() throws {
    let place = try place()
    let typed = [
      "train", "--data", "t.csv", "--hidden", "6,4", "--rate", "0.002", "--header", "--columns", "a,b,3,4", "--plot",
      "none", "--epochs", "2", "--patience", "none", "--divergence-weight", "0:1/2", "--latent", "2", "--out", "a",
    ]
    let first = try place.vae(typed)
    #expect(first.status == 0, "\(first.complaints)")
    let second = try place.vae("train", "--latent", "2", "--config", "c.json", "--out", "b")
    #expect(second.status == 0, "\(second.complaints)")
    #expect(try place.bytes("a") == place.bytes("b"))
  }

  @Test("The model tells every option as it was used, and a training with these options gives the same bytes")
  func told() throws {
    let place = try place()
    #expect(try place.vae("train", "--config=c.json", "--out", "a").status == 0)
    let told = try #require(
      place.vae("info", "--model", "a").output.split(separator: "\n").first { $0.hasPrefix("command") })
    let words = told.split(separator: " ").map(String.init)
    #expect(words.prefix(5) == ["command", "vae", "train", "--data", "t.csv"])
    #expect(told.contains("--latent 3 ") && told.contains("--batch 100 ") && told.contains("--held-out 0.1 "))
    #expect(try place.vae(Array(words.dropFirst(2)) + ["--plot", "none", "--out", "b"]).status == 0)
    #expect(try place.bytes("a") == place.bytes("b"))
  }

  @Test(
    "What is wrong in a file is refused by the file and the key",
    arguments: [
      (#"{"latnt": 3}"#, "key \"latnt\": expected an option of vae train"), (#"{"latent": "3"}"#, "expected a number"),
      (#"{"latent": 0}"#, "key \"latent\": expected a whole number"),
      (#"{"json": 1}"#, "key \"json\": expected true or"),
      (#"{"hidden": [[1]]}"#, "key \"hidden\": expected a list"),
      (#"{"rate": null}"#, "key \"rate\": expected a number"),
      (#"{"rate": "fast"}"#, "key \"rate\": expected a finite number"), ("[1]", "expected an object in JSON"),
      (
        #"{"latent": 3, "data": "a\"latent\":", "latent": 4}"#,
        "key \"latent\": expected each key once, found it again"
      ),
      (#"{"config": "d.json"}"#, "key \"config\""), (#"{"out": true}"#, "key \"out\": expected a text, found true"),
    ])
  func refused(text: String, says: String) throws {
    let place = try place()
    try place.write(text, to: "c.json")
    try place.refuse(["train", "--data", "t.csv", "--out", "m", "--config", "c.json"], "c.json", says)
  }

  @Test("A file that is not there is refused; one that the model would replace, too")
  func files() throws {
    let place = try place()
    try place.refuse(["train", "--config", "none.json", "--out", "m"], "none.json", "No such file")
    try place.refuse(["train", "--config", "c.json", "--out", "c.json"], "c.json", "what the command reads", code: 74)
  }

  @Test("Every option of train may stand in a file, and no other")
  func complete() throws {
    let options = try #require(OptionTable.tried["train"])
    // An inverted flag is one key.
    #expect(Set(ConfigFile.kinds.keys) == Set(options.keys).subtracting(["config", "no-header"]))
  }
}
