import Checkpoints
import DataReading
import Datasets
import Dispatch
import Files
import Notebook
import Plotting
import VAECore
import VAEEngine
import Verification

/// A training from its first step, or from where it stopped, to its end or a signal.
final class TrainingRun<Scalar: NetworkScalar & TensorElement> {
  private let command: Train
  private let data: TrainingData<Scalar>
  private let trainer: Trainer<Scalar>
  private var record: TrainingRecord
  private let units: DataUnits
  private var display: TrainingDisplay
  private var lastSaved = DispatchTime.now()
  /// The step of this training that the file holds, if it holds one.
  private var savedStep: Int?

  /// Prepares the training of a new model.
  init(beginning command: Train) throws {
    let seed = command.seeding.toUse
    let plan = try command.plan.plan(seed: seed)
    var made: VariationalAutoencoder<Scalar>?
    data = try TrainingData(
      reading: command.data.data, with: command.data.reading, like: nil,
      standardization: command.standardization(plan),
      split: { (DataDescription.count(ofShare: command.heldOut?.value ?? 0.1, of: $0.rows), seed) },
      check: { data in
        let model = try made ?? command.model.model(dimension: data.observations.columns, seed: seed, as: Scalar.self)
        made = model
        try model.require(data, of: command.data.data, asProbabilities: plan.binarization == .dynamic)
        try MemoryLimit.requireRoom(forStepsOf: model, plan: plan, rows: data.observations.rows)
      })
    guard let model = made else { preconditionFailure("the data were checked") }
    trainer = try Trainer(
      model: model, data: data.training.observations, plan: plan, threads: command.threading.toUse)
    try OutputPath(command.out).requireWritable(bytes: trainer.bytesOfState)
    record = TrainingRecord(plan: plan, data: data.description, history: [])
    units = DataUnits(record, dimension: data.training.observations.columns)
    self.command = command
    display = TrainingDisplay(isLive: command.live, epochs: plan.epochs, logVolume: units.logVolume)
    command.say(data.training, data.description, isNew: true)
  }

  /// Prepares to go on with the training that a file holds.
  init(resuming command: Train) throws {
    let path = command.out
    let file = try ModelFile<Scalar>.load(path)
    guard var record = try file.trainingRecord(path: path) else {
      throw FileError.malformed(
        path: path, place: .part("metadata \"\(TrainingRecord.key)\""), expected: "a record of training",
        found: "none: this model was not trained here")
    }
    try command.model.requireAgreement(with: file.model, path: path)
    record.plan = try command.plan.continuation(of: record.plan, path: path)
    try command.requireAgreement(with: record, path: path)
    let (known, plan) = (record.data, record.plan)
    let others = InvalidInput(
      "--data", expected: "the data with which the training in \(path) began, \(known.name.onOneLine)",
      found: "other observations in \(command.data.data)")
    try command.data.reading.requireStandardization(of: known, path: path)
    data = try TrainingData(
      reading: command.data.data, with: command.data.reading, like: known,
      standardization: known.standardization.map(StandardizationChoice.known) ?? .none,
      split: { data in
        if known.isOfSameData(as: data) == false { throw others }
        return (known.heldOut, known.splitSeed)
      },
      check: { data in
        guard known.isOf(data) else { throw others }
        try file.model.require(data, of: command.data.data, asProbabilities: plan.binarization == .dynamic)
        try MemoryLimit.requireRoom(forStepsOf: file.model, plan: plan, rows: data.observations.rows)
      })
    trainer = try Trainer(
      model: file.model, data: data.training.observations, plan: record.plan, threads: command.threading.toUse)
    try trainer.resume(from: file.trainingState(record, path: path))
    let epochsBegun = (trainer.step - 1) / trainer.stepsInEpoch + 1
    guard trainer.step == 0 || record.plan.epochs >= epochsBegun else {
      throw InvalidInput(
        "--epochs", expected: "at least \(epochsBegun), which the training in \(path) has begun",
        found: "\(record.plan.epochs)")
    }
    self.record = record
    units = DataUnits(record, dimension: data.training.observations.columns)
    self.command = command
    savedStep = trainer.step
    display = TrainingDisplay(isLive: command.live, epochs: record.plan.epochs, logVolume: units.logVolume)
    if known.kind == nil { complain(DescriptionText.unknown(path)) }
    command.say(data.training, data.description, isNew: false)
  }

  /// Trains, and reports what came out.
  func perform() throws -> Report {
    if let heldOut = data.heldOut, trainer.step == 0 { try requireFinite(evaluate(heldOut.observations)) }
    if command.resume {
      complain("resumed at epoch \(trainer.epoch) of \(record.plan.epochs), step \(NumberText.count(trainer.step))")
    }
    Interruption.begin()
    lastSaved = DispatchTime.now()
    let rows = data.training.observations.rows
    let placesOfEpoch = trainer.step % trainer.stepsInEpoch * record.plan.batchSize
    display.begin(done: trainer.epoch * rows + placesOfEpoch, ofEpoch: rows)
    defer { display.end() }
    do {
      while !trainer.isFinished, Interruption.exitCode == nil { try trainEpoch() }
      try trainer.requireFiniteParameters()
    } catch let stopped as TrainingStopped {
      display.end()
      throw TrainingFailure(
        stopped: stopped, cause: causeInData(of: stopped), parameters: keepLastGood(), checkpoint: command.out,
        hint: units.standardization == nil ? data.training.hintOfOverflow : nil)
    }
    display.end()
    let evaluation = try evaluate((data.heldOut ?? data.training).observations)
    try requireFinite(evaluation)
    try save()
    return try report(evaluation)
  }

  /// Takes the steps that are left of an epoch, or those until a signal.
  private func trainEpoch() throws {
    let rows = data.training.observations.rows
    let summary = try trainer.trainEpoch { step in
      display.show(step, dataOfEpoch: rows)
      saveIfDue()
      return Interruption.exitCode == nil
    }
    guard summary.data == rows else { return }
    var epoch = TrainingRecord.Epoch(summary.value, logVolume: units.logVolume)
    let judged = try data.heldOut.map { try evaluate($0.observations) }
    epoch.heldOutBound = judged?.objective.mean
    record.history.append(epoch)
    display.show(epoch, of: record)
    if let judged { try requireFinite(judged) }
    saveIfDue()
    if failure != nil {
      try save()
      failure = nil
    }
  }

  /// Why a checkpoint could not be saved. It is tried once more at the epoch's end, and ends the training if it fails
  /// there too; the one before is still there.
  private var failure: FileError?

  private func saveIfDue() {
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - lastSaved.uptimeNanoseconds) / 1e9
    guard seconds >= 60 * command.checkpointMinutes.value, failure == nil else { return }
    do { try save() } catch { failure = error as? FileError }
  }

  private func save() throws {
    try ModelFile(model: trainer.model, state: trainer.state, record: record).save(to: command.out)
    lastSaved = DispatchTime.now()
    savedStep = trainer.step
  }

  /// Saves the parameters that training stopped with if there are no others.
  ///
  /// Parameters whose bound or gradient is not finite are the end of a divergence, from which nothing can go on: they take
  /// the place of no checkpoint, and of no other model.
  private func keepLastGood() -> TrainingFailure.Parameters {
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

  /// The evidence lower bound of some data in their units, with the draws of the plan's seed.
  private func evaluate(_ observations: Batch<Scalar>) throws -> Evaluation {
    try units.inUnits(
      trainer.model.evaluate(
        observations, binarization: record.plan.binarization, seed: record.plan.seed,
        threads: command.threading.toUse))
  }

  /// Refuses an evaluation that is not finite by the row of the data that makes it so; a training's result is saved first.
  private func requireFinite(_ evaluation: Evaluation) throws {
    let judged = data.heldOut ?? data.training
    do {
      try trainer.model.requireFinite(
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
    let bound = try evaluate(data.training.observations).objective
    return bound.mean.isFinite && (bound.standardError ?? 0).isFinite
  }

  /// Saves the model, and says so.
  private func keep() throws -> String {
    if savedStep != trainer.step { try save() }
    return "the model after step \(trainer.step) is in \(command.out)"
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
  private func causeInData(of stopped: TrainingStopped) -> String? {
    guard stopped.quantity == .bound else { return nil }
    let (plan, observations) = (record.plan, data.training.observations)
    do {
      let evaluation = try trainer.model.evaluate(
        observations, binarization: plan.binarization, seed: plan.seed, threads: command.threading.toUse)
      try trainer.model.requireFinite(
        evaluation, of: observations, binarization: plan.binarization, seed: plan.seed
      ) { name(ofRow: $0, heldOut: false) }
    } catch {
      return "\(error)"
    }
    return nil
  }

  private func name(ofRow row: Int, heldOut: Bool) -> String {
    let place = (try? record.data.places(heldOut: heldOut))?[row] ?? row
    return "\(record.data.name), row \(place + 1)" + (heldOut ? ", which is held out" : "")
  }

  /// What is said at the end.
  private func report(_ evaluation: Evaluation) throws -> Report {
    let judged = data.heldOut ?? data.training
    var report = Report()
    let isFinished = trainer.isFinished
    let model = trainer.model
    report.lines = [
      "trained      \(ModelText.shape(model)): \(NumberText.count(model.parameterCount)) parameters",
      "data         \(record.data.name): \(NumberText.count(data.training.observations.rows)) to train on, "
        + "\(NumberText.count(record.data.heldOut)) held out",
      "epochs       \(trainer.epoch) of \(record.plan.epochs), \(NumberText.count(trainer.step)) steps",
    ]
    report.lines += Estimates.lines(of: evaluation, over: data.heldOut == nil ? "training data" : "held-out data")
    report.lines.append("saved        \(command.out)")
    report.members = [
      ("command", .string("train")), ("model", .string(command.out)), ("epochs", .integer(trainer.epoch)),
      ("steps", .integer(trainer.step)), ("finished", .boolean(isFinished)),
      ("judgedBy", .string(data.heldOut == nil ? "training data" : "held-out data")),
      ("data", .integer(judged.observations.rows)),
    ]
    report.members += Estimates.members(of: evaluation)
    if Estimates.hasNoActiveUnit(evaluation) { complain(Estimates.noActiveUnit) }
    if !record.history.isEmpty {
      command.figure.draw(
        .learningCurve, LearningCurve.figure(history: record.history), for: command.out, into: &report)
    }
    if let code = Interruption.exitCode, !isFinished {
      report.lines.append("stopped by a signal: --resume goes on from here")
      report.code = code
    }
    return report
  }
}
