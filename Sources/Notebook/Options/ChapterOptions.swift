import ArgumentParser
import VAECore

/// The options that every chapter has.
public struct ChapterOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("The seed of every random draw.", valueName: "number"))
  var seed: Entry<SeedNumber> = "42"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many samples each average takes (default: 1000000; 100000 with --quick).", valueName: "count"))
  var samples: Entry<SampleCount>?

  @Flag(help: "A tenth of the samples: rougher, but every claim is still able to fail.")
  var quick = false

  @Option(help: ArgumentHelp("Where figures are left.", valueName: "folder"))
  var figures: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("How figures are drawn: svg, ascii or none.", valueName: "style"))
  var plot: Entry<PlotStyle> = "svg"

  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  @Flag(help: ArgumentHelp("Print one JSON object with every record in order, for the book.", visibility: .hidden))
  var transcript = false

  @Option(help: ArgumentHelp("Make this mistake and see which equation catches it.", valueName: "name"))
  var mistake: String?

  @Flag(help: "List the mistakes that this chapter can make, one a line, name first.")
  var listMistakes = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many threads to use (default: all). The numbers do not depend on it.", valueName: "count"))
  var threads: Entry<ThreadCount>?

  /// Creates the defaults.
  public init() {}

  /// Each option's value with its problem, if it has one.
  var parameters: [Parameter] {
    [Parameter("seed", seed), Parameter("plot", plot)]
      + (samples.map { [Parameter("samples", $0)] } ?? [])
      + (threads.map { [Parameter("threads", $0)] } ?? [])
  }

  /// Whether standard output holds one JSON object and nothing else.
  var printsJSON: Bool { json || transcript }

  /// The number of samples that this run takes.
  var sampleCount: Int { samples?.value ?? (quick ? 100_000 : 1_000_000) }

  /// Where the figures go, or nil where none are left: a mistaken run never overwrites the book's own figures.
  var figuresFolder: String? {
    plot.value == .svg ? figures ?? (mistake == nil ? "figures" : nil) : nil
  }
}
