import ArgumentParser
import Datasets
import Files
import Notebook
import VAEEngine

/// Where observations come from and how they are read.
struct DataArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data: digits (1797 handwritten digits, built in), or a file of IDX or CSV, plain or gzipped.",
      valueName: "digits|file"))
  var data: String

  @Option(help: ArgumentHelp("The labels of an IDX file, in a file of their own.", valueName: "file"))
  var labels: String?

  @Flag(help: "A table's first line gives the columns' names.")
  var header = false

  @Option(
    help: ArgumentHelp(
      "The column of a table that has the labels: its number, its name, last or none.", valueName: "column"))
  var labelColumn = "none"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What every value is divided by (default: 255 for bytes of IDX, 16 for digits, else 1).", valueName: "number"))
  var scale: Entry<PositiveReal>?

  /// The entries, to be refused where they must.
  var entries: [Parameter] { scale.map { [Parameter("scale", $0)] } ?? [] }

  /// The files that are read, which no output may take the place of.
  var paths: [String] { [data] + (labels.map { [$0] } ?? []) }

  /// Reads the data.
  func load<Scalar: NetworkScalar>(as _: Scalar.Type) throws -> DataSet<Scalar> {
    try DataSet.load(
      data,
      options: DataOptions(
        scale: scale?.value, labelsPath: labels, hasHeader: header, labelColumn: LabelColumn(labelColumn)))
  }
}
