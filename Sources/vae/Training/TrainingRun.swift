import ArgumentParser
import Checkpoints
import DataReading
import Datasets
import Dispatch
import Files
import Notebook
import Plotting
import Processes
import VAECore
import VAEEngine
import Verification

/// A training from its first step, or from where it stopped, to its end or a signal.
final class TrainingRun<Scalar: NetworkScalar & TensorElement> {
  let command: Train
  let data: TrainingData<Scalar>
  let trainer: Trainer<Scalar>
  var record: TrainingRecord
  let units: DataUnits
  /// The processes that share the training, if there are several; then process 0 prints and writes.
  let processes: Processes?
  let threads: Threads
  /// The exit code of the signal that stopped the training, if one did.
  var interruption: ExitCode?
  private var display: TrainingDisplay
  private var lastSaved = DispatchTime.now()
  /// The step of this training that the file holds, if it holds one.
  private(set) var savedStep: Int?
  private var metrics: MetricsFile?
  /// The model of the best epoch, where the training keeps it.
  var best: VariationalAutoencoder<Scalar>?

  /// Prepares the training of a new model.
  ///
  /// - Parameters:
  ///   - metrics: Where the numbers of each epoch go, if they are asked for.
  ///   - processes: The processes that share the training, if there are several.
  init(beginning command: Train, metrics: MetricsFile?, processes: Processes?) throws {
    self.metrics = metrics
    (self.processes, threads) = (processes, command.threading.toUse(in: processes))
    let seed = command.seeding.toUse
    let plan = try command.newPlan(seed: seed)
    var made: VariationalAutoencoder<Scalar>?
    data = try TrainingData(
      reading: command.data.data, with: command.data.reading, like: nil,
      standardization: command.standardization(plan),
      split: { (DataDescription.count(ofShare: command.heldOutShare, of: $0.rows), seed) },
      check: { data in
        let model = try made ?? command.model.model(dimension: data.observations.columns, seed: seed, as: Scalar.self)
        made = model
        try model.require(data.observations, of: command.data.data, asProbabilities: plan.binarization == .dynamic)
        try MemoryLimit.requireRoom(forStepsOf: model, plan: plan, rows: data.observations.rows)
      })
    guard let model = made else { preconditionFailure("the data were checked") }
    trainer = try Trainer(
      model: model, data: data.training.observations, plan: plan, threads: threads, group: processes)
    record = TrainingRecord(plan: plan, data: data.description, history: [])
    record.stopping = try command.stopping(of: record)
    record.options = UsedOptions.of(command, model: model, record: record)
    try OutputPath(command.out).requireWritable(bytes: trainer.bytesOfState(keepsBest: record.stopping != nil))
    units = DataUnits(record, dimension: data.training.observations.columns)
    self.command = command
    display = TrainingDisplay(isLive: command.live, epochs: plan.epochs, logVolume: units.logVolume)
    command.say(data, isNew: true)
  }

  /// Prepares to go on with the training that a file holds.
  ///
  /// - Parameters:
  ///   - metrics: Where the numbers of each epoch go, if they are asked for.
  ///   - processes: The processes that share the training, if there are several.
  init(resuming command: Train, metrics: MetricsFile?, processes: Processes?) throws {
    self.metrics = metrics
    (self.processes, threads) = (processes, command.threading.toUse(in: processes))
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
    let (known, plan, state) = try (record.data, record.plan, file.trainingState(record, path: path))
    if record.stopping?.bestEpoch != nil { best = file.model }
    record.stopping = try command.stopping(of: record, after: record.stopping)
    if record.stopping == nil { best = nil }
    UsedOptions.update(&record.options, by: record)
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
        try file.model.require(data.observations, of: command.data.data, asProbabilities: plan.binarization == .dynamic)
        try MemoryLimit.requireRoom(forStepsOf: file.model, plan: plan, rows: data.observations.rows)
      })
    trainer = try Trainer(
      model: file.model, data: data.training.observations, plan: record.plan, threads: threads,
      group: processes)
    try trainer.resume(from: state)
    let epochsBegun = (trainer.step - 1) / trainer.stepsInEpoch + 1
    guard trainer.step == 0 || record.plan.epochs >= epochsBegun else {
      throw InvalidInput(
        "--epochs", expected: "at least \(epochsBegun), which the training in \(path) has begun",
        found: "\(record.plan.epochs)")
    }
    try metrics?.requireAgreement(with: record)
    self.record = record
    units = DataUnits(record, dimension: data.training.observations.columns)
    self.command = command
    savedStep = trainer.step
    display = TrainingDisplay(isLive: command.live, epochs: record.plan.epochs, logVolume: units.logVolume)
    if known.kind == nil { complain(DescriptionText.unknown(path)) }
    command.say(data, isNew: false)
  }

  /// Trains, and reports what came out.
  func perform() throws -> Report {
    if let heldOut = data.heldOut, trainer.step == 0 {
      try requireFinite(evaluate(trainer.model, on: heldOut.observations), of: trainer.model)
    }
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
      while !isFinished, !isInterrupted() { try trainEpoch() }
      try trainer.requireFiniteParameters()
    } catch let stopped as TrainingStopped {
      display.end()
      throw TrainingFailure(
        stopped: stopped, cause: causeInData(of: stopped), parameters: keepLastGood(), checkpoint: command.out,
        hint: units.standardization == nil ? data.training.hintOfOverflow : nil)
    }
    display.end()
    let evaluation = try evaluate(model, on: (data.heldOut ?? data.training).observations)
    try requireFinite(evaluation, of: model)
    try save()
    try writeMetrics()
    // A figure is drawn by a program of its own, which MPI does not allow to start.
    processes?.finish()
    return try report(evaluation)
  }

  /// Takes the steps that are left of an epoch, or those until a signal.
  private func trainEpoch() throws {
    let rows = data.training.observations.rows
    let summary = try trainer.trainEpoch { step in
      display.show(step, dataOfEpoch: rows)
      saveIfDue()
      return !isInterrupted()
    }
    guard summary.data == rows else { return }
    var epoch = TrainingRecord.Epoch(summary.value, logVolume: units.logVolume)
    epoch.observationVariance = trainer.model.decoder.likelihood.variance
    let judged = try data.heldOut.map { try evaluate(trainer.model, on: $0.observations) }
    if let judged { epoch.judge(by: judged) }
    record.history.append(epoch)
    if let judged, let heldOut = data.heldOut { try keepIfBest(judged, heldOut.observations) }
    display.show(epoch, of: record)
    do { try writeMetrics() } catch {
      try save()
      throw error
    }
    if let judged { try requireFinite(judged, of: trainer.model) }
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

  /// True if all epochs are done, or if the training stops early.
  var isFinished: Bool { trainer.isFinished || (record.stopping?.isOver ?? false) }

  /// The model that the training saves: the best epoch's if there is one, otherwise the last step's.
  var model: VariationalAutoencoder<Scalar> { best ?? trainer.model }

  /// Saves the model and all that is needed to go on from the last step.
  func save() throws {
    guard isFirst else { return }
    try ModelFile(model: model, state: trainer.state, record: record).save(to: command.out)
    lastSaved = DispatchTime.now()
    savedStep = trainer.step
  }

  private func writeMetrics() throws {
    if isFirst { try metrics?.write(record) }
  }
}
