import VAECore
import VAEEngine

// When a training ends.

extension Train {
  /// The share of the data that is held out, as typed or by default.
  var heldOutShare: Double { heldOut?.value ?? 0.1 }

  /// The plan of a new training.
  ///
  /// - Throws: `InvalidInput` for a combination without meaning.
  func newPlan(seed: UInt64) throws(InvalidInput) -> TrainingPlan {
    if let patience = plan.patience, patience.value != nil, heldOutShare == 0 {
      throw Self.nothingHeldOut(patience.text)
    }
    let isStaged = plan.rate?.value.epochs != nil
    return try plan.plan(
      seed: seed, stopsEarly: plan.patience.map { $0.value != nil } ?? (heldOutShare > 0 && !isStaged))
  }

  /// The stopping of a training: as typed, or as it was before, or by default.
  ///
  /// A published schedule of rates has an end of its own.
  ///
  /// - Parameters:
  ///   - record: The record of the training.
  ///   - earlier: The stopping of a training that goes on.
  /// - Throws: `InvalidInput` for a patience without data to judge by.
  func stopping(of record: TrainingRecord, after earlier: EarlyStopping? = nil) throws(InvalidInput) -> EarlyStopping? {
    guard let typed = plan.patience else {
      let isDefault = !resume && record.data.heldOut > 0 && record.plan.schedule.epochs == nil
      return isDefault ? EarlyStopping(patience: 50) : earlier
    }
    guard let patience = typed.value else { return nil }
    guard record.data.heldOut > 0 else { throw Self.nothingHeldOut(typed.text) }
    var stopping = earlier ?? EarlyStopping(patience: patience)
    stopping.patience = patience
    return stopping
  }

  private static func nothingHeldOut(_ text: String) -> InvalidInput {
    InvalidInput("--patience", expected: "none: no data are held out to judge by", found: "'\(text)'")
  }
}
