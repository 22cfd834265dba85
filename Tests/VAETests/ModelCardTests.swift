import Foundation
import Testing

@Suite("info --markdown: a model card", .serialized)
struct ModelCardTests {
  @Test("It has architecture, data, training and results, in tables of as many cells as their heads")
  func card() throws {
    let place = try Workplace()
    try place.write(
      "leaf_length,a|b,kind\n" + (0..<40).map { "\($0 % 11),\($0 % 5),k\($0 % 2)\n" }.joined(), to: "x.csv")
    let trained = try place.vae(
      "train", "--data", "x.csv", "--label-column", "kind", "--hidden", "4", "--epochs", "3", "--plot", "none", "--out",
      "my_model.safetensors", "--json")
    try #require(trained.status == 0, "\(trained.complaints)")
    let run = try place.vae("info", "--model", "my_model.safetensors", "--markdown")
    #expect(run.status == 0 && run.output.hasPrefix("# my\\_model.safetensors\n\n"), "\(run.complaints)")
    for words in [
      "## Architecture", "2-4-2-4-2 tanh, gaussian", "## Data", "| held out | 4 |", "1 leaf\\_length, 2 a\\|b of 3",
      "## Training", "| objective | evidence lower bound", "## Results", "\n| 3 | ",
    ] {
      #expect(run.output.contains(words), "\(words) in \(run.output)")
    }
    let cells = { (line: Substring) in line.replacing("\\|", with: "").count { $0 == "|" } }
    for block in run.output.components(separatedBy: "\n\n") where block.hasPrefix("|") {
      let lines = block.split(separator: "\n")
      #expect(lines.allSatisfy { cells($0) == cells(lines[0]) }, "\(block)")
    }
    try place.refuse(
      ["info", "--model", "my_model.safetensors", "--markdown", "--json"], "--markdown: expected none", "both")
  }

  @Test("A model that was not trained here has a card too")
  func untrained() throws {
    let place = try Workplace()
    try place.copyFixture("bernoulli", to: "m.safetensors")
    let run = try place.vae("info", "--model", "m.safetensors", "--markdown")
    #expect(run.status == 0 && run.output.contains("no record of a training"), "\(run.output)")
  }
}
