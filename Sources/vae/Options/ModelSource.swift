import Checkpoints
import Datasets
import Files
import VAEEngine

/// What is done with a model of either precision.
protocol ModelWork {
  /// Does the work.
  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report
}

extension ModelWork {
  /// Loads a model in its own precision, and does the work.
  func perform(onModel path: String) throws -> Report {
    let tensors = try SafeTensors.load(path)
    _ = try Architecture.load(tensors, path: path)
    switch try Precision.load(tensors, path: path) {
    case .single: return try perform(checked: ModelFile<Float>(tensors, path: path), path: path)
    case .double: return try perform(checked: ModelFile<Double>(tensors, path: path), path: path)
    }
  }

  /// Does the work once the model's record of training is known to be sound: nothing is written before.
  private func perform<Scalar: NetworkScalar & TensorElement>(
    checked file: ModelFile<Scalar>, path: String
  ) throws -> Report {
    _ = try file.trainingRecord(path: path)
    return try perform(file, path: path)
  }
}

extension ModelFile {
  /// Loads data, and refuses those that do not fit the model: another number of columns, or values that the model has
  /// no likelihood for.
  ///
  /// - Parameters:
  ///   - path: The model's path, for errors.
  ///   - asProbabilities: Whether the data are to be binarised at random, as values of [0, 1].
  func load(_ arguments: DataArguments, path: String, asProbabilities: Bool = false) throws -> DataSet<Scalar> {
    let data = try arguments.load(as: Scalar.self)
    let dimension = model.encoder.observationDimension
    guard data.observations.columns == dimension else {
      throw FileError.malformed(
        path: arguments.data, place: .file,
        expected: "\(dimension) values in a row, as the model in \(path) has", found: "\(data.observations.columns)")
    }
    try model.require(data, of: arguments, asProbabilities: asProbabilities)
    return data
  }
}

extension VariationalAutoencoder {
  /// Refuses data that the model has no likelihood for, by the name of their file.
  ///
  /// - Parameter asProbabilities: Whether the data are to be binarised at random, as values of [0, 1].
  func require(_ data: DataSet<Scalar>, of arguments: DataArguments, asProbabilities: Bool) throws(FileError) {
    do { try requireObservations(data.observations, asProbabilities: asProbabilities) } catch {
      throw .malformed(path: arguments.data, place: .part(error.input), expected: error.expected, found: error.found)
    }
  }
}
