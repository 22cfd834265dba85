import Files
import VAECore
import VAEEngine

// The end of a training that met a number that is not finite: the parameters that remain, and the row that caused it.

extension TrainingRun {
  /// Saves the parameters that training stopped with if there are no others.
  ///
  /// Parameters whose bound or gradient is not finite are the end of a divergence, from which nothing can go on: they take
  /// the place of no checkpoint, and of no other model.
  func keepLastGood() -> TrainingFailure.Parameters {
    if let savedStep { return savedStep == trainer.step ? .saved : .before(step: savedStep) }
    // A model that has learned nothing is not a result, and would stand in the way of the next try.
    if trainer.step == 0 { return OutputFile.exists(command.out) ? .ofAnotherTraining : .untrained }
    if OutputFile.exists(command.out) { return .ofAnotherTraining }
    do {
      try save()
      return .saved
    } catch {
      return .lost("\(error)")
    }
  }

  /// Refuses an evaluation that is not finite by the row of the data that makes it so; a training's result is saved first.
  func requireFinite(_ evaluation: Evaluation, of model: VariationalAutoencoder<Scalar>) throws {
    let judged = data.heldOut ?? data.training
    do {
      try model.requireFinite(
        evaluation, of: judged.observations, binarization: record.plan.binarization, seed: record.plan.seed
      ) { self.name(ofRow: $0, heldOut: data.heldOut != nil) }
    } catch var problem as NotFinite {
      guard trainer.step > 0 else { throw problem }
      try trainer.requireFiniteParameters()
      problem.hint += "; " + (try isFiniteOnTrainingData() ? try keep() : kept())
      throw problem
    }
  }

  /// Returns true if the model has not diverged: then a held-out row is to blame, and the training is not lost with it.
  private func isFiniteOnTrainingData() throws -> Bool {
    let bound = try evaluate(trainer.model, on: data.training.observations).objective
    return bound.mean.isFinite && (bound.standardError ?? 0).isFinite
  }

  /// Saves the model, and says so.
  private func keep() throws -> String {
    if savedStep != trainer.step { try save() }
    return "the training up to step \(trainer.step) is in \(command.out)"
  }

  /// The rest of a training that has diverged.
  private func kept() -> String {
    let left =
      if let savedStep { "the last good checkpoint is that of step \(savedStep), in \(command.out)" } else {
        "nothing is saved"
      }
    return "the training has diverged: a lower learning rate may help; \(left)"
  }

  /// The row of the data to train on whose bound was not finite before the step that stopped the training, if one was.
  func causeInData(of stopped: TrainingStopped) -> String? {
    guard stopped.quantity == .bound else { return nil }
    let (plan, observations) = (record.plan, data.training.observations)
    do {
      let evaluation = try trainer.model.evaluate(
        observations, binarization: plan.binarization, seed: plan.seed, threads: threads)
      try trainer.model.requireFinite(
        evaluation, of: observations, binarization: plan.binarization, seed: plan.seed
      ) { name(ofRow: $0, heldOut: false) }
    } catch {
      return "\(error)"
    }
    return nil
  }

  private func name(ofRow row: Int, heldOut: Bool) -> String {
    let place = record.data.places(heldOut: heldOut)[row]
    return "\(record.data.name), row \(place + 1)" + (heldOut ? ", which is held out" : "")
  }
}
