import Files
import Foundation
import Testing
import VAEEngine

@testable import Datasets

@Suite("Tables as people have them: recognised by their first lines")
struct TableTests {
  private func load(_ text: String, _ change: (inout DataOptions) -> Void = { _ in }) throws -> DataSet<Double> {
    let scratch = try Scratch()
    var options = DataOptions.standard
    change(&options)
    return try withExtendedLifetime(scratch) { try DataSet<Double>.load(scratch.write(text), options: options) }
  }

  private func fault(_ text: String, _ change: (inout DataOptions) -> Void = { _ in }) throws -> String {
    let error = try #require(throws: FileError.self) { try load(text, change) }
    #expect(!error.description.contains("\n"))
    return error.description.replacing(/.*data\.csv/, with: "")
  }

  @Test(
    "Delimiter, quotes and decimal mark are recognised, and the same numbers are read",
    arguments: [
      ("a,b\n1.5,2\n3,-40.25\n", TableFormat.Delimiter.comma, TableFormat.DecimalMark.point),
      ("a\tb\n1.5\t2\n3\t-40.25\n", .tab, .point),
      ("a;b\n1.5;2\n3;-40.25\n", .semicolon, .point),
      ("a;b\n1,5;2\n3;-4,025e1\n", .semicolon, .comma),
      ("a\tb\n1,5\t2\n3\t-40,25\n", .tab, .comma),
      ("\"a\",\"b\"\n\"1,5\",\"2\"\n\"3\",\"-40,25\"\n", .comma, .comma),
      ("\"a\";\"b\"\r\n\"1.5\"; 2 \r\n3 ;\"-40.25\"\r\n", .semicolon, .point),
    ])
  func formats(text: String, delimiter: TableFormat.Delimiter, mark: TableFormat.DecimalMark) throws {
    let data = try load(text)
    #expect(data.observations.elements == [1.5, 2, 3, -40.25])
    #expect(data.columnNames == ["a", "b"])
    #expect(
      data.description.table?.format == TableFormat(delimiter: delimiter, decimalMark: mark, hasHeader: true))
    #expect(data.notes.count == 1 && data.notes[0].contains("a header, columns a, b"), "\(data.notes)")
  }

  @Test("The plainest table is read without a word")
  func plain() throws {
    let data = try load("0.5,2\n3,4\n")
    #expect(data.notes.isEmpty && data.columnNames == ["x1", "x2"] && data.observations.rows == 2)
  }

  @Test("A first line that counts the columns is a header, as some programs write it for arrays")
  func numberedHeaders() throws {
    for start in [0, 1] {
      let header = (start..<start + 6).map { "\($0)" }
      let text = header.joined(separator: ",") + "\n" + (0..<3).map { _ in "5,0,7,1,2,3\n" }.joined()
      let data = try load(text)
      #expect(data.observations.rows == 3 && data.columnNames == header)
      #expect(data.notes.first?.contains("a header of the columns' numbers") == true)
      #expect(try load(text) { $0.hasHeader = false }.observations.rows == 4)
    }
    #expect(try load("0,1,2\n0.5,1,2\n").observations.rows == 1, "fractions below: no row of counts")
    #expect(try load("0,1,2,label\n0.5,1,2,7\n").columnNames == ["0", "1", "2", "label"])
    #expect(try load("0,2,4,6,8,10\n1,2,3,4,5,6\n").observations.rows == 2)
    #expect(try load("1,2,3,4,5,7\n1,2,3,4,5,6\n").observations.rows == 2)
    // Few whole numbers may be either: that is asked about.
    #expect(try fault("0,1\n1,1\n").contains("say --header or --no-header"))
    #expect(try load("0,1\n1,1\n") { $0.hasHeader = true }.observations.elements == [1, 1])
    #expect(try load("0,1\n1,1\n") { $0.hasHeader = false }.observations.elements == [0, 1, 1, 1])
  }

  @Test("Labels are names or whole numbers; the classes' names are kept in order")
  func labels() throws {
    let text = "length,species\n1.5,virginica\n2.5,\"se,tosa\"\n3.5,virginica\n"
    for column in ["species", "last", "2"] {
      let data = try load(text) { $0.labelColumn = LabelColumn(column) }
      #expect(data.labels == [1, 0, 1] && data.classes == ["se,tosa", "virginica"])
      #expect(data.labels?.map(data.text(ofLabel:)) == ["virginica", "se,tosa", "virginica"])
      #expect(data.observations.elements == [1.5, 2.5, 3.5] && data.columnNames == ["length"])
      #expect(data.description.table?.labelName == "species" && data.description.table?.labelColumn == 2)
    }
    let numbers = try load("x,y\n1.5,7\n2,-8.0\n") { $0.labelColumn = .last }
    #expect(numbers.labels == [7, -8] && numbers.classes == nil && numbers.text(ofLabel: 7) == "7")
    let parts = try load(text) { $0.labelColumn = .last }.split(heldOut: 1, seed: 3)
    #expect(parts.training.classes == parts.heldOut.classes && parts.heldOut.labels?.count == 1)
    #expect(try fault(text).contains("--drop or --label-column if column \"species\" is not to be observed"))
  }

  @Test("A column that is called last, none or 1 is found by its name")
  func namesBeforeKeywords() throws {
    let text = "last,1,none\n1,5,9\n2,6,8\n"
    #expect(try load(text) { ($0.labelColumn, $0.hasHeader) = (LabelColumn("last"), true) }.labels == [1, 2])
    #expect(try load(text) { ($0.labelColumn, $0.hasHeader) = (LabelColumn("none"), true) }.labels == [9, 8])
    #expect(try load(text) { ($0.labelColumn, $0.hasHeader) = (LabelColumn("1"), true) }.labels == [5, 6])
    #expect(try load(text) { ($0.labelColumn, $0.hasHeader) = (.last, true) }.labels == [9, 8])
  }

  @Test("Columns are chosen and left out by name or number; what is left out may be any text")
  func columns() throws {
    let text = "id,a,\"b, c\",note\nx1,1,2,\"two\nlines\"\nx2,3,4,\(String(repeating: "long ", count: 200))\n"
    #expect(try load(text) { $0.dropped = ["id,note"] }.observations.elements == [1, 2, 3, 4])
    #expect(try load(text) { $0.dropped = ["1", "4"] }.columnNames == ["a", "b, c"])
    let chosen = try load(text) { $0.columns = ["b, c", "a"] }
    #expect(chosen.observations.elements == [2, 1, 4, 3] && chosen.columnNames == ["b, c", "a"])
    #expect(chosen.description.table?.columns == [3, 2])
    #expect(try load(text) { $0.columns = ["3"] }.observations.elements == [2, 4])
    #expect(try fault(text) { $0.columns = ["d"] }.contains("one column \"d\" for --columns, found \"id\", \"a\""))
    #expect(try fault(text) { $0.columns = ["a,a"] }.contains("each of --columns once"))
    #expect(try fault(text) { $0.dropped = ["5"] }.contains("for --drop"))
    #expect(try fault("a\n1.5\n") { $0.dropped = ["a"] }.contains("expected a column beside the label's"))
    #expect(
      try fault(text) { ($0.columns, $0.labelColumn) = (["a"], .named("a")) }
        .contains("expected a column of labels that is not observed"))
  }

  @Test("The names of the columns can be looked at before it is said which are observed")
  func observed() throws {
    let scratch = try Scratch()
    var source = try DataSource(scratch.write("kind,z2,z1\nx,2,1\ny,4,3\n"))
    #expect(try source.columnNames() == ["kind", "z2", "z1"])
    source.observe(["z1", "z2"])
    #expect(try source.read(as: Double.self).observations.elements == [1, 2, 3, 4])
    #expect(try DataSource(scratch.write("1.5,2\n3,4\n")).columnNames() == nil)
    #expect(try DataSource("digits").columnNames() == nil)
  }

  @Test(
    "A missing value is refused with its row and column, or its row is left out", arguments: ["NA", "", "nan", "?"])
  func missing(value: String) throws {
    let text = "a,b\n1,2\n3,\(value)\n\(value),5.5\n6,7\n"
    #expect(try fault(text).hasPrefix(", line 3, column 2: expected a finite decimal number, found"))
    #expect(try fault(text).contains("--missing drop leaves such rows out"))
    let data = try load(text) { $0.missing = .drop }
    #expect(data.observations.elements == [1, 2, 6, 7])
    #expect(data.description.table?.rowsLeftOut == 2 && data.description.rows == 2)
    #expect(data.notes.last?.contains("2 of 4 rows have a missing value and are left out") == true)
    #expect(try load(text) { ($0.missing, $0.columns) = (.drop, ["a"]) }.observations.elements == [1, 3, 6])
    #expect(try fault("a,b\n1.5,\(value)\n") { $0.missing = .drop }.contains("all of them with a missing value"))
  }
}
