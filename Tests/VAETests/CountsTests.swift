import Foundation
import Testing

@Suite("Tables of counts", .serialized)
struct CountsTests {
  private let train = [
    "train", "--data", "t.csv", "--hidden", "5", "--plot", "none", "--json", "--out", "m.safetensors",
  ]

  private func place() throws -> Workplace {
    let place = try Workplace()
    let rows = (0..<120).map { "\($0 * 7 % 23),\($0 * 5 % 4),\($0 % 9 + 20)\n" }
    try place.write("a,b,c\n" + rows.joined(), to: "t.csv")
    return place
  }

  @Test("A Poisson model is trained, judged, resumed to the bit, and draws whole numbers")
  func poisson() throws {
    let place = try place()
    let counts = train + ["--likelihood", "poisson", "--rate", "0.01"]
    let run = try place.vae(counts + ["--epochs", "40"])
    #expect(run.status == 0 && !run.complaints.contains("hint"), "\(run.complaints)")
    let whole = try place.bytes("m.safetensors")
    #expect(try place.vae(counts + ["--epochs", "9", "--overwrite"]).status == 0)
    #expect(try place.vae(train + ["--resume", "--likelihood", "poisson", "--epochs", "40"]).status == 0)
    #expect(try place.bytes("m.safetensors") == whole)
    let evaluation = try place.vae("evaluate", "--model", "m.safetensors", "--json")
    #expect(try evaluation.mean("evidenceLowerBound") == run.mean("evidenceLowerBound"))
    // Means of 11, 1.5 and 24: even independent Poisson variables have some −8 nats.
    #expect(try run.mean("evidenceLowerBound") > -12)
    let sample = ["sample", "--model", "m.safetensors", "--count", "30", "--out", "s.csv"]
    #expect(try place.vae(sample + ["--draw"]).status == 0)
    let rows = String(decoding: try place.bytes("s.csv"), as: UTF8.self).split(separator: "\n").dropFirst()
    let drawn = rows.flatMap { $0.split(separator: ",").dropFirst(2).compactMap { Double($0) } }
    #expect(drawn.count == 90 && drawn.allSatisfy { $0 >= 0 && $0 == $0.rounded() } && Set(drawn).count > 10)
    #expect(try place.vae("info", "--model", "m.safetensors").output.contains("3-5-2-5-3 tanh, poisson"))
  }

  @Test("What is not a count is refused by its place, and so are options of a Gaussian")
  func refused() throws {
    let place = try place()
    for options in [["--output", "sigmoid"], ["--observation-variance", "1"], ["--standardize", "columns"]] {
      try place.refuse(train + ["--likelihood", "poisson"] + options, options[0], "none with --likelihood poisson")
    }
    try place.write("a,b\n1,2\n3,4.5\n5,6\n", to: "t.csv")
    try place.refuse(train + ["--likelihood", "poisson"], "t.csv, data[1, 1]", "a whole number, 0 or above, found 4.5")
  }

  @Test("A Gaussian on counts is trained with a hint; on small or other numbers there is none")
  func hint() throws {
    let place = try place()
    let gaussian = train + ["--epochs", "1", "--overwrite"]
    let run = try place.vae(gaussian)
    #expect(run.status == 0 && run.complaints.contains("hint: t.csv: all values are whole numbers from 0 to 28"))
    #expect(run.complaints.contains("--likelihood poisson"))
    for row in ["1,2\n3,4\n0,1\n", "10,2.5\n3,4\n0,1\n", "10,-2\n3,4\n0,1\n"] {
      try place.write("a,b\n" + [String](repeating: row, count: 8).joined(), to: "t.csv")
      #expect(try !place.vae(gaussian).complaints.contains("hint"), "\(row)")
    }
  }
}
