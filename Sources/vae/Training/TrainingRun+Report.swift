import Notebook
import Plotting
import VAECore
import VAEEngine

extension TrainingRun {
  /// The report at the end of a training.
  func report(_ evaluation: Evaluation) throws -> Report {
    let judged = data.heldOut ?? data.training
    let stopping = record.stopping
    let stoppedEarly = !trainer.isFinished && stopping?.isOver ?? false
    var report = Report()
    report.lines = [
      "trained      \(ModelText.shape(model)): \(NumberText.count(model.parameterCount)) parameters",
      "data         \(record.data.name): \(NumberText.count(data.training.observations.rows)) to train on, "
        + "\(NumberText.count(record.data.heldOut)) held out",
      "epochs       \(trainer.epoch) of \(record.plan.epochs), \(NumberText.count(trainer.step)) steps"
        + (stoppedEarly ? ": the last \(stopping?.waited ?? 0) were no better on the held-out data" : ""),
    ]
    if let best = stopping?.bestEpoch { report.lines.append("kept         the parameters of epoch \(best), the best") }
    let linear = LinearComparison(
      with: model, fittedTo: data.training.observations, judgedBy: judged.observations,
      binarization: record.plan.binarization, units: units)
    report.lines += Estimates.lines(of: evaluation, over: data.heldOut == nil ? "training data" : "held-out data")
    report.lines.append(linear.line)
    report.lines.append("saved        \(command.out)")
    report.members = [
      ("command", .string("train")), ("model", .string(command.out)), ("epochs", .integer(trainer.epoch)),
      ("steps", .integer(trainer.step)), ("finished", .boolean(isFinished)),
      ("stoppedEarly", .boolean(stoppedEarly)), ("bestEpoch", stopping?.bestEpoch.map(JSON.integer) ?? .null),
      ("judgedBy", .string(data.heldOut == nil ? "training data" : "held-out data")),
      ("data", .integer(judged.observations.rows)),
    ]
    report.members += Estimates.members(of: evaluation)
    report.members += linear.members
    if Estimates.hasNoActiveUnit(evaluation) { complain(Estimates.noActiveUnit) }
    if !record.history.isEmpty, isFirst {
      command.figure.draw(
        .learningCurve, LearningCurve.figure(history: record.history), for: command.out, into: &report)
    }
    if let code = interruption, !isFinished {
      report.lines.append("stopped by a signal: --resume goes on from here")
      report.code = code
    }
    return report
  }
}
