import ArgumentParser
import Datasets
import EmbeddedDigits
import Notebook
import VAECore

/// The options that say which data a chapter uses: the names, and the messages, are those of `vae`.
public struct DataArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data: digits (1797 handwritten digits, built in), or a file of IDX or CSV, plain or gzipped.",
      valueName: "digits|file"))
  var data = "digits"

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

  private enum CodingKeys: String, CodingKey { case data, labels, header, labelColumn, scale }
  private let memory = Memory()

  /// Creates the defaults: the embedded digits as they are.
  public init() {}

  /// Whether the data are the embedded digits as they are, of which the chapters' prose tells.
  public var areDigits: Bool {
    data == "digits" && labels == nil && !header && labelColumn == "none" && scale == nil
  }

  /// What was asked for, if it is not the digits as they are.
  public var parameters: [Parameter] {
    guard !areDigits else { return [] }
    return [Parameter("data", Entry<Words>(argument: data))]
      + (labels.map { [Parameter("labels", Entry<Words>(argument: $0))] } ?? [])
      + (header ? [Parameter("header", Entry<Words>(argument: "yes"))] : [])
      + (labelColumn == "none" ? [] : [Parameter("label-column", Entry<Words>(argument: labelColumn))])
      + (scale.map { [Parameter("scale", $0)] } ?? [])
  }

  /// Reads the data; a second call returns what the first has read.
  ///
  /// - Throws: `FileError` with the place at fault, or what a chapter needs and the data do not have.
  public func load() throws -> Examples {
    try once("examples") {
      guard !areDigits else { return Examples(try Digits.load()) }
      let options = try DataOptions(
        scale: scale?.value, labelsPath: labels, hasHeader: header, labelColumn: LabelColumn(labelColumn))
      return try Examples(try DataSet<Double>.load(data, options: options), path: data)
    }
  }

  /// Returns what is made of the data before the chapter begins and used in it, such as their principal components.
  public func once<Value: Sendable>(_ name: String, _ make: () throws -> Value) rethrows -> Value {
    try memory.once(name, make)
  }
}

/// Any words, such as a path.
private enum Words: EntryDomain {
  static let placeholder = ""
  static func json(_ value: String) -> JSON { .string(value) }
  static func parse(_ text: String) throws(InvalidInput) -> String { text }
}
