import Checkpoints
import Files
import VAEEngine

/// A part and the path of its file, or another name for messages.
struct NamedPart {
  let path: String
  let part: Part
}

/// All parts of one work, in the order of their shards.
struct PartsOfWork {
  /// The parts.
  let parts: [NamedPart]

  /// Loads parts and puts them in order.
  ///
  /// - Throws: `FileError` for a file that is no sound part, belongs to a different work, or has the shard of another
  ///   file, and if shards are missing.
  init(_ paths: [String]) throws {
    try self.init(paths.map { path in NamedPart(path: path, part: try Part(SafeTensors.load(path), path: path)) })
  }

  /// Puts parts in order.
  init(_ unordered: [NamedPart]) throws(FileError) {
    guard let first = unordered.first else {
      throw .unreadable(path: "parts", reason: "there are none")
    }
    for other in unordered.dropFirst() { try Self.requireSameWork(other, as: first) }
    var ofShard: [Int: NamedPart] = [:]
    for named in unordered {
      if let other = ofShard.updateValue(named, forKey: named.part.shard.number) {
        throw .malformed(
          path: named.path, place: .file, expected: "each shard once",
          found: "shard \(named.part.shard.number) of \(named.part.shard.count) again, as in \(other.path.onOneLine)")
      }
    }
    let all = 1...first.part.shard.count
    let missing = all.filter { ofShard[$0] == nil }
    guard missing.isEmpty else {
      let shown = missing.prefix(10).map { "\($0)" }.joined(separator: ", ") + (missing.count > 10 ? " …" : "")
      throw .malformed(
        path: first.path, place: .file, expected: "the parts of all \(all.count) shards beside it",
        found: "\(ofShard.count) of them; missing: \(shown)")
    }
    parts = all.compactMap { ofShard[$0] }
  }

  /// Refuses a part of a different work.
  private static func requireSameWork(_ other: NamedPart, as first: NamedPart) throws(FileError) {
    var pairs = [(Agreed(name: "command", text: first.part.command), Agreed(name: "command", text: other.part.command))]
    pairs += zip(first.part.agreed, other.part.agreed)
    pairs.append(
      (
        Agreed(name: "number of shards", text: "\(first.part.shard.count)"),
        Agreed(name: "number of shards", text: "\(other.part.shard.count)")
      ))
    for (expected, found) in pairs where expected != found {
      throw .malformed(
        path: other.path, place: .file,
        expected: "the \(expected.name) \(expected.text.onOneLine), as \(first.path.onOneLine) has",
        found: found.text.onOneLine)
    }
  }
}
