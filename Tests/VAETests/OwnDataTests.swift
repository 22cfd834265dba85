import Foundation
import Testing

@Suite("vae on a table from someone's desk", .serialized)
struct OwnDataTests {
  /// Three columns of three kinds of flowers, from 0.3 to 50,000, and the kind's name.
  static let rows: [[String]] = (0..<120).map { row in
    let (kind, shift) = (row % 3, Double(row * 37 % 41) / 41 - 0.5)
    let wave = Double(row * 53 % 29) / 29 - 0.5
    return [
      "\(0.3 + 0.2 * Double(kind) + 0.05 * shift)", "\(50_000.0 - 15_000 * Double(kind) + 4_000 * wave)",
      "\(5 + Double(kind) + shift + wave)", ["setosa", "versicolor", "virginica"][kind],
    ]
  }
  private static let names = ["ratio", "income", "length", "species"]

  private func table(_ rows: [[String]] = rows, by delimiter: String = ",") -> String {
    ([Self.names] + rows).map { $0.joined(separator: delimiter) + "\n" }.joined()
  }

  private let train = ["--hidden", "16", "--plot", "none", "--json", "--out", "m.safetensors"]

  /// A workplace with the table and a model of it.
  private func trained(_ options: String...) throws -> (place: Workplace, run: ProgramRun) {
    let place = try Workplace()
    try place.write(table(), to: "t.csv")
    let run = try place.vae(
      ["train", "--data", "t.csv", "--label-column", "species", "--epochs", "30", "--batch", "20"] + train + options)
    try #require(run.status == 0, "\(run.complaints)")
    return (place, run)
  }

  private func cells(_ place: Workplace, _ name: String) throws -> [[String]] {
    String(decoding: try place.bytes(name), as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test("Columns of any unit give a sensible model with one command, which says aloud what it recognised")
  func wideColumns() throws {
    let (place, run) = try trained()
    #expect(try (-30 ... -5).contains(run.mean("evidenceLowerBound")), "\(run.output)")
    #expect(run.complaints.contains("t.csv: read with a header, columns ratio, income, length, labels in column"))
    let evaluation = try place.vae("evaluate", "--model", "m.safetensors", "--data", "t.csv", "--json")
    #expect(try evaluation.json()["activeUnits"] as? [Int] != [])
    // The training's own figure, to the digit, and on the same part.
    #expect(try evaluation.mean("evidenceLowerBound") == run.mean("evidenceLowerBound"))
    #expect(try evaluation.json()["part"] as? String == "held-out")
  }

  @Test("The bound is one of densities in the data's units: a column in thousandths costs log 1000 nats a row")
  func units() throws {
    let (place, run) = try trained("--precision", "double")
    let scaled = Self.rows.map { row in ["\((Double(row[0]) ?? 0) * 1000)"] + row[1...] }
    try place.write(table(scaled), to: "s.csv")
    let other = try place.vae(
      ["train", "--data", "s.csv", "--label-column", "species", "--epochs", "30", "--batch", "20"] + train
        + ["--precision", "double", "--overwrite"])
    for quantity in ["evidenceLowerBound", "reconstruction"] {
      #expect(try abs(other.mean(quantity) - run.mean(quantity) + log(1000)) < 1e-9)
    }
    #expect(try abs(other.mean("divergence") - run.mean("divergence")) < 1e-9)
    let options = ["--model", "m.safetensors", "--data", "s.csv", "--importance-samples", "50", "--json"]
    let evaluation = try place.vae(["evaluate"] + options)
    #expect(try evaluation.mean("evidenceLowerBound") == other.mean("evidenceLowerBound"))
    #expect(try evaluation.mean("logLikelihood") > evaluation.mean("evidenceLowerBound"))
    let history = try #require(
      (place.vae("info", "--model", "m.safetensors", "--json").json()["training"] as? [String: Any])?["history"]
        as? [[String: Any]])
    #expect(history.last?["heldOutBound"] as? Double == (try other.mean("evidenceLowerBound")))
  }

  @Test("Reconstructions, samples and interpolations are in the data's units, under the columns' names")
  func undone() throws {
    let (place, _) = try trained()
    let model = ["--model", "m.safetensors", "--plot", "none", "--out", "o.csv"]
    for (command, first) in [
      (["reconstruct", "--data", "t.csv"], 0), (["interpolate", "--data", "t.csv"], 2), (["sample"], 2),
      (["sample", "--draw"], 2),
    ] {
      let run = try place.vae(command + model)
      #expect(run.status == 0, "\(run.complaints)")
      let lines = try cells(place, "o.csv")
      #expect(Array(lines[0][first...]) == ["ratio", "income", "length"], "\(command)")
      for line in lines.dropFirst() {
        let values = line[first...].compactMap(Double.init)
        #expect((-1...2).contains(values[0]) && (-30_000...90_000).contains(values[1]), "\(command): \(line)")
        #expect((0...12).contains(values[2]))
      }
    }
    // What was sampled can be encoded: its columns are found by their names among others.
    let encoded = try place.vae(["encode", "--data", "o.csv"] + model.dropLast() + ["e.csv"])
    #expect(encoded.status == 0, "\(encoded.complaints)")
    #expect(try cells(place, "e.csv")[0] == ["mean1", "mean2", "logVariance1", "logVariance2"])
  }

  @Test("Labels that are names stand in tables and figures")
  func labels() throws {
    let (place, _) = try trained()
    let run = try place.vae("encode", "--model", "m.safetensors", "--data", "t.csv", "--out", "e.csv")
    #expect(run.status == 0, "\(run.complaints)")
    let lines = try cells(place, "e.csv")
    #expect(lines.prefix(4).map { $0[0] } == ["label", "setosa", "versicolor", "virginica"])
    let figure = String(decoding: try place.bytes("e-latent-plane.gp"), as: UTF8.self)
    #expect(figure.contains("versicolor"))
  }

  @Test("Semicolons with decimal commas, tabs, quotes and standard input give the same model as commas")
  func formats() throws {
    let (place, run) = try trained()
    let german = Self.rows.map { row in row.map { $0.replacing(".", with: ",") } }
    try place.write(table(german, by: ";"), to: "german.csv")
    try place.write(table(by: "\t"), to: "tabs.tsv")
    let quoted = table(Self.rows.map { row in row.map { "\"\($0)\"" } })
    try place.write(quoted, to: "quoted.csv")
    for name in ["german.csv", "tabs.tsv", "quoted.csv"] {
      let other = try place.vae(
        ["train", "--data", name, "--label-column", "species", "--epochs", "30", "--batch", "20"] + train
          + ["--overwrite"])
      #expect(try other.mean("evidenceLowerBound") == run.mean("evidenceLowerBound"), "\(name)")
      // A model of one format reads the other.
      let evaluation = try place.vae("evaluate", "--model", "m.safetensors", "--data", "t.csv", "--json")
      #expect(try evaluation.json()["part"] as? String == "all" && evaluation.json()["data"] as? Int == 120)
    }
    let piped = try place.shell(
      "\"$1\" train --data - --label-column species --epochs 30 --batch 20 --overwrite \(train.joined(separator: " ")) "
        + "<t.csv && \"$1\" evaluate --model m.safetensors --data - --json <t.csv")
    #expect(piped.status == 0, "\(piped.complaints)")
    #expect(piped.output.contains("\"part\": \"held-out\"") && piped.complaints.contains("standard input: read with"))
  }

  @Test("The model's own data are judged where none are named: here or beside the model, if they have not changed")
  func ownData() throws {
    let (place, run) = try trained()
    let evaluate = ["evaluate", "--model", "m.safetensors"]
    #expect(try place.vae(evaluate + ["--json"]).mean("evidenceLowerBound") == run.mean("evidenceLowerBound"))
    try place.write(table().replacing("setosa", with: "Setosa"), to: "t.csv")
    try place.refuse(evaluate, "--data: expected the data of the training, t.csv", "a file with other content")
    try FileManager.default.removeItem(at: place.url.appending(path: "t.csv"))
    try place.refuse(evaluate, "t.csv, here or beside the model", "no such file")
  }

  @Test("Warnings: a column that never varies, and a model that ignores z")
  func warnings() throws {
    let place = try Workplace()
    let constant = (0..<200).map { "\($0 * 7 % 13).5,3,\($0 * 5 % 11)\n" }.joined()
    try place.write("a,b,c\n" + constant, to: "t.csv")
    let run = try place.vae(
      ["train", "--data", "t.csv", "--epochs", "300", "--rate", "0.01", "--divergence-weight", "1000"] + train)
    #expect(run.status == 0 && run.complaints.contains("warning: column b never varies"), "\(run.complaints)")
    #expect(run.complaints.contains("warning: no latent dimension is active"))
    #expect(try run.mean("evidenceLowerBound").isFinite)
  }

  @Test("Numbers of 16 bits are used as they are, with a warning, or scaled")
  func sixteenBits() throws {
    let place = try Workplace()
    let pixels = (0..<240).flatMap { [UInt8($0 % 64), UInt8($0 % 251)] }
    try place.write(BadData.idx([60, 2, 2], pixels, type: 0x0b), to: "x.idx")
    let data = ["train", "--data", "x.idx", "--epochs", "1", "--overwrite"] + train
    #expect(try place.vae(data).complaints.contains("warning: x.idx: values from 0.0 to"))
    #expect(try !place.vae(data + ["--scale", "16000"]).complaints.contains("warning: x.idx"))
    #expect(try !place.vae(data + ["--standardize", "columns"]).complaints.contains("warning: x.idx"))
  }

  @Test("A cell of 1e300 is scaled away, or the refusal names it, what overflowed, and --standardize")
  func enormousCell() throws {
    let place = try Workplace()
    try place.write("a,b\n" + (0..<20).map { "0.\($0),\($0 == 9 ? "1e300" : "0.5")\n" }.joined(), to: "t.csv")
    let data = ["train", "--data", "t.csv", "--epochs", "1", "--held-out", "0"] + train
    #expect(try place.vae(data).status == 0)
    let run = try place.vae(data + ["--overwrite", "--standardize", "none", "--precision", "double"])
    #expect(run.status == 1)
    #expect(
      run.complaints.contains("the square of 1e+300 in column b overflowed, and with it the reconstruction term"),
      "\(run.complaints)")
    #expect(run.complaints.contains("--standardize columns"))
  }

  @Test("A first line that counts the columns is a header: the same model as with --header")
  func numberedHeader() throws {
    let place = try Workplace()
    let rows = (0..<80).map { row in (0..<64).map { "\((row * 31 + $0 * 17) % 17)" }.joined(separator: ",") + "\n" }
    try place.write((0..<64).map { "\($0)" }.joined(separator: ",") + "\n" + rows.joined(), to: "t.csv")
    let data = ["train", "--data", "t.csv", "--epochs", "1", "--overwrite"] + train
    let (guessed, told, denied) = (
      try place.vae(data), try place.vae(data + ["--header"]), try place.vae(data + ["--no-header"])
    )
    #expect(guessed.complaints.contains("read with a header of the columns' numbers"))
    #expect(guessed.output == told.output && guessed.output != denied.output)
    #expect(try guessed.json()["data"] as? Int == 8)
  }

  @Test("Rows are drawn as pictures only where images are known, in the data's own range")
  func pictures() throws {
    let place = try Workplace()
    let rows = (0..<60).map { row in (0..<4).map { "\((row * 7 + $0 * 5) % 17)" }.joined(separator: ",") + "\n" }
    try place.write(rows.joined(), to: "t.csv")
    let data = ["train", "--data", "t.csv", "--no-header", "--epochs", "1", "--overwrite"] + train
    #expect(try place.vae(data).status == 0)
    let sample = ["sample", "--model", "m.safetensors", "--count", "4", "--out", "s.csv"]
    #expect(try place.vae(sample).status == 0)
    let script = { String(decoding: try place.bytes("s-samples.gp"), as: UTF8.self) }
    #expect(try script().contains("with points") && !script().contains("with image"))
    #expect(try place.vae(data + ["--image", "2,2"]).status == 0)
    #expect(try place.vae(sample).status == 0)
    #expect(try script().contains("with image"))
    let training = try place.vae("info", "--model", "m.safetensors", "--json").json()["training"] as? [String: Any]
    let reading = try #require(training?["reading"] as? [String: Any])
    #expect(reading["range"] as? [Double] == [0, 16] && reading["image"] as? [Int] == [2, 2])
    try place.refuse(data + ["--image", "3,2"], "t.csv, image shape", "expected 4 pixels")
    try place.refuse(data + ["--image", "4"], "--image: expected two whole numbers", "'4'")
  }
}
