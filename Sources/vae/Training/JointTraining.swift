import ArgumentParser
import Files
import Foundation
import Notebook
import Processes
import VAECore
import VAEEngine

// A training that several processes share. They read the same options and data, agree on that before the first step, and
// take the same steps. Process 0 prints and writes.

extension Processes: ProcessGroup {}

/// A training whose options and data are read and suit each other.
protocol PreparedTraining {
  /// What must be the same in every process, by its name.
  var agreement: [(name: String, text: String)] { get throws }
  /// Trains, and reports the result.
  func perform() throws -> Report
}

/// An error that every process knows of: process 0 prints it, and all end with its code.
struct JointRefusal: Error, CustomStringConvertible {
  let description: String
  let code: ExitCode
}

extension Processes {
  /// Prepares a training in every process, and performs it if all agree.
  ///
  /// - Parameter source: The data, as they were typed.
  func perform(dataFrom source: String, _ prepare: () throws -> any PreparedTraining) throws -> Report {
    defer { finish() }
    let hasInput = source != "-" || shareStandardInput()
    let (training, agreement) = try together {
      guard hasInput else { throw FileError.unreadable(path: "standard input", reason: "it cannot be shared") }
      let training = try prepare()
      return (training, try training.agreement)
    }
    try requireEqual(agreement)
    do { return try training.perform() } catch let error where !(error is TrainingFailure || error is NotFinite) {
      // The others do not know of it, and would wait.
      abort(code: Train.code(of: error).rawValue, saying: "vae train: \("\(error)".escaped)")
    }
  }

  /// Does some work in every process. If it fails in one of them, it fails in all.
  private func together<Result>(_ work: () throws -> Result) throws -> Result {
    var (result, problem): (Result?, (any Error)?)
    do { result = try work() } catch { problem = error }
    let own = problem.map { "\(Train.code(of: $0).rawValue) \($0)" } ?? ""
    let all = gather(Array(own.utf8)).map { String(decoding: $0, as: UTF8.self) }
    let first = all.firstIndex { !$0.isEmpty }
    let told = first.map { "\($0) " + all[$0] } ?? ""
    let parts = String(decoding: broadcast(Array(told.utf8)), as: UTF8.self).split(
      separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let process = Int(parts[0]), let code = Int32(parts[1]) else {
      guard let result else { preconditionFailure("no process has failed") }
      return result
    }
    if process == 0, rank == 0, let problem { throw problem }
    throw JointRefusal(description: (process == 0 ? "" : "process \(process): ") + parts[2], code: ExitCode(code))
  }

  /// Refuses processes that would not take the same steps.
  private func requireEqual(_ agreement: [(name: String, text: String)]) throws {
    let names = agreement.map(\.name)
    let all = gather(Array(agreement.map(\.text).joined(separator: "\n").utf8)).map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }
    var told = ""
    search: for (process, texts) in all.enumerated() {
      for (name, pair) in zip(names, zip(texts, all[0])) where pair.0 != pair.1 {
        told = "process \(process): expected the \(name) of process 0, found different ones"
        break search
      }
    }
    let problem = String(decoding: broadcast(Array(told.utf8)), as: UTF8.self)
    guard problem.isEmpty else {
      throw JointRefusal(
        description: problem + ". Start every process with the same program, files and options", code: .inputRefused)
    }
  }
}

extension TrainingRun: PreparedTraining {
  var agreement: [(name: String, text: String)] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let text = { (value: any Encodable) in String(decoding: try encoder.encode(value), as: UTF8.self) }
      let state = trainer.state
      let numbers = [
        state.parameters, state.firstMoment, state.secondMoment, trainer.model.parameters, model.parameters,
      ]
      let hashes = numbers.map { fingerprint(of: Batch(rows: 1, columns: $0.count, elements: $0)) }
      let (learned, judged) = (data.training.observations, data.heldOut?.observations)
      return [
        ("program versions", lowerBoundVersion), ("options", try text(record.plan) + text(record.stopping)),
        (
          "data",
          "\(learned.rows) \(fingerprint(of: learned)) \(judged?.rows ?? 0) "
            + "\(judged.map { fingerprint(of: $0) } ?? 0)"
        ),
        ("steps and parameters", "\(state.step) \(state.sumsOfEpoch) \(hashes) " + (try text(record.history))),
      ]
    }
  }

  /// True for the process that prints and writes.
  var isFirst: Bool { processes.map { $0.rank == 0 } ?? true }

  /// Returns true if a signal asks to stop. That of process 0 counts, so all processes stop after the same step.
  func isInterrupted() -> Bool {
    let own = Int(Interruption.exitCode?.rawValue ?? 0)
    let code = processes?.broadcast(number: own) ?? own
    interruption = code == 0 ? nil : ExitCode(Int32(code))
    return code != 0
  }
}

extension Train {
  /// The threads of a process: as typed, or its share of the machine's processors.
  func threads(of processes: Processes?) -> Threads {
    guard let processes, threading.threads == nil else { return threading.toUse }
    return Threads(processes.processors)
  }

  /// Refuses what several processes cannot do: gnuplot must not be started beside MPI.
  func requireMeaning(for processes: Processes) throws(InvalidInput) {
    guard live else { return }
    throw InvalidInput(
      "--live", expected: "no curve in the terminal with \(processes.count) processes", found: "--live")
  }
}
