import Files
import Foundation
import Notebook
import Platform

/// The file of `--metrics`: a line of JSON for each epoch that is done, the same for the same training.
///
/// The record of a training has all its epochs. So a resumed training needs nothing from the old file, and writes the same
/// lines as a training that never stopped.
struct MetricsFile {
  let path: String
  private var lineCount: Int?

  /// Looks at the place before any work.
  ///
  /// - Parameters:
  ///   - inputs: The paths of what the command reads.
  ///   - model: The place of the model.
  init(_ path: String, keeping inputs: [String], model: OutputPath) throws(FileError) {
    let place = try OutputFile.requireWritable(path, keeping: inputs)
    guard place.target != model.target else {
      throw .unwritable(path: path, reason: "it is the model's own file; choose a different file")
    }
    self.path = path
  }

  /// Refuses, before a training goes on, a file whose lines are not those of its epochs.
  ///
  /// Lines of epochs that are not in the record are taken again: the training stopped before they were saved.
  func requireAgreement(with record: TrainingRecord) throws(FileError) {
    guard OutputFile.exists(path) else { return }
    let file = try InputFile(path: path)
    let found = String(decoding: try file.bytes(in: 0..<file.size), as: UTF8.self).split(separator: "\n")
    for (index, line) in zip(found, Self.lines(record)).enumerated() where line.0 != line.1 {
      // The last line of a training that was killed may be half a line.
      guard index < found.count - 1 || !line.1.hasPrefix(line.0) else { return }
      throw .malformed(
        path: path, place: .line(index + 1),
        expected: "epoch \(index + 1) of the training that goes on (choose a different file for --metrics)",
        found: String(line.0.prefix(60)).onOneLine)
    }
  }

  /// Writes the epochs that the file does not have yet: at first all of them, then the last.
  mutating func write(_ record: TrainingRecord) throws(FileError) {
    let lines = Self.lines(record, from: lineCount ?? 0)
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    if lineCount == nil { try AtomicFile.replace(path, with: [bytes]) } else { try append(bytes) }
    lineCount = record.history.count
  }

  private func append(_ bytes: [UInt8]) throws(FileError) {
    guard !bytes.isEmpty else { return }
    do {
      let handle = try FileHandle(forWritingTo: URL(filePath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(bytes))
      try handle.close()
    } catch {
      throw .unwritable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// The lines of the epochs of a training.
  ///
  /// - Parameter first: The first epoch, from 0 on.
  static func lines(_ record: TrainingRecord, from first: Int = 0) -> [String] {
    record.history.indices.dropFirst(first).map { index in
      let objective = record.plan.objective(ofEpoch: index)
      let members: [(String, JSON)] = [
        ("epoch", .integer(index + 1)), ("step", .integer((index + 1) * record.stepsInEpoch)),
        ("divergenceWeight", .number(objective.divergenceWeight)),
      ]
      return JSON.object(members + PlanText.members(record.history[index])).text
    }
  }
}
