import ArgumentParser
import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import Processes
import VAECore
import VAEEngine

/// `vae evaluate`.
struct Evaluate: Command {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judges a model by data: the bound, its terms, and log p(x).",
    discussion: """
      Means over the data with their standard errors, in nats and in the data's units. Without --data, the data that \
      the model was trained on are used; of these, those that were held out, if any were; --part chooses otherwise. \
      Data are read as the model's own were read: what contradicts that is refused.

      --out writes a table with a row for each example: its row in the data, its label, its bound and the two terms; \
      with --importance-samples also log p(x), its standard error, the effective sample size and the Pareto shape k \
      of its weights. Above k = 0.7 do not trust an estimate, whatever its standard error. The bound of an example is \
      that of its own draws: --samples makes it less noisy.

      With --shard, N runs evaluate the data together, on one machine or several: see vae merge.

      EXAMPLES
        vae evaluate --model model.safetensors
        vae evaluate --model model.safetensors --data digits
        vae evaluate --model model.safetensors --data digits \\
          --importance-samples 5000 --json
        vae evaluate --model mnist.safetensors --data t10k-images-idx3-ubyte.gz \\
          --importance-samples 5000
        vae evaluate --model model.safetensors --data digits \\
          --importance-samples 500 --out scores.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @Option(
    help: ArgumentHelp(
      "The data (default: those that the model was trained on, here or beside the model).", valueName: "digits|file|-"))
  var data: String?

  @OptionGroup var reading: ReadingArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Estimate log p(x) of each datum by so many draws of the encoder's q.", valueName: "count"))
  var importanceSamples: Entry<Count>?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("V, latent draws of a datum in the bound (default: 1).", valueName: "V")
  )
  var samples: Entry<Count> = "1"

  @Option(help: ArgumentHelp("none, threshold or dynamic (default: as the model was trained).", valueName: "name"))
  var binarize: Entry<Choice<Binarization>>?

  @Option(help: ArgumentHelp("held-out, training or all (default: held-out, where some were).", valueName: "name"))
  var part: Entry<Choice<DataPart>>?

  @Option(
    help: ArgumentHelp(
      "Where a table with the scores of each example goes, or with --shard the part.", valueName: "file.csv"))
  var out: String?

  @OptionGroup var sharding: ShardArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var threading: ThreadArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    reading.entries + sharding.entries + seeding.entries + threading.entries + [Parameter("samples", samples)]
      + [
        importanceSamples.map { Parameter("importance-samples", $0) }, binarize.map { Parameter("binarize", $0) },
        part.map { Parameter("part", $0) },
      ].compactMap(\.self)
  }

  func perform() throws -> Report {
    try perform(dataFrom: data) { processes in
      if out == nil { try reading.requireNoLabels() }
      try sharding.requireMeaning(out: out, processes: processes)
      return try EvaluationOfData(command: self, processes: processes).perform(onModel: model)
    }
  }
}

private struct EvaluationOfData: ModelWork {
  let command: Evaluate
  let processes: Processes?

  func perform<Scalar: NetworkScalar & TensorElement>(
    _ file: ModelFile<Scalar>, path: String
  ) throws -> any JointWork {
    let record = try file.trainingRecord(path: path)
    let binarization = try binarization(record, path: path)
    let source = try command.data ?? Self.ownData(record, path: path)
    if let out = command.out {
      try OutputFile.requireWritable(out, keeping: [path, source] + command.reading.paths)
    }
    let all = try file.rows(source, command.reading, path: path, binarization: binarization, own: command.data == nil)
    let (rows, part) = try all.judged(command.part, record?.data)
    if let out = command.out {
      let columns = command.importanceSamples == nil ? 4 : 8
      try OutputFile.requireRoom(out, rows: rows.count, columns: columns)
    }
    try MemoryLimit.requireRoom(forSamples: command.samples, of: file.model)
    let work = EvaluationWork(
      model: file.model, data: rows, objective: try Objective(samples: command.samples.value),
      binarization: binarization, importanceSamples: command.importanceSamples?.value, seed: command.seeding.toUse,
      threads: command.threading.toUse(in: processes), keepsRows: command.out != nil || processes != nil,
      facts: facts(of: file, rows.outline, part, binarization, record, path: path))
    return ShardedWork(
      agreement: try WorkAgreement.terms(model: path, data: rows.outline) + options(part, binarization),
      rows: rows.count, shard: command.sharding.shard?.value, output: ShardOutput(out: command.out),
      processes: processes, compute: work.results(of:))
  }

  /// The options that all parts of an evaluation have in common.
  private func options(_ part: DataPart, _ binarization: Binarization) -> [Agreed] {
    [
      Agreed(name: "--part", text: part.rawValue), Agreed(name: "--binarize", text: binarization.rawValue),
      Agreed(name: "--samples", text: "\(command.samples.value)"),
      Agreed(name: "--importance-samples", text: command.importanceSamples.map { "\($0.value)" } ?? "none"),
      Agreed(name: "--seed", text: "\(command.seeding.toUse)"),
    ]
  }

  /// The words of the report beside the numbers.
  private func facts<Scalar>(
    of file: ModelFile<Scalar>, _ data: DataOutline, _ part: DataPart, _ binarization: Binarization,
    _ record: TrainingRecord?, path: String
  ) -> EvaluationResults.Facts {
    EvaluationResults.Facts(
      model: path, shape: ModelText.shape(file.model), data: data.description.name, part: part.rawValue,
      binarization: binarization.rawValue, samples: command.samples.value,
      importanceSamples: command.importanceSamples?.value, latentDimensions: file.model.encoder.latentDimension,
      logVolume: DataUnits(record, dimension: data.columns).logVolume, hasLabels: data.labels != nil,
      classes: data.classes)
  }

  /// The treatment of the observations: the training's own, or the one that is asked for if that is not known.
  private func binarization(_ record: TrainingRecord?, path: String) throws(InvalidInput) -> Binarization {
    guard let known = record?.plan.binarization else { return command.binarize?.value ?? .none }
    guard let typed = command.binarize, typed.value != known else { return known }
    throw InvalidInput(
      "--binarize", expected: "\(known.rawValue), as the training in \(path) began (leave the option out)",
      found: "'\(typed.text)'")
  }

  /// The data that the model was trained on, where they are found again: here, or beside the model.
  private static func ownData(_ record: TrainingRecord?, path: String) throws(InvalidInput) -> String {
    guard let record else {
      throw InvalidInput(
        "--data", expected: "digits, a file, or -, as \(path) does not name its own data", found: "none")
    }
    if let found = record.ownData(besideModel: path) { return found }
    throw InvalidInput(
      "--data", expected: "the data of the training, \(record.data.name.onOneLine), here or beside the model",
      found: "no such file")
  }
}
