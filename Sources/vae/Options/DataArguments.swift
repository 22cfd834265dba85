import ArgumentParser
import DataReading
import Notebook

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
