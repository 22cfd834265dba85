import ArgumentParser
import VAECore

/// The options that every chapter has.
public struct ChapterOptions: ParsableArguments {
  /// The seed and the number of samples of the book's own pages and figures.
  private static let bookSeed: Entry<SeedNumber> = "42"
  private static let bookSampleCount = 1_000_000

  @Option(parsing: .unconditional, help: ArgumentHelp("The seed of every random draw.", valueName: "number"))
  var seed = Self.bookSeed

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many samples each average takes, --quick or not (default: 1000000; 100000 with --quick).",
      valueName: "count"))
  var samples: Entry<SampleCount>?

  /// True for a short run: a tenth of the samples, and short trainings.
  @Flag(
    help: """
      A tenth of the samples, unless --samples says how many, and short trainings: rougher, but every claim is still \
      able to fail.
      """)
  public var quick = false

  @Option(
    help: ArgumentHelp(
      "Where figures are left (default: figures; figures/tried if a seed, samples or a parameter is not the default).",
      valueName: "folder"))
  var figures: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("How figures are drawn: svg, ascii or none.", valueName: "style"))
  var plot: Entry<PlotStyle> = "svg"

  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  /// A run that makes a mistake ends with the section that catches it.
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

  @Flag(help: "Walk through the chapter: its prose, each cell, its numbers and figures, step by step.")
  var walk = false

  @Option(
    help: ArgumentHelp(
      "Walk, beginning at this section: its number, the number's last part, or how its title begins.",
      valueName: "section"))
  var step: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Say what this exercise asks, and which file to edit.", valueName: "n"))
  var exercise: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Judge your answer to this exercise.", valueName: "n"))
  var checkExercise: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Print the solution of this exercise.", valueName: "n"))
  var solution: String?

  /// Creates the defaults.
  public init() {}

  /// Refuses options that ask for different things.
  public func validate() throws {
    let asked: [(String, Bool)] = [
      ("--walk", walks), ("--json", printsJSON), ("--list-mistakes", listMistakes), ("--exercise", exercise != nil),
      ("--check-exercise", checkExercise != nil), ("--solution", solution != nil),
    ]
    let names = asked.filter(\.1).map(\.0)
    if names.count > 1 { throw ValidationError("\(names.joined(separator: " and ")) exclude each other") }
    if mistake != nil, let name = names.first, !["--walk", "--json"].contains(name) {
      throw ValidationError("--mistake and \(name) exclude each other")
    }
    if let name = aside, let typed = typedForRun.first {
      throw ValidationError("\(name) does not run the chapter: it takes no \(typed)")
    }
    if printsJSON, plot.value == .ascii { throw ValidationError("--json and --plot ascii exclude each other") }
    if figures != nil, plot.value != .svg {
      throw ValidationError("--figures and --plot \(plot.text) exclude each other")
    }
  }

  /// The option for which the chapter does not run, if there is one.
  var aside: String? {
    let asked = [
      ("--list-mistakes", listMistakes), ("--exercise", exercise != nil), ("--check-exercise", checkExercise != nil),
      ("--solution", solution != nil),
    ]
    return asked.first { $0.1 }?.0
  }

  /// The options typed that change a run, and only that.
  private var typedForRun: [String] {
    let typed = [
      ("--seed", seed.text != Self.bookSeed.text), ("--samples", samples != nil), ("--quick", quick),
      ("--figures", figures != nil), ("--plot", plot.text != "svg"), ("--threads", threads != nil),
    ]
    return typed.filter(\.1).map(\.0)
  }

  /// Whether the chapter is walked through.
  var walks: Bool { walk || step != nil }

  /// Each option's value with its problem, if it has one.
  var parameters: [Parameter] {
    [Parameter("seed", seed), Parameter("plot", plot)]
      + (samples.map { [Parameter("samples", $0)] } ?? [])
      + (threads.map { [Parameter("threads", $0)] } ?? [])
  }

  /// The remark on two options of which one wins, if both are typed.
  var note: String? {
    guard quick, let samples else { return nil }
    return "--samples \(samples.text) wins over the samples of --quick, which shortens trainings only"
  }

  /// Whether standard output holds one JSON object and nothing else.
  var printsJSON: Bool { json || transcript }

  /// The number of samples that this run takes.
  var sampleCount: Int { samples?.value ?? (quick ? 100_000 : Self.bookSampleCount) }

  /// Whether seed and number of samples are those of the book's own figures.
  var drawsAsTheBook: Bool { seed.value == Self.bookSeed.value && sampleCount == Self.bookSampleCount }

  /// The folder for the figures, or nil if none are kept: only a run of the defaults draws the book's own figures.
  ///
  /// A mistaken run leaves none.
  ///
  /// - Parameter hasOwnParameters: Whether one of the chapter's own parameters is not its default.
  func figuresFolder(hasOwnParameters: Bool) -> String? {
    guard plot.value == .svg else { return nil }
    if let figures { return figures }
    guard mistake == nil else { return nil }
    return drawsAsTheBook && !hasOwnParameters ? "figures" : "figures/tried"
  }
}
