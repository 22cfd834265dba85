import Checkpoints
import Files
import Notebook
import Processes
import VAECore
import VAEEngine

/// A work on the rows of some data, of which a run may do one shard only.
struct ShardedWork<Results: ShardResults>: JointWork {
  /// The things that all who share the work must have in common.
  let agreement: [Agreed]
  /// The number of rows.
  let rows: Int
  /// The shard to do, if it is not all of the work.
  let shard: Shard?
  /// The places for the results of the whole work, or for the part of a shard.
  let output: ShardOutput
  /// The processes that share the work, if there are several.
  let processes: Processes?
  /// Computes the results of some rows.
  let compute: (Range<Int>) throws -> Results

  func perform() throws -> Report {
    if let processes { return try perform(in: processes) }
    guard let shard else { return try compute(0..<rows).report(to: output) }
    let range = shard.rows(of: rows)
    guard let out = output.out else { throw missingOut }
    try compute(range).part(shard, agreed: agreement).content().save(to: out)
    var report = Report()
    let name = "shard \(shard.number) of \(shard.count)"
    report.lines = [
      range.isEmpty
        ? "\(name): no rows, as there are more shards than rows"
        : "\(name): \(NumberText.count(range.count)) of \(NumberText.count(rows)) rows", "saved    \(out)",
    ]
    report.members = [
      ("command", .string(Results.command)), ("shard", .integer(shard.number)), ("shards", .integer(shard.count)),
      ("data", .integer(range.count)), ("out", .string(out)),
    ]
    return report
  }

  /// Does a shard in every process. Process 0 puts them together.
  private func perform(in processes: Processes) throws -> Report {
    let part = try processes.together {
      let shard = try Shard(processes.rank + 1, of: processes.count)
      return try compute(shard.rows(of: rows)).part(shard, agreed: agreement).content()
    }
    let all = processes.gather(try part.bytes)
    // A figure is drawn by a program of its own, which MPI does not allow to start.
    processes.finish()
    guard processes.rank == 0 else { return Report() }
    let parts = try all.enumerated().map { process, bytes in
      let path = "process \(process)"
      return NamedPart(path: path, part: try Part(SafeTensors(bytes: bytes, path: path), path: path))
    }
    return try Results(PartsOfWork(parts)).report(to: output)
  }
}

extension ShardArguments {
  /// Refuses a shard where several processes share the work already, or no file is named for its part.
  func requireMeaning(out: String?, processes: Processes?) throws(InvalidInput) {
    guard let shard else { return }
    if let processes {
      throw InvalidInput(
        "--shard", expected: "none: \(processes.count) processes share the work already", found: "'\(shard.text)'")
    }
    if out == nil { throw missingOut }
  }
}

/// The refusal of a work that leaves a file and is not told where.
let missingOut = InvalidInput("--out", expected: "a file for the results", found: "none")
