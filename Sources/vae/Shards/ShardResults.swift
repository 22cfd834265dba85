import Checkpoints
import Files
import VAEEngine

/// The results of a command for the rows of one shard. Those of all shards, in their order, are the results of the whole
/// work, and the report is made from these in any case.
protocol ShardResults {
  /// The facts that the report states beside the results: the same for all shards.
  associatedtype Facts: Codable
  /// The command's name.
  static var command: String { get }
  var facts: Facts { get }
  /// The results as tensors.
  var tensors: [Tensor] { get throws }
  /// Takes the results from a part.
  ///
  /// - Parameter path: The path of its file, for errors.
  init(_ part: Part, path: String) throws(FileError)
  /// Adds the results of the next shard.
  mutating func append(_ next: Self)
  /// Writes what the command writes, and reports it.
  func report(to output: ShardOutput) throws -> Report
}

/// The places to which the results of a work go.
struct ShardOutput {
  /// The table.
  var out: String?
  /// The figure, of results that have one.
  var figure: FigureArguments?
}

extension ShardResults {
  /// The results as a part.
  func part(_ shard: Shard, agreed: [Agreed]) throws -> Part {
    try Part(command: Self.command, shard: shard, agreed: agreed, facts: Part.text(facts), tensors: tensors)
  }

  /// Puts the results of all parts together.
  init(_ work: PartsOfWork) throws(FileError) {
    self = try Self(work.parts[0].part, path: work.parts[0].path)
    for next in work.parts.dropFirst() { append(try Self(next.part, path: next.path)) }
  }
}
