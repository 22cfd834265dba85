import Checkpoints
import Datasets
import Files
import Foundation
import VAECore
import VAEEngine

/// What a model file says of its training: enough to go on from there, and to tell where the model comes from.
///
/// No clock enters, so that the same training gives the same bytes.
struct TrainingRecord: Codable, Equatable {
  /// One epoch: means over the data, each at the parameters before its step, in nats and the data's units.
  struct Epoch: Codable, Equatable {
    var objective: Double
    var reconstruction: Double
    var divergence: Double
    /// The bound of held-out data after the epoch, if any are held out.
    var heldOutBound: Double?
    /// Its two terms.
    var heldOutReconstruction, heldOutDivergence: Double?
    /// s² after the epoch, in the model's numbers, for a Gaussian likelihood.
    var observationVariance: Double?

    /// The evidence lower bound.
    var bound: Double { reconstruction - divergence }

    /// An epoch of some means, less what a log density has more in the model's numbers than in the data's units.
    init(_ value: ObjectiveValue, logVolume: Double) {
      objective = value.objective - logVolume
      reconstruction = value.bound.reconstruction - logVolume
      divergence = value.bound.divergence
    }

    /// Adds the evaluation of held-out data after the epoch.
    mutating func judge(by evaluation: Evaluation) {
      heldOutBound = evaluation.objective.mean
      heldOutReconstruction = evaluation.reconstruction.mean
      heldOutDivergence = evaluation.divergence.mean
    }
  }

  /// How the model is trained.
  var plan: TrainingPlan
  /// What it is trained on.
  var data: DataDescription
  /// The epochs that are done.
  var history: [Epoch]
  /// How many steps were taken.
  var step = 0
  /// What this epoch's steps have added up so far.
  var sumsOfEpoch: [Double] = []
  /// The best epoch so far, where the training keeps its parameters and stops early.
  var stopping: EarlyStopping?
  /// The options of the training, typed or not, by their names.
  var options: [String: String]?

  /// The name of the string that holds it.
  static let key = "training"
  static let firstMoment = "optimizer.firstMoment."
  static let secondMoment = "optimizer.secondMoment."
  /// The prefix of the last step's parameters, where the model itself has the parameters of an earlier, better epoch.
  static let last = "training.last."

  /// The number of steps in an epoch.
  var stepsInEpoch: Int { (data.rows - data.heldOut - 1) / plan.batchSize + 1 }

  /// True if the model has the parameters of the best epoch, and the training has gone on from there.
  var isPastBest: Bool { stopping?.bestEpoch.map { $0 * stepsInEpoch != step } ?? false }
}

extension ModelFile {
  /// The file of a model in training.
  ///
  /// - Parameters:
  ///   - model: The model of the best epoch, or of the last step where no epoch is known to be the best.
  ///   - state: The state after the last step.
  init(model: VariationalAutoencoder<Scalar>, state: TrainingState<Scalar>, record: TrainingRecord) throws {
    var record = record
    (record.step, record.sumsOfEpoch) = (state.step, state.sumsOfEpoch)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Held-out data may lie so far from the rest that their bound is not finite: no reason to lose the training.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let shapes = model.parameterShapes
    let last =
      record.isPastBest ? try Tensor.list(state.parameters, shapes: shapes, prefix: TrainingRecord.last) : []
    let moments =
      state.firstMoment.isEmpty
      ? []
      : try Tensor.list(state.firstMoment, shapes: shapes, prefix: TrainingRecord.firstMoment)
        + Tensor.list(state.secondMoment, shapes: shapes, prefix: TrainingRecord.secondMoment)
    self.init(
      model: model,
      metadata: [
        TrainingRecord.key: String(decoding: try encoder.encode(record), as: UTF8.self), "producer": "Lower Bound",
      ], extras: moments + last)
  }

  /// The record of the model's training, or nil for a model that was not trained here.
  func trainingRecord(path: String) throws(FileError) -> TrainingRecord? {
    guard let text = metadata[TrainingRecord.key] else { return nil }
    let place = "metadata \"\(TrainingRecord.key)\""
    do {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let record = try decoder.decode(TrainingRecord.self, from: Data(text.utf8))
      try record.requireMeaning(observationDimension: model.encoder.observationDimension)
      return record
    } catch let error as InvalidInput {
      throw .malformed(
        path: path, place: .part("\(place), \(error.input)"), expected: error.expected, found: error.found)
    } catch {
      throw .malformed(
        path: path, place: .part(place), expected: "a record of training in JSON", found: text.onOneLine)
    }
  }

  /// The state to go on from.
  func trainingState(_ record: TrainingRecord, path: String) throws(FileError) -> TrainingState<Scalar> {
    let file: SafeTensors
    do { file = try SafeTensors(tensors: extras) } catch {
      throw .malformed(path: path, place: .file, expected: error.expected, found: error.found)
    }
    let shapes = model.parameterShapes
    let parameters =
      record.isPastBest
      ? try file.elements(as: Scalar.self, shapes: shapes, prefix: TrainingRecord.last, path: path) : model.parameters
    guard case .adam = record.plan.optimizer else {
      return TrainingState(
        step: record.step, parameters: parameters, firstMoment: [], secondMoment: [], sumsOfEpoch: record.sumsOfEpoch)
    }
    let secondMoment = try file.elements(
      as: Scalar.self, shapes: shapes, prefix: TrainingRecord.secondMoment, path: path)
    if let index = secondMoment.firstIndex(where: { $0 < 0 }) {
      throw .malformed(
        path: path, place: .part("element \(index) of all tensors \"\(TrainingRecord.secondMoment)…\""),
        expected: "a mean of squares, 0 or above", found: "\(secondMoment[index])")
    }
    return TrainingState(
      step: record.step, parameters: parameters,
      firstMoment: try file.elements(
        as: Scalar.self, shapes: shapes, prefix: TrainingRecord.firstMoment, path: path),
      secondMoment: secondMoment, sumsOfEpoch: record.sumsOfEpoch)
  }
}
