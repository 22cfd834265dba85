import ArgumentParser
import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine
import Verification

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

  @Option(help: ArgumentHelp("Where a table with the scores of each example goes.", valueName: "file.csv"))
  var out: String?

  @OptionGroup var seeding: SeedArguments
  @OptionGroup var threading: ThreadArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    reading.entries + seeding.entries + threading.entries + [Parameter("samples", samples)]
      + [
        importanceSamples.map { Parameter("importance-samples", $0) }, binarize.map { Parameter("binarize", $0) },
        part.map { Parameter("part", $0) },
      ].compactMap(\.self)
  }

  func perform() throws -> Report {
    if out == nil { try reading.requireNoLabels() }
    return try EvaluationOfData(command: self).perform(onModel: model)
  }
}

private struct EvaluationOfData: ModelWork {
  let command: Evaluate

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let record = try file.trainingRecord(path: path)
    let binarization = try binarization(record, path: path)
    let source = try command.data ?? Self.ownData(record, path: path)
    if let out = command.out {
      try OutputFile.requireWritable(out, keeping: [path, source] + command.reading.paths)
    }
    let all = try file.load(source, command.reading, path: path, binarization: binarization, own: command.data == nil)
    let judged = try JudgedData(command.part, of: all, record, source: source)
    let data = judged.data
    if let out = command.out {
      let columns = command.importanceSamples == nil ? 4 : 8
      try OutputFile.requireRoom(out, rows: data.observations.rows, columns: columns)
    }
    try MemoryLimit.requireRoom(forSamples: command.samples, of: file.model)
    let (seed, threads) = (command.seeding.toUse, command.threading.toUse)
    let units = DataUnits(record, dimension: data.observations.columns)
    let objective = try Objective(samples: command.samples.value)
    var scores = ScoreTable()
    let inModel = try file.model.evaluate(
      data.observations, objective: objective, binarization: binarization, seed: seed, threads: threads
    ) { scores.values.append($0) }
    try file.model.requireFinite(
      inModel, of: data.observations, objective: objective, binarization: binarization, seed: seed,
      named: judged.name)
    let evaluation = units.inUnits(inModel)

    let count = data.observations.rows
    var report = Report()
    report.lines = [
      "model        \(ModelText.shape(file.model))",
      "data         \(data.name), \(judged.part): \(NumberText.count(count))",
    ]
    report.lines += Estimates.lines(of: evaluation, over: "binarisation \(binarization.rawValue)")
    report.members = [
      ("command", .string("evaluate")), ("model", .string(path)), ("part", .string(judged.part)),
      ("data", .integer(count)),
      ("binarization", .string(binarization.rawValue)),
    ]
    report.members += Estimates.members(of: evaluation)
    if let samples = command.importanceSamples?.value {
      // The observations that the bound has seen, drawn alike.
      let observations = data.observations.binarized(binarization, seed: seed)
      var progress = CountProgress(of: count, what: "data")
      let likelihood = try file.model.importanceSampledLikelihood(
        of: observations, samples: samples, noise: RandomStream(seed: seed, purpose: "importance samples"),
        threads: threads, findsShapes: command.out != nil
      ) { progress.show($0) }
      progress.end()
      try file.model.requireFinite([likelihood.mean], "log p(x)", of: observations, named: judged.name) { row in
        let noise = RandomStream(seed: seed, purpose: "importance samples")
        return try file.model.importanceSampledLikelihood(of: row, samples: samples, noise: noise).mean.mean
      }
      add(likelihood, units, samples: samples, to: &report)
      scores.likelihood = likelihood
    }
    let active = evaluation.activeUnits
    let latents = file.model.encoder.latentDimension
    report.lines.append("active units \(active.count) of \(latents)")
    report.members.append(("activeUnits", .array(active.map(JSON.integer))))
    report.members.append(("latentDimensions", .integer(latents)))
    if let out = command.out {
      try scores.table(of: judged, in: units).save(to: out)
      report.lines.append("saved        \(out)")
      report.members.append(("out", .string(out)))
    }
    if Estimates.hasNoActiveUnit(evaluation) { complain(Estimates.noActiveUnit) }
    return report
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

  private func add(
    _ likelihood: ImportanceSampledLikelihood, _ units: DataUnits, samples: Int, to report: inout Report
  ) {
    let mean = units.inUnits(likelihood.mean)
    report.lines.append(
      "log p(x)     \(Estimates.text(mean)), \(NumberText.count(samples)) importance samples per example")
    report.members.append(("logLikelihood", Estimates.json(mean)))
    report.members.append(("importanceSamples", .integer(samples)))
    let sampling = likelihood.samplingStandardError
    if let sampling {
      report.lines.append("  of the error, due to sampling  \(NumberText.significant(sampling, digits: 2))")
    }
    report.members.append(("samplingStandardError", .optional(sampling)))
  }
}
