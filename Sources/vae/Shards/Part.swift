import Checkpoints
import Datasets
import Files
import Foundation
import Notebook
import VAEEngine

/// The results of one shard, as they lie in a file until `vae merge` puts all parts of a work together.
///
/// The file is safetensors, without a clock or a machine's name, so the same shard gives the same bytes. Its checksum
/// shows damage.
struct Part {
  /// The command that did the work, such as "evaluate".
  let command: String
  /// The shard of the work.
  let shard: Shard
  /// The things that the other parts must have in common with it.
  let agreed: [Agreed]
  /// The facts that the report states beside the results, as JSON.
  let facts: String
  /// The results.
  let tensors: [Tensor]

  /// The members of the header's string.
  private struct Description: Codable {
    var command: String
    var shard, shards: Int
    var agreed: [Agreed]
    var facts: String
  }

  private static let key = "part"

  init(command: String, shard: Shard, agreed: [Agreed], facts: String, tensors: [Tensor]) {
    (self.command, self.shard, self.agreed) = (command, shard, agreed)
    (self.facts, self.tensors) = (facts, tensors)
  }

  /// A value as JSON, the same bytes for the same value.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The content of the part's file.
  func content() throws -> SafeTensors {
    let description = Description(
      command: command, shard: shard.number, shards: shard.count, agreed: agreed, facts: facts)
    let text = try Self.text(description)
    return try SafeTensors(metadata: [Self.key: text], tensors: tensors).withChecksum
  }

  /// Takes a part from a file that has been read.
  ///
  /// - Parameter path: The file's path, for errors.
  /// - Throws: `FileError` for a file that is not a part. One that was changed is refused when it is read.
  init(_ file: SafeTensors, path: String) throws(FileError) {
    guard let text = file.metadata[Self.key], file.hasChecksum else {
      throw .malformed(
        path: path, place: .file, expected: "a part that evaluate or encode wrote with --shard",
        found: "a different safetensors file")
    }
    guard let description = try? JSONDecoder().decode(Description.self, from: Data(text.utf8)),
      let shard = try? Shard(description.shard, of: description.shards)
    else {
      throw .malformed(
        path: path, place: .part("metadata \"\(Self.key)\""), expected: "the description of a part in JSON",
        found: text.onOneLine)
    }
    self.init(
      command: description.command, shard: shard, agreed: description.agreed, facts: description.facts,
      tensors: file.tensors)
  }
}

extension Part {
  /// The numbers of a tensor.
  ///
  /// - Throws: `FileError` if there is no such tensor.
  func elements<Element: TensorElement>(_ name: String, as type: Element.Type, path: String) throws(FileError)
    -> [Element]
  {
    guard let elements = tensors.first(where: { $0.name == name })?.elements(as: type) else {
      throw .malformed(
        path: path, place: .part("tensor \"\(name)\""), expected: "numbers of type \(type.tensorType.rawValue)",
        found: "none")
    }
    return elements
  }

  /// The numbers of a tensor, by threes.
  func triples(_ name: String, path: String) throws(FileError) -> [(Double, Double, Double)] {
    let numbers = try elements(name, as: Double.self, path: path)
    return stride(from: 0, to: numbers.count / 3 * 3, by: 3).map { (numbers[$0], numbers[$0 + 1], numbers[$0 + 2]) }
  }

  /// The whole numbers of a tensor.
  func integers(_ name: String, path: String) throws(FileError) -> [Int] {
    try elements(name, as: Int64.self, path: path).map { Int($0) }
  }

  /// Refuses a part whose tensors do not fit together.
  func require(_ isSound: Bool, path: String) throws(FileError) {
    guard !isSound else { return }
    throw .malformed(
      path: path, place: .file, expected: "tensors of the same rows, as vae \(command) writes them", found: "others")
  }

  /// The facts, in the form in which the command wrote them.
  func facts<Facts: Decodable>(as type: Facts.Type, path: String) throws(FileError) -> Facts {
    guard let facts = try? JSONDecoder().decode(type, from: Data(self.facts.utf8)) else {
      throw .malformed(path: path, place: .part("facts"), expected: "those of vae \(command)", found: facts.onOneLine)
    }
    return facts
  }
}
