import ArgumentParser
import VAECore
import Verification

/// One numbered cell of a chapter: a heading, and the function that shows what the heading says.
public struct Section {
  /// Its number, such as "3.4".
  public let number: String
  /// Its heading.
  public let title: String
  /// Shows it.
  public let cell: (ChapterNotebook) throws -> Void
  /// The path of the source that declares it, for forms of the chapter that show its prose.
  let file: String

  /// Creates a section.
  ///
  /// - Parameters:
  ///   - number: Its number, such as "3.4".
  ///   - title: Its heading.
  ///   - cell: Shows what the heading says.
  ///   - file: The chapter's source; leave it out.
  public init(
    _ number: String, _ title: String, _ cell: @escaping (ChapterNotebook) throws -> Void, file: String = #filePath
  ) {
    self.number = number
    self.file = file
    self.title = title
    self.cell = cell
  }
}

/// A chapter: a program that shows its sections in order and ends with a verdict.
public protocol Chapter: ParsableCommand {
  /// The chapter's number.
  static var number: Int { get }
  /// The chapter's title.
  static var title: String { get }
  /// The chapter's thesis, in one sentence.
  static var thesis: String { get }
  /// The famous errors of its derivations, each caught by a claim.
  static var mistakes: [Mistake] { get }
  /// The numbers of the notes' equations that the chapter announces: each has a claim.
  static var equations: [String] { get }
  /// The places of the notes that the chapter shows to be wrong.
  static var errata: [Erratum] { get }
  /// The symbols that the chapter introduces, with their names in the code.
  static var notation: [Notation] { get }

  /// The chapter's exercises, in order.
  static var exercises: [Exercise] { get }

  /// The options that every chapter has.
  var options: ChapterOptions { get }
  /// The chapter's own parameters.
  var parameters: [Parameter] { get }
  /// The chapter's sections, in order.
  var outline: [Section] { get }

  /// Refuses parameters that are fine one by one and not together.
  func checkParameters() throws
}

extension Chapter {
  /// Most chapters' parameters are independent of each other.
  public func checkParameters() throws {}

  /// A chapter may announce nothing of the notes, correct nothing and introduce no symbol.
  public static var equations: [String] { [] }
  public static var errata: [Erratum] { [] }
  public static var notation: [Notation] { [] }
  public static var exercises: [Exercise] { [] }

  /// The text of `--help`: the thesis, examples, and the exit codes.
  public static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "chapter\(number)",
      abstract: "Chapter \(number) · \(title)",
      discussion: """
        \(thesis)

        EXAMPLES
          swift run chapter\(number)
          swift run chapter\(number) --quick --json --plot none
          swift run chapter\(number) --mistake \(mistakes.first?.name ?? "NAME")
          swift run chapter\(number) --walk
          swift run chapter\(number) --step \(number).2
          swift run chapter\(number) --exercise 1

        EXIT CODES
          0   all claims hold, or the answer is right
          1   a claim failed, or the answer is wrong
          2   the exercise is not answered yet
          3   input refused
          4   a figure could not be drawn
          64  usage
          74  the output could not be written
        """,
      version: lowerBoundVersion)
  }

  /// Runs the chapter and exits with its verdict.
  public func run() throws {
    let code = ChapterRun(self).finish()
    if code != .success { throw code }
  }
}

extension ExitCode {
  /// A claim failed.
  package static let claimFailed = ExitCode(1)
  /// An exercise is not answered yet.
  package static let notAnswered = ExitCode(2)
  /// An input was refused.
  package static let inputRefused = ExitCode(3)
  /// A figure could not be drawn.
  package static let figureNotDrawn = ExitCode(4)
  /// Standard output could not be written, other than because its reader left early.
  package static let outputLost = ExitCode(74)
}
