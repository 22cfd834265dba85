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

/// The data that a model is judged by: a part of some data, its name, and its rows' places among all of them.
struct JudgedData<Scalar: NetworkScalar> {
  let data: DataSet<Scalar>
  /// The part's name.
  let part: String
  /// The name of all the data, as it was typed.
  private let source: String
  private let places: [Int]?

  /// Chooses a part of the data: by default what the training held out, if these are its data.
  ///
  /// - Parameters:
  ///   - part: The part that was typed.
  ///   - all: All the data.
  ///   - record: The record of the model's training.
  ///   - source: The name of the data, as it was typed.
  /// - Throws: `InvalidInput` for a part of data that the model was not trained on.
  init(
    _ part: Entry<Choice<DataPart>>?, of all: DataSet<Scalar>, _ record: TrainingRecord?, source: String
  ) throws(InvalidInput) {
    self.source = source
    guard let known = record?.data, known.heldOut > 0, known.isOf(all) else {
      if let part, part.value != .all {
        throw InvalidInput(
          "--part", expected: "all: the model was not trained on a part of these data", found: part.text)
      }
      (data, self.part, places) = (all, DataPart.all.rawValue, nil)
      return
    }
    let chosen = part?.value ?? .heldOut
    self.part = chosen.rawValue
    guard chosen != .all else {
      (data, places) = (all, nil)
      return
    }
    let parts = try all.split(heldOut: known.heldOut, seed: known.splitSeed)
    data = chosen == .heldOut ? parts.heldOut : parts.training
    places = try known.places(heldOut: chosen == .heldOut)
  }

  /// A row's number among all the data, from 1.
  func number(ofRow row: Int) -> Int { (places?[row] ?? row) + 1 }

  /// A row's name in messages.
  func name(ofRow row: Int) -> String { "\(source), row \(number(ofRow: row))" }
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
