import Foundation
import Testing

@Suite("A result is finite, or the command fails", .serialized)
struct FiniteResultTests {
  /// A workplace with a model of the digits that knows what it was trained on, and rows of which one is far away.
  private func place(_ options: String..., outlier: String = "1e25") throws -> Workplace {
    let place = try Workplace()
    let run = try place.vae(
      ["train", "--data", "digits", "--hidden", "none", "--epochs", "1", "--plot", "none", "--out", "m.safetensors"]
        + options)
    try #require(run.status == 0, "\(run.complaints)")
    let rows = (0..<300).map {
      [String](repeating: $0 == 77 ? outlier : "0.\($0 % 9)", count: 64).joined(separator: ",")
    }
    try place.write(rows.joined(separator: "\n") + "\n", to: "x.csv")
    return place
  }

  /// Exit code 1, one line about it, nothing on standard output, and no file more or less.
  private func fail(_ place: Workplace, _ arguments: [String], _ says: String...) throws {
    let before = try place.contents
    let run = try place.vae(arguments)
    let told: Comment = "\(arguments): \(run.output)\(run.complaints)"
    #expect(run.status == 1 && run.output.isEmpty, told)
    for words in says { #expect(run.complaints.contains(words), told) }
    #expect(try place.contents == before, told)
  }

  @Test("evaluate names the row, the quantity and the number, in the terminal and in JSON")
  func evaluation() throws {
    let place = try place()
    let evaluate = ["evaluate", "--model", "m.safetensors", "--data", "x.csv"]
    for options in [[], ["--json"], ["--importance-samples", "5"]] {
      try fail(place, evaluate + options, "x.csv, row 78: expected a finite bound, found -inf", "value is 1e+25")
    }
  }

  @Test("A bound whose square overflows has no standard error, and is refused too")
  func standardError() throws {
    let place = try place("--precision", "double", outlier: "1e100")
    try fail(
      place, ["evaluate", "--model", "m.safetensors", "--data", "x.csv"], "x.csv, row 78", "expected a finite bound")
  }

  @Test("Tables hold finite numbers: nothing is written, and the old table stays")
  func tables() throws {
    let place = try place("--precision", "double", outlier: "1e308")
    try place.write("old\n", to: "o.csv")
    let use = ["--model", "m.safetensors", "--out", "o.csv"]
    try fail(place, ["reconstruct", "--data", "x.csv"] + use, "x.csv: expected a finite squared error, found inf")
    // The codes overflow where the values are as large as numbers are, whatever their signs.
    let rows = (0..<8).map { row in
      (0..<64).map { (row >> ($0 % 3)) & 1 == 0 ? "1.7e308" : "-1.7e308" }.joined(separator: ",")
    }
    try place.write(rows.joined(separator: "\n") + "\n", to: "y.csv")
    for command in ["encode", "interpolate"] {
      try fail(place, [command, "--data", "y.csv"] + use, "of the table: expected a finite")
    }
  }

  @Test("A gradient that is not finite is refused with the row, and none is written")
  func gradient() throws {
    let place = try place()
    try place.write([String](repeating: "0.5,0.5\n", count: 300).joined(), to: "n.csv")
    let gradient = ["gradient", "--model", "m.safetensors", "--data", "x.csv", "--noise", "n.csv", "--out", "g"]
    try fail(place, gradient + ["--precision", "single"], "x.csv, row 78: expected a finite")
  }

  @Test("A row that is held out is named as one of the whole file")
  func heldOut() throws {
    let place = try place()
    try place.write((0..<300).map { "0.\($0),\($0 % 7)\n" }.joined(), to: "y.csv")
    let train = ["train", "--data", "y.csv", "--standardize", "none", "--out", "y.safetensors", "--held-out", "0.3"]
    let run = try place.vae(train + ["--epochs", "1", "--hidden", "none", "--plot", "none"])
    try #require(run.status == 0, "\(run.complaints)")
    let other = (0..<300).map { $0 == 211 ? "1e25,1\n" : "0.\($0),\($0 % 7)\n" }.joined()
    try place.write(other, to: "z.csv")
    try fail(place, ["evaluate", "--model", "y.safetensors", "--data", "z.csv"], "z.csv, row 212")
  }
}
