import ArgumentParser
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine

/// The options for reading observations. What is not typed is recognised; with a model, it is read as its own data were.
public struct ReadingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The labels of an IDX file, in a file of their own.", valueName: "file"))
  public var labels: String?

  @Flag(
    inversion: .prefixedNo,
    help: "A table's first line gives the columns' names, or does not (default: recognised).")
  public var header: Bool?

  @Option(
    help: ArgumentHelp(
      "The column of a table that has the labels: its name, its number, last or none.", valueName: "column"))
  public var labelColumn: String?

  @Option(
    help: ArgumentHelp(
      "The columns of a table that are observed, names or numbers (default: all but the labels').",
      valueName: "a,b,…"))
  public var columns: [String] = []

  @Option(help: ArgumentHelp("Columns of a table that are left out, names or numbers.", valueName: "a,b,…"))
  public var drop: [String] = []

  @Option(help: ArgumentHelp("Between cells: comma, tab or semicolon (default: recognised).", valueName: "name"))
  public var delimiter: Entry<Choice<TableFormat.Delimiter>>?

  @Option(help: ArgumentHelp("Before decimals: point or comma (default: recognised).", valueName: "name"))
  public var decimal: Entry<Choice<TableFormat.DecimalMark>>?

  @Option(
    help: ArgumentHelp(
      "Cells without a value, such as NA: refuse, or drop their rows (default: refuse).", valueName: "name"))
  public var missing: Entry<Choice<MissingValues>>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What every value is divided by (default: 255 for bytes of IDX, 16 for digits, else 1).", valueName: "number"))
  public var scale: Entry<PositiveReal>?

  @Option(
    help: ArgumentHelp(
      "columns: less their mean, over their deviation; or none (default: columns for tables, but none without a Gaussian).",
      valueName: "name"))
  public var standardize: Entry<Choice<StandardizationName>>?

  @Option(
    help: ArgumentHelp(
      "The shape of observations that are images (default: as an IDX file says).", valueName: "rows,columns"))
  public var image: Entry<ImageShapeDomain>?

  /// Creates the defaults: all is recognised.
  public init() {}

  /// All that was typed.
  public var entries: [Parameter] {
    let words = { (name: String, text: String?) in text.map { Parameter(name, Entry<Words>(argument: $0)) } }
    let list = { (texts: [String]) in texts.isEmpty ? nil : texts.joined(separator: ",") }
    return [
      words("labels", labels), words("header", header.map { $0 ? "yes" : "no" }), words("label-column", labelColumn),
      words("columns", list(columns)), words("drop", list(drop)), delimiter.map { Parameter("delimiter", $0) },
      decimal.map { Parameter("decimal", $0) },
      missing.map { Parameter("missing", $0) }, scale.map { Parameter("scale", $0) },
      standardize.map { Parameter("standardize", $0) }, image.map { Parameter("image", $0) },
    ].compactMap(\.self)
  }

  /// The files that are read, which no output may take the place of.
  public var paths: [String] { labels.map { [$0] } ?? [] }

  /// Looks at data.
  ///
  /// - Parameters:
  ///   - source: "digits", a file's path, or "-".
  ///   - known: The data that these are to be read like, if there are any.
  ///   - share: The part of the memory that is left for them, where they are kept more than once.
  ///   - inBlocks: True if they are read block by block, and may be larger than the memory.
  public func open(
    _ source: String, like known: DataDescription? = nil, share: Double = 1, inBlocks: Bool = false
  ) throws -> DataSource {
    let room = Int(Double(min(DataOptions.standardByteLimit, Memory.available / 2)) * share)
    var options = try DataOptions(
      scale: scale?.value, labelsPath: labels, hasHeader: header,
      labelColumn: labelColumn.map(LabelColumn.init) ?? .unspecified, byteLimit: max(1, room))
    (options.delimiter, options.decimalMark) = (delimiter?.value, decimal?.value)
    (options.columns, options.dropped) = (columns.isEmpty ? nil : columns, drop)
    (options.missing, options.image, options.like) = (missing?.value, image?.value, known)
    if inBlocks { options.inflatedLimit = .max }
    return try DataSource(source, options: options)
  }

  /// Refuses a word about the header of data that have none.
  public func requireHeader(in kind: DataDescription.Kind) throws(InvalidInput) {
    guard header == false, kind != .table else { return }
    throw InvalidInput("--no-header", expected: "none: the data are not a table", found: "one")
  }

  /// Standardises data, and names the file of a number that overflows.
  public func standardized<Scalar: NetworkScalar>(
    _ raw: DataSet<Double>, by standardization: Standardization, source: String
  ) throws -> DataSet<Scalar> {
    try raw.replacingObservations(by: standardized(raw.observations, by: standardization, source: source))
  }

  /// Standardises a block of rows, and names the file of a number that overflows.
  ///
  /// - Parameter first: The number of the first row among all.
  public func standardized<Scalar: NetworkScalar>(
    _ block: Batch<Double>, from first: Int = 0, by standardization: Standardization, source: String
  ) throws -> Batch<Scalar> {
    do { return try standardization.applied(to: block, as: Scalar.self, from: first) } catch {
      throw FileError.malformed(
        path: source, place: .part(error.input), expected: error.expected, found: error.found)
    }
  }
}
