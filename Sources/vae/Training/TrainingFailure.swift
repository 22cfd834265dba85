import VAEEngine

/// Training met a number that is not finite: where, and what is left of it.
struct TrainingFailure: Error, CustomStringConvertible {
  /// What the file of the model holds.
  enum Parameters {
    /// Those before the step.
    case saved
    /// Those of an earlier step, as they were saved then.
    case before(step: Int)
    /// Those of the model that stood there before this training.
    case ofAnotherTraining
    /// Nothing: no step was taken.
    case untrained
    /// Nothing: why they could not be saved.
    case lost(String)
  }

  let stopped: TrainingStopped
  /// The row of the data that is behind it, if one is.
  let cause: String?
  let parameters: Parameters
  /// The file of the model.
  let checkpoint: String
  /// A likely cause in the data, if one is known.
  var hint: String?

  var description: String { story + [cause, hint].compactMap(\.self).map { "; \($0)" }.joined() }

  private var story: String {
    switch parameters {
    case .untrained: "\(stopped); no step was taken, and nothing is saved"
    case .saved: "\(stopped); they are in \(checkpoint)"
    case .before(let step): "\(stopped); the last good checkpoint is that of step \(step), in \(checkpoint)"
    case .ofAnotherTraining: "\(stopped); no checkpoint was good, and \(checkpoint) is as it was before"
    case .lost(let reason): "\(stopped); they were not saved: \(reason)"
    }
  }
}
