import ArgumentParser
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine

/// Where observations come from and how they are read.
struct DataArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data: digits (1797 handwritten digits, built in), a file of IDX or CSV, plain or gzipped, or - for standard input.",
      valueName: "digits|file|-"))
  var data: String

  @OptionGroup var reading: ReadingArguments

  /// The entries, to be refused where they must.
  var entries: [Parameter] { reading.entries }

  /// The files that are read, which no output may take the place of.
  var paths: [String] { [data] + reading.paths }
}

/// How observations are read. What is not typed is recognised, or, with a model, is as its own data were read.
struct ReadingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The labels of an IDX file, in a file of their own.", valueName: "file"))
  var labels: String?

  @Flag(
    inversion: .prefixedNo,
    help: "A table's first line gives the columns' names, or does not (default: recognised).")
  var header: Bool?

  @Option(
    help: ArgumentHelp(
      "The column of a table that has the labels: its name, its number, last or none.", valueName: "column"))
  var labelColumn: String?

  @Option(
    help: ArgumentHelp(
      "The columns of a table that are observed, names or numbers (default: all but the labels').",
      valueName: "a,b,…"))
  var columns: [String] = []

  @Option(help: ArgumentHelp("Columns of a table that are left out, names or numbers.", valueName: "a,b,…"))
  var drop: [String] = []

  @Option(help: ArgumentHelp("Between cells: comma, tab or semicolon (default: recognised).", valueName: "name"))
  var delimiter: Entry<Choice<TableFormat.Delimiter>>?

  @Option(help: ArgumentHelp("Before decimals: point or comma (default: recognised).", valueName: "name"))
  var decimal: Entry<Choice<TableFormat.DecimalMark>>?

  @Option(
    help: ArgumentHelp(
      "Cells without a value, such as NA: refuse, or drop their rows (default: refuse).", valueName: "name"))
  var missing: Entry<Choice<MissingValues>>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What every value is divided by (default: 255 for bytes of IDX, 16 for digits, else 1).", valueName: "number"))
  var scale: Entry<PositiveReal>?

  @Option(
    help: ArgumentHelp(
      "columns: less their mean, over their deviation; or none (default: columns for tables, but none for Bernoulli).",
      valueName: "name"))
  var standardize: Entry<Choice<StandardizationName>>?

  @Option(
    help: ArgumentHelp(
      "The shape of observations that are images (default: as an IDX file says).", valueName: "rows,columns"))
  var image: Entry<ImageShapeDomain>?

  /// The entries, to be refused where they must.
  var entries: [Parameter] {
    [
      delimiter.map { Parameter("delimiter", $0) }, decimal.map { Parameter("decimal", $0) },
      missing.map { Parameter("missing", $0) }, scale.map { Parameter("scale", $0) },
      standardize.map { Parameter("standardize", $0) }, image.map { Parameter("image", $0) },
    ].compactMap(\.self)
  }

  /// The files that are read, which no output may take the place of.
  var paths: [String] { labels.map { [$0] } ?? [] }

  /// Looks at data.
  ///
  /// - Parameters:
  ///   - source: "digits", a file's path, or "-".
  ///   - known: The data that these are to be read like, if there are any.
  ///   - share: The part of the memory that is left for them, where they are kept more than once.
  func open(_ source: String, like known: DataDescription? = nil, share: Double = 1) throws -> DataSource {
    let room = Int(Double(min(DataOptions.standardByteLimit, Memory.available / 2)) * share)
    var options = try DataOptions(
      scale: scale?.value, labelsPath: labels, hasHeader: header,
      labelColumn: labelColumn.map(LabelColumn.init) ?? .unspecified, byteLimit: max(1, room))
    (options.delimiter, options.decimalMark) = (delimiter?.value, decimal?.value)
    (options.columns, options.dropped) = (columns.isEmpty ? nil : columns, drop)
    (options.missing, options.image, options.like) = (missing?.value, image?.value, known)
    return try DataSource(source, options: options)
  }
}

/// What is done to columns before a model sees them.
enum StandardizationName: String, CaseIterable, Sendable { case columns, none }

/// Rows and columns of pixels.
enum ImageShapeDomain: EntryDomain {
  static let placeholder = ImageShape(rows: 1, columns: 1)
  static func json(_ value: ImageShape) -> JSON { .array([.integer(value.rows), .integer(value.columns)]) }

  static func parse(_ text: String) throws(InvalidInput) -> ImageShape {
    let numbers = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "x" }
      .compactMap { try? Count.parse(String($0)) }
    guard numbers.count == 2, text.count(where: { $0 == "," || $0 == "x" }) == 1 else {
      throw InvalidInput("image", expected: "two whole numbers such as 28,28", found: text)
    }
    return ImageShape(rows: numbers[0], columns: numbers[1])
  }
}
