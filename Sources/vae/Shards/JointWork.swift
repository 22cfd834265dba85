import ArgumentParser
import Files
import Notebook
import Processes
import VAECore
import VAEEngine

// A work that several processes share. They read the same options and data, and agree on that before they begin. Process 0
// prints and writes.

/// A thing that all who share a work must have in common: its name and its text.
struct Agreed: Codable, Equatable {
  var name, text: String
}

/// A work whose options and data are read and suit each other.
protocol JointWork {
  /// The things that must be the same in every process.
  var agreement: [Agreed] { get throws }
  /// Does the work, and reports the result.
  func perform() throws -> Report
}

/// An error that every process knows of: process 0 prints it, and all end with its code.
struct JointRefusal: Error, CustomStringConvertible {
  let description: String
  let code: ExitCode
}

extension Command {
  /// Performs a work, together with other processes where a launcher started several.
  ///
  /// - Parameters:
  ///   - source: The data, as they were typed.
  ///   - prepare: Reads options and data.
  func perform(dataFrom source: String?, _ prepare: (Processes?) throws -> any JointWork) throws -> Report {
    guard Launch.count > 1 else { return try prepare(nil).perform() }
    guard let processes = Processes.join() else {
      throw InvalidInput(
        "the launcher", expected: "1 process, or a vae that was built with swift build --traits MPI",
        found: "\(Launch.count) processes")
    }
    guard processes.count == Launch.count else {
      throw InvalidInput(
        "the launcher", expected: "\(Launch.count) processes that find each other (use the mpirun of Open MPI)",
        found: "\(processes.count)")
    }
    defer { processes.finish() }
    let hasInput = source != "-" || processes.shareStandardInput()
    let (work, agreement) = try processes.together {
      guard hasInput else { throw FileError.unreadable(path: "standard input", reason: "it cannot be shared") }
      let work = try prepare(processes)
      return (work, try work.agreement)
    }
    try processes.requireEqual(agreement)
    do { return try work.perform() } catch let error
      where !(error is TrainingFailure || error is NotFinite || error is JointRefusal)
    {
      // The others do not know of it, and would wait.
      processes.abort(code: Self.code(of: error).rawValue, saying: "\(Self.nameInMessages): \("\(error)".escaped)")
    }
  }
}

extension ThreadArguments {
  /// The threads of a process: as typed, or its share of the machine's processors.
  func toUse(in processes: Processes?) -> Threads {
    guard let processes, threads == nil else { return toUse }
    return Threads(processes.processors)
  }
}

extension Processes {
  /// Does some work in every process. If it fails in one of them, it fails in all.
  func together<Result>(_ work: () throws -> Result) throws -> Result {
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
    throw JointRefusal(description: (process == 0 ? "" : "process \(process): ") + parts[2], code: ExitCode(code))
  }

  /// Refuses processes that would not do the same work.
  fileprivate func requireEqual(_ agreement: [Agreed]) throws {
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
