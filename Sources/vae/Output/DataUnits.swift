import Datasets
import VAECore
import VAEEngine

/// The units and the names of the data that a model was trained on, for all that a model says of observations.
struct DataUnits {
  /// The names of the observed columns.
  let names: [String]
  /// The standardisation of the columns, if there was one.
  let standardization: Standardization?

  /// Takes them from what is known of the training.
  init(_ record: TrainingRecord?, dimension: Int) {
    names = record?.data.columnNames(count: dimension) ?? (1...dimension).map { "x\($0)" }
    standardization = record?.data.standardization
  }

  /// Σⱼ log sⱼ: what a log density has more in the model's numbers than in the data's units.
  var logVolume: Double { standardization?.logVolume ?? 0 }

  /// Observations in the data's units, as a table with the columns' names.
  func table<Scalar: NetworkScalar>(_ observations: Batch<Scalar>) -> Table {
    guard let standardization else { return Table({ names[$0] }, observations) }
    return Table({ names[$0] }, standardization.undone(observations))
  }

  /// Observations in the data's units.
  func undone<Scalar: NetworkScalar>(_ observations: Batch<Scalar>) -> Batch<Double> {
    standardization?.undone(observations)
      ?? Batch(
        rows: observations.rows, columns: observations.columns, elements: observations.elements.map { Double($0) })
  }

  /// An evaluation in the data's units: the divergence has none.
  func inUnits(_ evaluation: Evaluation) -> Evaluation {
    var result = evaluation
    result.objective = inUnits(evaluation.objective)
    result.reconstruction = inUnits(evaluation.reconstruction)
    return result
  }

  /// The mean of a log density in the data's units.
  func inUnits(_ estimate: MonteCarloEstimate) -> MonteCarloEstimate {
    guard standardization != nil else { return estimate }
    return MonteCarloEstimate(
      count: estimate.count, mean: estimate.mean - logVolume,
      sumOfSquaredDeviations: estimate.sumOfSquaredDeviations)
  }
}
