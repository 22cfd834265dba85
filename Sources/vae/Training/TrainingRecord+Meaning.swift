import VAECore
import VAEEngine

extension TrainingRecord {
  /// Refuses a record that no training of such a model has left: to go on from it would be to go on from nowhere.
  ///
  /// - Parameter observationDimension: The model's observed dimensions, which images must have as pixels.
  func requireMeaning(observationDimension: Int) throws(InvalidInput) {
    do { try data.requireMeaning(observationDimension: observationDimension) } catch {
      throw InvalidInput("data.\(error.input)", expected: error.expected, found: error.found)
    }
    guard step >= 0, step / stepsInEpoch == history.count else {
      throw InvalidInput(
        "step",
        expected: "a step of the epoch after the \(history.count) in the history, of \(stepsInEpoch) steps each",
        found: "\(step)")
    }
    try stopping?.requireMeaning(epochs: history.count, heldOut: data.heldOut)
    guard sumsOfEpoch.count == 3 else {
      throw InvalidInput(
        "sumsOfEpoch", expected: "3 sums: objective, reconstruction, divergence", found: "\(sumsOfEpoch.count)")
    }
  }
}
