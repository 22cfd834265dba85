import VAECore
import VAEEngine

// The judgement of a training's model: the bound of held-out data, and the best epoch so far.

extension TrainingRun {
  /// Keeps the model if its epoch is the best so far.
  ///
  /// - Parameter evaluation: The bound of the held-out data and its terms.
  func keepIfBest(_ evaluation: Evaluation, _ heldOut: Batch<Scalar>) throws {
    guard var stopping = record.stopping else { return }
    let (objective, epoch) = (record.plan.objective, record.history.count)
    // An epoch is judged by the objective at the end of the warm-up.
    let value =
      objective.importanceSamples == 1
      ? evaluation.reconstruction.mean - objective.divergenceWeight * evaluation.divergence.mean
      : try evaluate(trainer.model, objective, on: heldOut).objective.mean
    let isSettled = epoch > (record.plan.warmUp?.epochs ?? 0)
    if stopping.judge(value, epoch: epoch, counts: isSettled) { best = trainer.model }
    record.stopping = stopping
  }

  /// The bound of some data in their units, with the draws of the plan's seed.
  func evaluate(
    _ model: VariationalAutoencoder<Scalar>, _ objective: Objective = .evidenceLowerBound,
    on observations: Batch<Scalar>
  ) throws -> Evaluation {
    try units.inUnits(
      model.evaluate(
        observations, objective: objective, binarization: record.plan.binarization, seed: record.plan.seed,
        threads: threads))
  }
}
