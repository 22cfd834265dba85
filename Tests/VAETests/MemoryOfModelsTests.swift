import Foundation
import Testing

@Suite("What a model remembers of its data", .serialized)
struct MemoryOfModelsTests {
  private let plain = ["--plot", "none", "--hidden", "4", "--epochs", "1", "--json"]
  /// Every command that reads data, with what else it needs.
  private let readers = [
    ["evaluate"], ["encode", "--plot", "none", "--out", "o.csv"], ["reconstruct", "--plot", "none", "--out", "o.csv"],
    ["interpolate", "--plot", "none", "--out", "o.csv"],
    ["gradient", "--noise", "n.csv", "--out", "g.safetensors"],
  ]

  /// A workplace with a table of four columns, of which the last is not observed, and a model of it.
  private func trained(_ options: [String] = ["--drop", "d", "--scale", "16"]) throws -> Workplace {
    let place = try Workplace()
    let rows = (0..<40).map { "\($0 % 17),\($0 * 5 % 17),\($0 * 3 % 17),\($0 * 11 % 17).5\n" }.joined()
    try place.write("a,b,c,d\n" + rows, to: "t.csv")
    try place.write((0..<40).map { _ in "0.5,-0.25\n" }.joined(), to: "n.csv")
    let run = try place.vae(["train", "--data", "t.csv", "--out", "m.safetensors"] + plain + options)
    try #require(run.status == 0, "\(run.complaints)")
    return place
  }

  @Test("Every command reads data as the model's own were read, and refuses what contradicts that, with both values")
  func contradictions() throws {
    let place = try trained()
    for command in readers {
      let whole = command + ["--model", "m.safetensors", "--data", "t.csv"]
      let run = try place.vae(whole)
      #expect(run.status == 0, "\(whole): \(run.complaints)")
      let agreeing = try place.vae(
        whole + ["--scale", "16", "--header", "--drop", "d", "--delimiter", "comma", "--standardize", "columns"])
      #expect(agreeing.output == run.output && agreeing.status == 0, "\(whole): \(agreeing.complaints)")
      for name in ["o.csv", "g.safetensors"] {
        try? FileManager.default.removeItem(at: place.url.appending(path: name))
      }
      for (options, known, typed) in [
        (["--scale", "1"], "--scale 16.0", "--scale 1.0"), (["--no-header"], "--header", "--no-header"),
        (["--delimiter", "tab"], "--delimiter comma", "--delimiter tab"),
        (["--decimal", "comma"], "--decimal point", "--decimal comma"),
        (["--missing", "drop"], "--missing refuse", "--missing drop"),
        (["--standardize", "none"], "columns", "'none'"), (["--columns", "a,b,d"], "\"a\", \"b\", \"c\"", "\"d\""),
        (["--label-column", "b"], "labels that is not observed", "column \"b\""),
      ] { try place.refuse(whole + options, "expected \(known == "columns" ? known : "")", typed) }
    }
    let resume = ["train", "--data", "t.csv", "--resume", "--epochs", "2", "--out", "m.safetensors"]
    for options in [["--scale", "1"], ["--no-header"], ["--standardize", "none"], ["--missing", "drop"]] {
      try place.refuse(resume + options, "expected", "leave the option out")
    }
    #expect(try place.vae(resume + ["--plot", "none", "--scale", "16"]).status == 0)
  }

  @Test("A model of binarised data sees binarised data, whatever it is asked for")
  func binarization() throws {
    let place = try trained(["--scale", "16", "--binarize", "threshold", "--drop", "d"])
    let binary = (0..<40).map { row in
      [1, 5, 3].map { row * $0 % 17 > 8 ? "16" : "0" }.joined(separator: ",") + "\n"
    }
    try place.write("a,b,c\n" + binary.joined(), to: "b.csv")
    for command in readers.dropFirst() {
      let name = command.contains("gradient") ? "g.safetensors" : "o.csv"
      let results = try ["t.csv", "b.csv"].map { data in
        let run = try place.vae(command + ["--model", "m.safetensors", "--data", data])
        #expect(run.status == 0, "\(run.complaints)")
        return try place.bytes(name)
      }
      #expect(results[0] == results[1], "\(command)")
    }
    try place.refuse(
      ["evaluate", "--model", "m.safetensors", "--binarize", "none"], "--binarize: expected threshold", "'none'")
  }

  @Test("Tables of 0 and 1 of one shape are told apart: a training does not go on with the other, nor is it held out")
  func binaryTables() throws {
    let place = try Workplace()
    // Two tables that the fingerprint of earlier versions could not tell apart differ in ways it hardly mixed.
    let table = { (shift: Int) in
      (0..<10).map { row in (0..<4).map { "\((row + $0 * shift) % 2)" }.joined(separator: ",") + "\n" }.joined()
    }
    try place.write(table(1), to: "t.csv")
    try place.write(table(2), to: "u.csv")
    let train = ["train", "--no-header", "--likelihood", "bernoulli", "--out", "m.safetensors"] + plain
    #expect(try place.vae(train + ["--data", "t.csv"]).status == 0)
    try place.refuse(
      train + ["--data", "u.csv", "--resume"], "--data: expected the data", "other observations in u.csv")
    let run = try place.vae("evaluate", "--model", "m.safetensors", "--data", "u.csv", "--json")
    #expect(try run.json()["part"] as? String == "all")
  }

  @Test("Numbers far outside the model's own are warned about: its scale is for data of its kind only")
  func range() throws {
    let place = try Workplace()
    #expect(try place.vae(["train", "--data", "digits", "--out", "m.safetensors"] + plain).status == 0)
    let row = (0..<64).map { "\($0 % 17)" }.joined(separator: ",")
    try place.write("\(row)\n\(row)\n", to: "x.csv")
    let evaluate = ["evaluate", "--model", "m.safetensors", "--data", "x.csv"]
    let run = try place.vae(evaluate)
    #expect(run.complaints.contains("warning: values from 0.0 to 16.0"), "\(run.complaints)")
    #expect(try !place.vae(evaluate + ["--scale", "16"]).complaints.contains("values from"))
    try place.refuse(
      ["evaluate", "--model", "m.safetensors", "--data", "digits", "--scale", "1"], "expected --scale 16.0",
      "found --scale 1.0")
  }

  @Test("info shows it, and of a model of an earlier version what is not known; such a model is of use all the same")
  func info() throws {
    let place = try trained()
    let text = try place.vae("info", "--model", "m.safetensors").output
    for words in [
      "table, every number divided by 16.0, a comma between cells, decimal points, a header", "1 a, 2 b, 3 c of 4",
      "missing    refuse", "standardised", "SHA-256",
    ] { #expect(text.contains(words), "\(words) in \(text)") }

    try place.copyFixture("earlier-version", to: "old.safetensors")
    #expect(
      try place.vae("info", "--model", "old.safetensors").output.contains("not known: neither scale, header, columns"))
    let run = try place.vae("evaluate", "--model", "old.safetensors", "--data", "digits", "--json")
    #expect(run.complaints.contains("old.safetensors was saved by an earlier version and does not know how"))
    #expect(try run.json()["part"] as? String == "held-out" && run.json()["binarization"] as? String == "threshold")
    let resume = ["train", "--data", "digits", "--resume", "--epochs", "2", "--out", "old.safetensors"]
    try place.refuse(resume + ["--standardize", "columns"], "--standardize: expected none", "'columns'")
    #expect(try place.vae(resume + ["--plot", "none"]).status == 0)
  }

  @Test("A file of weights or data that memory cannot hold is refused before it is read, with exit code 3")
  func memory() throws {
    let place = try Workplace()
    // Seven terabytes of nothing: a header, and a hole.
    let header = Array(#"{"t":{"dtype":"F32","shape":[1750000000000],"data_offsets":[0,7000000000000]}} "#.utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    try place.write(length + header, to: "m.safetensors")
    let handle = try FileHandle(forWritingTo: place.url.appending(path: "m.safetensors"))
    do { try handle.truncate(atOffset: UInt64(8 + header.count) + 7_000_000_000_000) } catch {
      // Not every file system has files of this size; then there is none to be refused.
      return
    }
    try handle.close()
    let run = try place.vae("info", "--model", "m.safetensors")
    #expect(run.status == 3 && run.complaints.contains("m.safetensors: expected twice its size within the"))
    #expect(run.complaints.filter(\.isNewline).count == 1)
  }

  @Test("Under a memory limit, a gzip bomb is refused in one line: IDX of a gigabyte, and lines of 0,0 with labels")
  func bombs() throws {
    let place = try Workplace()
    let made = try place.shell(
      "{ printf '\\0\\0\\010\\003\\0\\020\\0\\0\\0\\0\\0 \\0\\0\\0 '; head -c 1073741824 /dev/zero; } | gzip -1 >idx.gz; "
        + "yes 0,0 | head -n 20000000 | gzip -1 >lines.gz")
    try #require(made.status == 0, "\(made.complaints)")
    for (data, options) in [("idx.gz", ""), ("lines.gz", "--no-header --label-column last")] {
      let run = try place.shell(
        "ulimit -v 1200000; \"$1\" train --data \(data) \(options) --out m.safetensors --epochs 1")
      #expect(run.status == 3 && run.complaints.contains("\(data) (inflated)"), "\(run.complaints)")
      #expect(run.complaints.filter(\.isNewline).count == 1, "\(run.complaints)")
    }
  }
}
