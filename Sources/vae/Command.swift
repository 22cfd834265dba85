import ArgumentParser
import Files
import Notebook
import Plotting
import VAECore
import VAEEngine

/// What a command has to say at its end, as lines for people and as one JSON object for programs.
struct Report {
  /// The lines.
  var lines: [String] = []
  /// A drawing of characters, below the lines.
  var drawing: String?
  /// The JSON object's members.
  var members: [(key: String, value: JSON)] = []
  /// How the command ends.
  var code = ExitCode.success
  /// Why there is no figure, where one was asked for: the numbers are not lost with it.
  var missingFigure: PlottingError?
}

/// One command of `vae`: options, then work that ends with a report.
protocol Command: ParsableCommand {
  /// The options that every command has.
  var general: GeneralOptions { get }
  /// The command's own entries, to be refused before any work.
  var entries: [Parameter] { get }
  /// The first entry that is refused.
  var problem: InvalidInput? { get }
  /// Does the work.
  func perform() throws -> Report
}

extension Command {
  var problem: InvalidInput? { entries.compactMap(\.problem).first }

  /// The command's name in messages, such as "vae train".
  static var nameInMessages: String { "vae \(configuration.commandName ?? _commandName)" }
}

extension Command {
  /// Refuses bad input with one line and its exit code, or prints the report.
  func run() throws {
    let output = StandardOutput()
    let name = Self.nameInMessages
    let report: Report
    do {
      try ProgramArguments.requireUTF8()
      if let problem { throw problem }
      report = try perform()
      try report.requireFinite()
    } catch {
      complain("\(name): \("\(error)".escaped)")
      throw Self.code(of: error)
    }
    output.write(
      general.json
        ? JSON.object(report.members).text + "\n"
        : report.lines.map { $0.escaped + "\n" }.joined() + (report.drawing ?? ""))
    if let failure = output.failure {
      complain("\(name): standard output could not be written: \(failure)")
      if !output.isClosedByReader { throw ExitCode.outputLost }
    }
    if let problem = report.missingFigure { complain("\(name): \("\(problem)".escaped)") }
    if report.code != .success { throw report.code }
    if report.missingFigure != nil { throw ExitCode.figureNotDrawn }
  }

  static func code(of error: any Error) -> ExitCode {
    switch error {
    case is PlottingError: .figureNotDrawn
    case FileError.unwritable: .outputLost
    case is TrainingFailure, is NotFinite: .claimFailed
    case let error as JointRefusal: error.code
    default: .inputRefused
    }
  }
}
