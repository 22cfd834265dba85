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
    let arguments = isLabelled ? ["--header", "--label-column", "kind"] : []
    let run = try ChapterProcess(
      chapter, ["--quick", "--data", "table.csv"] + arguments + (chapter == 7 ? ["--latent", "3"] : []), in: folder)
    #expect(run.status == 0, "\(run.complaints)")
    let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("columns = 5") && words.contains("The mean of the rows was subtracted"))
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
      ("few.csv", String(repeating: "1,2,3\n4,5,7\n", count: 8), "at least 20 rows"),
      ("one.csv", String(repeating: "1\n2\n", count: 30), "at least 3 columns"),
      ("nan.csv", String(repeating: "1,2,3\n", count: 30) + "1,nan,3\n", "line 31, column 2"),
      ("same.csv", String(repeating: "1,2,3\n", count: 30), "differ from row to row"),
      ("large.csv", String(repeating: "1,2,3\n9000,1,2\n", count: 30), "--scale 10000 times"),
      ("tiny.csv", String(repeating: "0.0001,0,0\n0,0,0.0001\n", count: 30), "--scale 1000"),
      ("plane.csv", (0..<60).map { "\($0 % 7),\($0 % 3),\($0 % 7 + $0 % 3)\n" }.joined(), "vary in more than 2"),
      ("words.csv", "a,b\nc\n", "line 1"),
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

  @Test("A broken file is refused, and so are options that do not fit it", arguments: chaptersWithData)
  func broken(chapter: Int) throws {
    try files.write("whole.gz", try DataFiles.images(40))
    let whole = try Data(contentsOf: folder.url.appending(path: "whole.gz"))
    try whole.prefix(whole.count / 2).write(to: folder.url.appending(path: "half.gz"))
    try files.write("table.csv", DataFiles.table(40, labelled: false))
    for arguments in [
      ["half.gz"], ["missing.gz"], ["whole.gz", "--header"], ["table.csv", "--label-column", "kind"],
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
      "--data <digits|file>", "--labels <file>", "--header", "--label-column <column>", "--scale <number>",
    ] {
      #expect(help.contains(option), "\(option)")
    }
  }
}
