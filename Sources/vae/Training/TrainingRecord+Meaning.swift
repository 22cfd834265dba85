import VAECore
import VAEEngine

extension TrainingRecord {
  /// Refuses a record that no training of such a model has left: to go on from it would be to go on from nowhere.
  ///
  /// - Parameter observationDimension: The model's observed dimensions, which images must have as pixels.
  func requireMeaning(observationDimension: Int) throws(InvalidInput) {
    guard data.rows >= 1 else { throw InvalidInput("data.rows", expected: "at least 1", found: "\(data.rows)") }
    guard (0..<data.rows).contains(data.heldOut) else {
      throw InvalidInput("data.heldOut", expected: "from 0 to \(data.rows - 1)", found: "\(data.heldOut)")
    }
    if let image = data.image, !isImage(image, ofPixels: observationDimension) {
      throw InvalidInput(
        "data.image", expected: "rows and columns of \(observationDimension) pixels, as the model has",
        found: "\(image)")
    }
    let stepsInEpoch = (data.rows - data.heldOut - 1) / plan.batchSize + 1
    guard step >= 0, step / stepsInEpoch == history.count else {
      throw InvalidInput(
        "step",
        expected: "a step of the epoch after the \(history.count) in the history, of \(stepsInEpoch) steps each",
        found: "\(step)")
    }
    guard sumsOfEpoch.count == 3 else {
      throw InvalidInput(
        "sumsOfEpoch", expected: "3 sums: objective, reconstruction, divergence", found: "\(sumsOfEpoch.count)")
    }
  }

  private func isImage(_ shape: [Int], ofPixels count: Int) -> Bool {
    guard shape.count == 2, shape.allSatisfy({ $0 >= 1 }) else { return false }
    let (pixels, overflows) = shape[0].multipliedReportingOverflow(by: shape[1])
    return !overflows && pixels == count
  }
}
