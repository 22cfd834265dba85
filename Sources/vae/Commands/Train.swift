import ArgumentParser
import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import Plotting
import Processes
import VAECore
import VAEEngine

/// `vae train`.
struct Train: Command {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a model on data and leaves it in a file.",
    discussion: """
      The file holds all that resuming needs: the same training gives the same bytes, stopped in between or not, on any \
      number of threads and processes. Training stops when the held-out bound no longer improves (--patience), and the file has the \
      parameters of the best epoch. SIGINT and SIGTERM finish the step, save, and exit with 130 or 143.

      Of a table, delimiter, decimal mark, quotes and header are recognised and reported; columns are standardised, and \
      all that the model says later is in the data's own units again. The model keeps how its data were read.

      A vae built with --traits MPI trains on several processes: mpirun -n 4 vae train --shards 4 … Each takes some shards \
      of every minibatch. That pays for large models and large minibatches, and not for a minibatch of 100.

      EXAMPLES
        vae train --data digits --out digits.safetensors
        vae train --data digits --latent 8 --epochs 60 --divergence-weight 0:1/20 \\
          --live --metrics digits-8.jsonl --out digits-8.safetensors
        vae train --data digits --resume --epochs 100 --metrics digits-8.jsonl \\
          --out digits-8.safetensors
        vae train --data train-images-idx3-ubyte.gz --likelihood bernoulli \\
          --binarize dynamic --hidden 500 --latent 20 --out images.safetensors
        vae train --data table.csv --label-column species \\
          --out table.safetensors
      """)

  @OptionGroup var data: DataArguments

  @Option(help: ArgumentHelp("Where the model goes.", valueName: "file.safetensors"))
  var out: String

  @OptionGroup var model: ModelArguments
  @OptionGroup var plan: PlanArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of the data that is held out, to judge by (default: 0.1).", valueName: "share"))
  var heldOut: Entry<Share>?

  @Option(help: ArgumentHelp("single or double (default: single).", valueName: "name"))
  var precision: Entry<Choice<Precision>>?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Minutes between checkpoints.", valueName: "number"))
  var checkpointMinutes: Entry<PositiveReal> = "5"

  @Flag(help: "Go on with the training that the file of --out holds, perhaps for more --epochs.")
  var resume = false

  @Flag(help: "Begin anew, and lose the file of --out if there is one.")
  var overwrite = false

  @Flag(help: "Draw the learning curve in the terminal while it grows.")
  var live = false

  @Option(
    help: ArgumentHelp(
      "A line of JSON for each epoch: the objective, the bounds and their terms, s². --resume goes on with it.",
      valueName: "file.jsonl"))
  var metrics: String?

  @Option(
    help: ArgumentHelp(
      "Options from a file, such as {\"latent\": 8, \"hidden\": [64]}; those that are typed win.",
      valueName: "file.json"))
  var config: String?

  @OptionGroup var figure: FigureArguments

  @OptionGroup var seeding: SeedArguments
  @OptionGroup var threading: ThreadArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    data.entries + model.entries + plan.entries + seeding.entries + threading.entries + figure.entries + [
      Parameter("checkpoint-minutes", checkpointMinutes)
    ] + [heldOut.map { Parameter("held-out", $0) }, precision.map { Parameter("precision", $0) }].compactMap(\.self)
  }

  /// The first entry that is refused, by its place in the file of `--config` if it is from there.
  var problem: InvalidInput? {
    guard let wrong = entries.first(where: { $0.problem != nil }), let problem = wrong.problem else { return nil }
    guard let config, let text = (try? ConfigFile(config))?.text(of: wrong.name), text == wrong.text else {
      return problem
    }
    return InvalidInput(
      "\(config.onOneLine), key \"\(wrong.name)\"", expected: problem.expected, found: problem.found)
  }

  func validate() throws {
    guard !resume || !overwrite else { throw ValidationError("expected one of --resume and --overwrite, found both") }
  }

  func perform() throws -> Report {
    guard Launch.count > 1 else { return try prepared(in: nil).perform() }
    guard let processes = Processes.join() else {
      throw InvalidInput(
        "the launcher", expected: "1 process, or a vae that was built with swift build --traits MPI",
        found: "\(Launch.count) processes")
    }
    guard processes.count == Launch.count else {
      throw InvalidInput(
        "the launcher", expected: "\(Launch.count) processes that find each other (use the mpirun of Open MPI)",
        found: "\(processes.count)")
    }
    return try processes.perform(dataFrom: data.data) { try prepared(in: processes) }
  }

  /// Looks at options, outputs and data, before any work.
  ///
  /// - Parameter processes: The processes that share the training, if there are several.
  private func prepared(in processes: Processes?) throws -> any PreparedTraining {
    if let processes { try requireMeaning(for: processes) }
    try data.reading.requireNoLabels()
    try model.requireMeaning()
    let inputs = data.paths + [config].compactMap(\.self)
    let output = try OutputFile.requireWritable(out, keeping: inputs, mayReplace: true)
    try figure.require(.learningCurve, for: output, keeping: inputs, json: general.json)
    let metrics = try metrics.map { try MetricsFile($0, keeping: inputs + [out], model: output) }
    guard !live || Gnuplot.isInstalled else {
      throw InvalidInput("--live", expected: "gnuplot on the PATH, which draws the curve", found: "none")
    }
    guard resume else {
      try requireMayReplace(output)
      return try begin(metrics, processes)
    }
    guard output.exists else { throw InvalidInput("--resume", expected: "a model file at \(out)", found: "none") }
    guard !output.isWriteProtected else {
      throw FileError.unwritable(path: out, reason: "it is write-protected, and --resume would change it")
    }
    return try goOn(metrics, processes)
  }

  /// Refuses to train in the place of a file that is not empty, or is write-protected, unless its loss is asked for.
  private func requireMayReplace(_ output: OutputPath) throws {
    guard output.exists, !overwrite else { return }
    let size = try InputFile(path: output.target).size
    guard size > 0 || output.isWriteProtected else { return }
    var found = "\(out), a file of \(size) bytes" + (output.isWriteProtected ? " that is write-protected" : "")
    let record = try? ModelFile<Double>.load(out).trainingRecord(path: out)
    if let record { found = "\(out) with a training of \(record.history.count) of \(record.plan.epochs) epochs" }
    throw InvalidInput(
      "--out", expected: "a different file, --resume to go on with a training, or --overwrite to begin anew",
      found: found)
  }

  /// The treatment of the columns of a new training's data: only a Gaussian likelihood does not take them as they are.
  func standardization(_ plan: TrainingPlan) throws(InvalidInput) -> StandardizationChoice {
    let likelihood = model.likelihoodName
    let areTaken = likelihood != .gaussian || plan.binarization != .none
    guard let typed = data.reading.standardize else { return areTaken ? .none : .measuredForTables }
    guard typed.value == .columns else { return .none }
    guard !areTaken else {
      let other = likelihood == .poisson ? likelihood : .bernoulli
      throw InvalidInput(
        "--standardize", expected: "none with --likelihood \(other.rawValue) or --binarize", found: "'\(typed.text)'")
    }
    return .measured
  }

  /// Says aloud what was recognised of the data, and what is odd about them.
  func say<Scalar: NetworkScalar>(_ all: TrainingData<Scalar>, isNew: Bool) {
    let (data, known) = (all.training, all.description)
    for note in data.notes { complain(note.escaped) }
    guard isNew else { return }
    if model.likelihoodName == .gaussian, plan.binarize == nil, all.mayBeCounts, let range = known.range {
      complain(
        "hint: \(known.name.onOneLine): all values are whole numbers from \(Int(range[0])) to \(Int(range[1])); if they are "
          + "counts, --likelihood poisson may describe them better than a Gaussian")
    }
    if known.kind == .idx, known.scale == 1, known.standardization == nil, let range = known.range,
      range[1] - range[0] > 100
    {
      complain(
        "warning: \(known.name.onOneLine): values from \(range[0]) to \(range[1]) are used as they are; --scale divides "
          + "them, and --standardize columns brings all columns to one scale")
    }
    guard data.imageShape == nil else { return }
    let names = data.columnNames
    for column in data.unvaryingColumns.prefix(3) {
      complain("warning: column \(names[column].onOneLine) never varies, and a model can learn nothing from it")
    }
  }

  /// Prepares the training of a new model.
  private func begin(_ metrics: MetricsFile?, _ processes: Processes?) throws -> any PreparedTraining {
    switch precision?.value ?? .single {
    case .single: try TrainingRun<Float>(beginning: self, metrics: metrics, processes: processes)
    case .double: try TrainingRun<Double>(beginning: self, metrics: metrics, processes: processes)
    }
  }

  /// Prepares to go on with a training, in the precision in which it began.
  private func goOn(_ metrics: MetricsFile?, _ processes: Processes?) throws -> any PreparedTraining {
    let tensors = try SafeTensors.load(out)
    _ = try Architecture.load(tensors, path: out)
    let kept = try Precision.load(tensors, path: out)
    if let precision, precision.value != kept {
      throw InvalidInput("--precision", expected: "\(kept), as the training in \(out) began", found: precision.text)
    }
    switch kept {
    case .single: return try TrainingRun<Float>(resuming: self, metrics: metrics, processes: processes)
    case .double: return try TrainingRun<Double>(resuming: self, metrics: metrics, processes: processes)
    }
  }
}
