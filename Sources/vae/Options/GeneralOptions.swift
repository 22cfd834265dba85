import ArgumentParser
import Notebook
import VAECore
import VAEEngine

/// The option that every command has.
struct GeneralOptions: ParsableArguments {
  @Flag(help: "Print one JSON object and nothing else.")
  var json = false
}

/// The option of the commands that draw at random.
struct SeedArguments: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The seed of every random draw (default: 42).", valueName: "number"))
  var seed: Entry<SeedNumber>?

  /// The entries, to be refused where they must.
  var entries: [Parameter] { seed.map { [Parameter("seed", $0)] } ?? [] }

  /// The seed that was typed, or the default.
  var toUse: UInt64 { seed?.value ?? 42 }

  /// Refuses a seed where nothing is drawn.
  func require(drawing isRandom: Bool, because reason: String) throws(InvalidInput) {
    guard !isRandom, let seed else { return }
    throw InvalidInput("--seed", expected: "none: \(reason)", found: "'\(seed.text)'")
  }
}

/// The option of the commands that share their work among threads.
struct ThreadArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many threads to use (default: all). The numbers do not depend on it.", valueName: "count"))
  var threads: Entry<ThreadCount>?

  /// The entries, to be refused where they must.
  var entries: [Parameter] { threads.map { [Parameter("threads", $0)] } ?? [] }

  /// How many threads share the work.
  var toUse: Threads { threads.map { Threads($0.value) } ?? .all }
}
