import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine

/// Which of the data that a model was trained on.
enum DataPart: String, CaseIterable, Sendable {
  case heldOut = "held-out"
  case training, all
}

extension DataRows {
  /// Chooses a part of the data: by default what the training held out, if these are its data.
  ///
  /// - Parameters:
  ///   - part: The part that was typed.
  ///   - known: The data of the model's training.
  /// - Returns: The rows, and the part's name.
  /// - Throws: `InvalidInput` for a part of data that the model was not trained on.
  func judged(
    _ part: Entry<Choice<DataPart>>?, _ known: DataDescription?
  ) throws(InvalidInput) -> (rows: DataRows, part: DataPart) {
    guard let known, known.heldOut > 0, isOf(known) else {
      if let part, part.value != .all {
        throw InvalidInput(
          "--part", expected: "all: the model was not trained on a part of these data", found: part.text)
      }
      return (self, .all)
    }
    let chosen = part?.value ?? .heldOut
    return (chosen == .all ? self : self.part(of: known, heldOut: chosen == .heldOut), chosen)
  }
}

extension TrainingRecord {
  /// Returns the path of the training's data if they are in the current folder or next to the model, otherwise nil.
  ///
  /// - Parameter path: The model's path.
  func ownData(besideModel path: String) -> String? {
    guard data.name != "digits" else { return data.name }
    return [data.name, "\(OutputPath.folder(of: path))/\(data.name)"].first(where: OutputFile.exists)
  }
}

extension ModelFile {
  /// Returns the observations that the model was trained on and judged by, as it sees them, or nil if there is no such file.
  ///
  /// - Throws: An error where they have changed, or cannot be read.
  func ownObservations(path: String) throws -> Batch<Scalar>? {
    guard let record = try trainingRecord(path: path), let source = record.ownData(besideModel: path) else {
      return nil
    }
    let reading = try ReadingArguments.parse([])
    return try load(source, reading, path: path, binarization: record.plan.binarization, own: true).observations
  }
}
