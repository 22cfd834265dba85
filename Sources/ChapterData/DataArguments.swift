import ArgumentParser
import DataReading
import Datasets
import EmbeddedDigits
import Notebook

/// The options that say which data a chapter uses; how they are read is said as it is to `vae`.
public struct DataArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data: digits (1797 handwritten digits, built in), a file of IDX or CSV, plain or gzipped, or - for standard input.",
      valueName: "digits|file|-"))
  var data = "digits"

  @OptionGroup var reading: ReadingArguments

  private enum CodingKeys: String, CodingKey { case data, reading }
  private let made = MadeOnce()

  /// Creates the defaults: the embedded digits as they are.
  public init() {}

  /// True for the embedded digits as they are, of which the chapters' prose tells.
  public var areDigits: Bool { data == "digits" && reading.entries.isEmpty }

  /// All that was typed, if it is not the digits as they are.
  public var parameters: [Parameter] {
    areDigits ? [] : [Parameter("data", Entry<Words>(argument: data))] + reading.entries
  }

  /// Reads the data; a second call returns what the first has read.
  ///
  /// - Throws: `FileError` with the place at fault, or what a chapter needs and the data do not have.
  public func load() throws -> Examples {
    try once("examples") {
      guard !areDigits else { return Examples(try Digits.load()) }
      let source = try reading.open(data)
      try reading.requireHeader(in: source.kind)
      let isTable = source.kind == .table
      return try Examples(
        try source.read(as: Double.self), source: data,
        areStandardized: reading.standardize.map { $0.value == .columns } ?? isTable)
    }
  }

  /// Returns what is made of the data before the chapter begins and used in it, such as their principal components.
  public func once<Value: Sendable>(_ name: String, _ make: () throws -> Value) rethrows -> Value {
    try made.once(name, make)
  }
}
