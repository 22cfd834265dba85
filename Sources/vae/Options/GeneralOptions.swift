import ArgumentParser
import Notebook
import VAECore
import VAEEngine

/// The options that every command has.
struct GeneralOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The seed of every random draw (default: 42).", valueName: "number"))
  var seed: Entry<SeedNumber>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many threads to use (default: all). The numbers do not depend on it.", valueName: "count"))
  var threads: Entry<ThreadCount>?

  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  /// The entries, to be refused where they must.
  var entries: [Parameter] {
    [seed.map { Parameter("seed", $0) }, threads.map { Parameter("threads", $0) }].compactMap(\.self)
  }

  /// The seed that was typed, or the default.
  var seedToUse: UInt64 { seed?.value ?? 42 }

  /// How many threads share the work.
  var threadsToUse: Threads { threads.map { Threads($0.value) } ?? .all }
}

/// A number of threads.
enum ThreadCount: EntryDomain {
  /// Stands in for a refused value.
  static let placeholder = 1
  /// The value for the JSON output.
  static func json(_ value: Int) -> JSON { .integer(value) }

  /// Reads the value, or says what was expected.
  static func parse(_ text: String) throws(InvalidInput) -> Int {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text), (1...256).contains(value) else {
      throw InvalidInput("threads", expected: "a whole number from 1 to 256", found: text)
    }
    return value
  }
}
