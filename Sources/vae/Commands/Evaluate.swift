import ArgumentParser
import Checkpoints
import Datasets
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
      Means over the data with their standard errors, in nats. Of the data that the model was trained on, those that
      were held out are used, if any were; --part chooses otherwise.

      EXAMPLES
        vae evaluate --model model.safetensors --data digits
        vae evaluate --model model.safetensors --data digits \\
          --importance-samples 5000 --json
        vae evaluate --model mnist.safetensors --data t10k-images-idx3-ubyte.gz \\
          --importance-samples 5000
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @OptionGroup var data: DataArguments

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

  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    data.entries + [Parameter("samples", samples)]
      + [
        importanceSamples.map { Parameter("importance-samples", $0) }, binarize.map { Parameter("binarize", $0) },
        part.map { Parameter("part", $0) },
      ].compactMap(\.self)
  }

  func perform() throws -> Report { try EvaluationOfData(command: self).perform(onModel: model) }
}

/// Which of the data that a model was trained on.
enum DataPart: String, CaseIterable, Sendable {
  case heldOut = "held-out"
  case training, all
}

private struct EvaluationOfData: ModelWork {
  let command: Evaluate

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let record = try file.trainingRecord(path: path)
    let binarization = command.binarize?.value ?? record?.plan.binarization ?? .none
    let all = try file.load(command.data, path: path, asProbabilities: binarization == .dynamic)
    let (data, part) = try part(of: all, record)
    try MemoryLimit.requireRoom(forSamples: command.samples, of: file.model)
    let (seed, threads) = (command.general.seedToUse, command.general.threadsToUse)
    let evaluation = try file.model.evaluate(
      data.observations, objective: Objective(samples: command.samples.value), binarization: binarization, seed: seed,
      threads: threads)

    let count = data.observations.rows
    var report = Report()
    report.lines = [
      "model        \(ModelText.shape(file.model))", "data         \(data.name), \(part): \(NumberText.count(count))",
    ]
    report.lines += Estimates.lines(of: evaluation, over: "binarisation \(binarization.rawValue)")
    report.members = [
      ("command", .string("evaluate")), ("model", .string(path)), ("part", .string(part)), ("data", .integer(count)),
      ("binarization", .string(binarization.rawValue)),
    ]
    report.members += Estimates.members(of: evaluation)
    if let samples = command.importanceSamples?.value {
      // The observations that the bound has seen, drawn alike.
      let observations = data.observations.binarized(binarization, seed: seed)
      var progress = CountProgress(of: count, what: "data")
      let likelihood = try file.model.importanceSampledLikelihood(
        of: observations, samples: samples, noise: RandomStream(seed: seed, purpose: "importance samples"),
        threads: threads
      ) { progress.show($0) }
      progress.end()
      add(likelihood, samples: samples, to: &report)
    }
    let active = evaluation.activeUnits
    let latents = file.model.encoder.latentDimension
    report.lines.append("active units \(active.count) of \(latents)")
    report.members.append(("activeUnits", .array(active.map(JSON.integer))))
    report.members.append(("latentDimensions", .integer(latents)))
    return report
  }

  /// The part of the data that is to be used, and its name.
  private func part<Scalar>(
    of all: DataSet<Scalar>, _ record: TrainingRecord?
  ) throws -> (DataSet<Scalar>, String) {
    let known = record.flatMap { record in
      record.data.heldOut > 0 && record.data.isOf(all.observations) ? record.data : nil
    }
    guard let known else {
      if let part = command.part, part.value != .all {
        throw InvalidInput(
          "--part", expected: "all: the model was not trained on a part of these data", found: part.text)
      }
      return (all, "all")
    }
    let chosen = command.part?.value ?? .heldOut
    guard chosen != .all else { return (all, "all") }
    let parts = try all.split(heldOut: known.heldOut, seed: known.splitSeed)
    return (chosen == .heldOut ? parts.heldOut : parts.training, chosen.rawValue)
  }

  private func add(_ likelihood: ImportanceSampledLikelihood, samples: Int, to report: inout Report) {
    report.lines.append(
      "log p(x)     \(Estimates.text(likelihood.mean)), \(NumberText.count(samples)) importance samples a datum")
    report.members.append(("logLikelihood", Estimates.json(likelihood.mean)))
    report.members.append(("importanceSamples", .integer(samples)))
    let sampling = likelihood.samplingStandardError
    if let sampling {
      report.lines.append("  of the error, due to sampling  \(NumberText.significant(sampling, digits: 2))")
    }
    report.members.append(("samplingStandardError", .optional(sampling)))
  }
}
