import ArgumentParser
import VAECore

/// The set of values that an option accepts.
public protocol EntryDomain {
  /// The type of the values.
  associatedtype Value: Sendable
  /// Reads a value, or says what was expected.
  static func parse(_ text: String) throws(InvalidInput) -> Value
  /// Stands in for a refused value, so that it need not be optional; the run ends before anything reads it.
  static var placeholder: Value { get }
  /// The value as the JSON output gives it.
  static func json(_ value: Value) -> JSON
}

/// The text that a user typed for an option, read into a value or refused with a reason.
///
/// The argument parser treats a value that it cannot read as a usage error. Here a value outside an option's domain is
/// refused input instead, with an exit code of its own and one line that says what was expected and found.
public struct Entry<Domain: EntryDomain>: ExpressibleByArgument, ExpressibleByStringLiteral, Sendable {
  /// The text as it was typed.
  public let text: String
  /// The value that the text means.
  public let value: Domain.Value
  /// The reason why it was refused, if it was.
  public let problem: InvalidInput?

  /// Reads a text; never fails, see `problem`.
  public init(argument: String) {
    text = argument
    do throws(InvalidInput) {
      (value, problem) = (try Domain.parse(argument), nil)
    } catch {
      (value, problem) = (Domain.placeholder, error)
    }
  }

  /// Reads a default written in the source.
  public init(stringLiteral text: String) { self.init(argument: text) }

  /// The text, as the help shows a default.
  public var defaultValueDescription: String { text }
}

/// One option's name and what was typed for it.
public struct Parameter: Sendable {
  /// The name, without dashes.
  public let name: String
  /// The text that was typed for it, or its default.
  public let text: String
  /// The value for the JSON output.
  public let json: JSON
  /// The reason why the value was refused, if it was; it names the option.
  public let problem: InvalidInput?

  /// Names an option's entry.
  public init<Domain>(_ name: String, _ entry: Entry<Domain>) {
    self.name = name
    text = entry.text
    json = Domain.json(entry.value)
    problem = entry.problem.map { InvalidInput("--\(name)", expected: $0.expected, found: "'\(entry.text)'") }
  }
}
