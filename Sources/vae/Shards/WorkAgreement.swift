import Checkpoints
import Datasets
import Files
import Foundation
import Notebook
import VAEEngine

/// The things that runs which share a work must have in common: program, model, data, and the way in which these were read.
enum WorkAgreement {
  /// The first things that parts agree on; a command adds its options.
  ///
  /// - Parameters:
  ///   - model: The model's path.
  ///   - data: The data, as they were read.
  static func terms(model: String, data: DataOutline) throws -> [Agreed] {
    let description = data.description
    let list = { (values: [Int]?) in values.map { $0.map { "\($0)" }.joined(separator: ",") } ?? "none" }
    return [
      Agreed(name: "program version", text: lowerBoundVersion),
      Agreed(name: "model", text: "with SHA-256 \(try hash(ofFile: model))"),
      Agreed(name: "data", text: "\(description.name) with SHA-256 \(description.hash ?? "unknown")"),
      Agreed(name: "number of rows", text: "\(description.rows)"),
      Agreed(name: "--scale", text: description.scale.map { "\($0)" } ?? "none"),
      Agreed(name: "--image", text: list(description.image)),
      Agreed(name: "columns", text: list(description.table?.columns)),
      Agreed(name: "--missing", text: description.table?.missing.rawValue ?? "none"),
      Agreed(name: "labels", text: labels(data)),
    ]
  }

  /// The hash of a file's bytes.
  private static func hash(ofFile path: String) throws(FileError) -> String {
    let file = try InputFile(path: path)
    var hash = SHA256()
    for first in stride(from: 0, to: file.size, by: 1 << 20) {
      try file.bytes(in: first..<min(file.size, first + 1 << 20)).withUnsafeBytes { hash.update($0) }
    }
    return hash.hexadecimal
  }

  /// The hash of the labels and of their names.
  private static func labels(_ data: DataOutline) -> String {
    guard let labels = data.labels else { return "none" }
    var hash = SHA256()
    labels.withUnsafeBytes { hash.update($0) }
    for name in data.classes ?? [] { Array("\(name.utf8.count):\(name)".utf8).withUnsafeBytes { hash.update($0) } }
    return "with SHA-256 \(hash.hexadecimal)"
  }
}
