import EmbeddedDigits
import Foundation
import Testing

/// The chapters that take data.
private let chaptersWithData = [5, 6, 7, 8]

@Suite("Chapters 5 to 8 with other data")
struct ChapterDataTests {
  private let folder: TemporaryFolder
  private let files: DataFiles

  init() throws {
    folder = try TemporaryFolder()
    files = DataFiles(folder: folder)
  }

  private func quick(_ chapter: Int, _ arguments: String...) throws -> ChapterProcess {
    let latent = chapter == 7 && !arguments.contains("--latent") ? ["--latent", "2"] : []
    return try ChapterProcess(chapter, ["--quick"] + latent + arguments, in: folder)
  }

  @Test(
    "Images of 12 × 12 pixels, packed: no claim fails, the pictures are theirs, and the run says what it took",
    arguments: chaptersWithData)
  func images(chapter: Int) throws {
    try files.write("small.gz", try DataFiles.images(300))
    let run = try quick(chapter, "--json", "--data", "small.gz")
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try run.claims().count >= 10)
    let parameters = try #require(run.json()["parameters"] as? [String: Any])
    #expect(parameters["data"] as? String == "small.gz")
    #expect(try run.value("rowsInFile") == 300 && run.value("rowsHeldOut") == 60 && run.value("columns") == 144)
    let pictures = [5: "ch05-samples.svg", 7: "ch07-likely.svg", 8: "ch08-columns.svg"]
    #expect(folder.files("figures") == ["tried"])
    if let picture = pictures[chapter] { #expect(folder.files("figures/tried").contains(picture)) }
  }

  @Test(
    "A table with labels, and one without: no claim fails, and what is a picture is left out with a sentence",
    arguments: chaptersWithData, [true, false])
  func tables(chapter: Int, isLabelled: Bool) throws {
    try files.write("table.csv", DataFiles.table(120, labelled: isLabelled))
    let arguments = isLabelled ? ["--label-column", "kind"] : []
    let run = try ChapterProcess(
      chapter, ["--quick", "--data", "table.csv"] + arguments + (chapter == 7 ? ["--latent", "3"] : []), in: folder)
    #expect(run.status == 0, "\(run.complaints)")
    let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("columns = 5") && words.contains("Each column is standardised"))
    #expect(words.contains("table.csv: read with a header") == isLabelled)
    #expect(words.contains("about the digits, and these are other data"))
    let drawn = folder.files("figures/tried")
    #expect(!drawn.isEmpty)
    for picture in ["ch05-samples", "reconstructions", "atlas-decoded", "interpolation", "likely"] {
      #expect(!drawn.contains { $0.contains(picture) }, "\(picture)")
    }
    if chapter == 5 { #expect(words.contains("are pictures; a table has none")) }
    if chapter == 7 { #expect(words.contains("have no picture")) }
    #expect(!words.contains("of digits"))
  }

  @Test("The digits as a file of images give the numbers of the embedded digits", arguments: [5, 7])
  func sameNumbers(chapter: Int) throws {
    let digits = try Digits.load()
    let bytes = digits.images.joined().map { UInt8(16 * $0) }
    try files.write("digits.idx", DataFiles.idx([digits.images.count, 8, 8], bytes))
    try files.write("labels.idx", DataFiles.idx([digits.labels.count], digits.labels.map { UInt8($0) }))
    let own = try ChapterProcess(
      chapter,
      ["--quick", "--json", "--plot", "none", "--data", "digits.idx", "--labels", "labels.idx", "--scale", "16"],
      in: folder)
    let embedded = try ChapterProcess(
      chapter, ["--quick", "--json", "--plot", "none", "--data", "digits"], in: folder)
    let expected = try #require(embedded.json()["values"] as? [String: NSObject])
    let found = try #require(own.json()["values"] as? [String: NSObject])
    #expect(expected.count > 15)
    for (name, value) in expected { #expect(found[name] == value, "\(name)") }
    #expect(try #require(embedded.json()["parameters"] as? [String: Any])["data"] == nil)
  }

  @Test("Of many rows some are taken, spread evenly, and the run says so")
  func manyRows() throws {
    let row = { (i: Int) in "\(i % 7),\(i * i % 11),\(i * i * i % 13)" }
    try files.write("many.csv", (0..<9000).map(row).joined(separator: "\n"))
    let run = try quick(8, "--json", "--plot", "none", "--data", "many.csv", "--epochs", "2")
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try run.value("rowsInFile") == 9000 && run.value("rowsUsed") == 4000)
  }

  @Test(
    "What a chapter cannot work with is refused in one line that names the file",
    arguments: [
      ("few.csv", String(repeating: "1,4,3\n4,5,7\n", count: 8), "at least 20 rows"),
      ("one.csv", String(repeating: "1\n2\n", count: 30), "at least 3 columns"),
      ("nan.csv", String(repeating: "1,4,3\n", count: 30) + "1,nan,3\n", "line 31, column 2"),
      ("same.csv", String(repeating: "1,4,3\n", count: 30), "differ from row to row"),
      (
        "outlier.csv", "1e9,4,3\n" + String(repeating: "1,4,3\n2,1,4\n", count: 30),
        "deviations from their column's"
      ),
      ("plane.csv", (0..<60).map { "\($0 % 7),\($0 % 3),\($0 % 7 + $0 % 3)\n" }.joined(), "vary in more than 2"),
      ("words.csv", "a,b\nc\n", "line 1"), ("counted.csv", String(repeating: "1,2,3\n", count: 30), "--no-header"),
    ])
  func refused(name: String, text: String, reason: String) throws {
    try files.write(name, text)
    for chapter in chaptersWithData {
      let run = try quick(chapter, "--data", name)
      #expect(run.status == 3 && run.output.isEmpty, "chapter \(chapter)")
      #expect(run.complaints.contains(name) && run.complaints.contains(reason), "\(run.complaints)")
      #expect(run.complaints.split(separator: "\n").count == 1)
    }
    #expect(folder.files() == [name])
  }

  @Test(
    "Columns as they are must be of a size that the chapters can compute with",
    arguments: [("9000,1,2", "--scale 10000 times"), ("0.0001,0,0", "--scale 1000")])
  func sizes(row: String, reason: String) throws {
    try files.write("table.csv", String(repeating: "0,0,0.0001\n\(row)\n", count: 30))
    for chapter in chaptersWithData {
      let run = try quick(chapter, "--data", "table.csv", "--standardize", "none")
      #expect(run.status == 3 && run.output.isEmpty && run.complaints.contains(reason), "\(run.complaints)")
      #expect(run.complaints.contains("--standardize columns"))
    }
  }

  @Test(
    "Columns of different units are as good as columns of one: the standardised numbers, and all values, are the same")
  func units() throws {
    let rows = DataFiles.table(60, labelled: false).split(separator: "\n").map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    let text = { (scales: [Double]) in
      rows.map { zip($0, scales).map { "\($0 * $1)" }.joined(separator: ",") }.joined(separator: "\n") + "\n"
    }
    try files.write("one.csv", text([1, 1, 1, 1, 1]))
    try files.write("many.csv", text([0.25, 65_536, 1, 1024, 0.5]))
    let values = try ["one.csv", "many.csv"].map { name in
      try #require(quick(8, "--json", "--plot", "none", "--data", name).json()["values"] as? [String: NSObject])
    }
    #expect(values[0].count > 5 && values[0] == values[1])
  }

  @Test("A broken file is refused, and so are options that do not fit it", arguments: chaptersWithData)
  func broken(chapter: Int) throws {
    try files.write("whole.gz", try DataFiles.images(40))
    let whole = try Data(contentsOf: folder.url.appending(path: "whole.gz"))
    try whole.prefix(whole.count / 2).write(to: folder.url.appending(path: "half.gz"))
    try files.write("table.csv", DataFiles.table(40, labelled: false))
    for arguments in [
      ["half.gz"], ["missing.gz"], ["whole.gz", "--header"], ["whole.gz", "--no-header"],
      ["table.csv", "--label-column", "kind"],
      ["table.csv", "--scale", "0"], ["digits", "--label-column", "last"],
    ] {
      let run = try ChapterProcess(chapter, ["--quick", "--data"] + arguments, in: folder)
      #expect(run.status == 3 && run.output.isEmpty, "\(arguments)")
      #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
    }
  }

  @Test("More latent dimensions than columns are refused", arguments: [5, 7, 8])
  func tooManyDimensions(chapter: Int) throws {
    try files.write("table.csv", DataFiles.table(40, labelled: false))
    let run = try quick(chapter, "--data", "table.csv", "--latent", "5")
    #expect(run.status == 3 && run.output.isEmpty)
    #expect(
      run.complaints == "chapter\(chapter): --latent: expected a number below 5, the columns of table.csv, found 5\n")
  }

  @Test("The help describes the data", arguments: chaptersWithData)
  func help(chapter: Int) throws {
    let help = try ChapterProcess(chapter, ["--help"], in: folder).output
    for option in [
      "--data <digits|file|->", "--labels <file>", "--header", "--label-column <column>", "--scale <number>",
      "--drop <a,b,…>", "--standardize <name>",
    ] {
      #expect(help.contains(option), "\(option)")
    }
  }
}
