import Foundation
import Testing

@Suite("evaluate --out: the scores of each example", .serialized)
struct ScoreTests {
  private func number(_ row: [String: String], _ name: String) throws -> Double {
    try #require(Double(row[name] ?? ""))
  }

  @Test("The means of the columns are the numbers that are printed, and each row has its place and its label")
  func means() throws {
    let place = try Workplace()
    try place.trainOnTable("--held-out", "0.4", out: "m.safetensors")
    let run = try place.vae(
      "evaluate", "--model", "m.safetensors", "--importance-samples", "200", "--out", "s.csv", "--json")
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try run.json()["out"] as? String == "s.csv")
    let rows = try place.table("s.csv")
    #expect(rows.count == 24)
    for (column, name) in [
      ("bound", "evidenceLowerBound"), ("reconstruction", "reconstruction"), ("divergence", "divergence"),
      ("logLikelihood", "logLikelihood"),
    ] {
      let mean = try rows.reduce(0) { try $0 + number($1, column) } / 24
      #expect(try abs(mean - run.mean(name)) < 1e-11 * max(1, abs(mean)), "\(column)")
    }
    for row in rows {
      let place = try Int(number(row, "row"))
      #expect(row["label"] == "k\((place - 1) % 3)")
      let size = try number(row, "effectiveSampleSize")
      #expect(try number(row, "standardError") > 0 && size >= 1 && size <= 200)
      #expect(try abs(number(row, "paretoShape")) < 5)
    }
    let others = try place.vae(
      "evaluate", "--model", "m.safetensors", "--importance-samples", "200", "--out", "t.csv", "--threads", "3")
    #expect(others.status == 0)
    #expect(try place.bytes("t.csv") == place.bytes("s.csv"))
  }

  @Test("Without --importance-samples there is no log p(x); with one draw it has neither error nor shape")
  func columns() throws {
    let place = try Workplace()
    try place.writeDigitsModel()
    let evaluate = ["evaluate", "--model", "m.safetensors", "--out", "s.csv"]
    #expect(try place.vae(evaluate).status == 0)
    #expect(try Set(place.table("s.csv")[0].keys) == ["row", "label", "bound", "reconstruction", "divergence"])
    #expect(try place.vae(evaluate + ["--importance-samples", "1"]).status == 0)
    let row = try place.table("s.csv")[0]
    #expect(row["standardError"] == "" && row["paretoShape"] == "" && row["effectiveSampleSize"] == "1.0")
  }

  @Test("The table takes the place of nothing that is read")
  func places() throws {
    let place = try Workplace()
    try place.writeDigitsModel()
    try place.write("\(BadData.row)\n\(BadData.row)\n", to: "x.csv")
    let evaluate = ["evaluate", "--model", "m.safetensors", "--data", "x.csv", "--out"]
    for name in ["x.csv", "m.safetensors"] {
      try place.refuse(evaluate + [name], name, "what the command reads", code: 74)
    }
  }
}

extension Workplace {
  /// The rows of a table without quotes, by the names of the columns.
  func table(_ name: String) throws -> [[String: String]] {
    let lines = String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n")
    let cells = { (line: Substring) in line.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let names = cells(try #require(lines.first))
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, cells($0))) }
  }
}
