import ArgumentParser
import Checkpoints
import Foundation
import Notebook
import VAECore
import VAEEngine

/// `vae info`.
struct Info: Command {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Says what a model is, and how it was trained.",
    discussion: """
      --markdown prints a model card: the architecture, the data, the training and its results, to keep beside the model.

      EXAMPLES
        vae info --model model.safetensors
        vae info --model model.safetensors --json
        vae info --model model.safetensors --markdown
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @Flag(help: "Print a model card in Markdown.")
  var markdown = false

  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { [] }

  func perform() throws -> Report {
    guard markdown else { return try Description().perform(onModel: model) }
    guard !general.json else { throw InvalidInput("--markdown", expected: "none with --json", found: "both") }
    return try Card().perform(onModel: model)
  }
}

/// A model card instead of the description.
private struct Card: ModelWork {
  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    Report(lines: try ModelCard.lines(of: file, path: path))
  }
}

/// What is said of a model.
private struct Description: ModelWork {
  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let model = file.model
    var report = Report()
    report.lines = [
      "model        \(ModelText.shape(model))",
      "parameters   \(NumberText.count(model.parameterCount)), \(MemoryLayout<Scalar>.size == 4 ? "single" : "double") precision",
    ]
    report.lines += model.parameterShapes.map { shape in
      "  \(shape.name) [\(shape.shape.map { "\($0)" }.joined(separator: ", "))]"
    }
    report.members = [
      ("command", .string("info")), ("model", .string(path)),
      ("precision", .string(MemoryLayout<Scalar>.size == 4 ? "single" : "double")),
      ("parameterCount", .integer(model.parameterCount)), ("architecture", try architecture(model)),
      ("parameters", .object(model.parameterShapes.map { ($0.name, .array($0.shape.map(JSON.integer))) })),
    ]
    guard let record = try file.trainingRecord(path: path) else {
      report.lines.append("training     no record")
      report.members.append(("training", .null))
      return report
    }
    add(record, to: &report)
    return report
  }

  private func add(_ record: TrainingRecord, to report: inout Report) {
    let (plan, data) = (record.plan, record.data)
    if let options = record.options { report.lines.append("command      \(UsedOptions.line(options))") }
    report.lines += [
      "trained on   \(data.name): \(NumberText.count(data.rows - data.heldOut)) data, \(NumberText.count(data.heldOut)) held out"
    ]
    report.lines += DescriptionText.lines(data)
    report.lines += [
      "plan         \(plan.epochs) epochs, minibatches of \(plan.batchSize), \(PlanText.optimizer(plan)), "
        + "binarisation \(plan.binarization.rawValue), seed \(plan.seed)"
        + (plan.shards > 1 ? ", \(plan.shards) shards" : ""),
      "objective    \(PlanText.objective(plan))",
      "history      \(record.history.count) of \(plan.epochs) epochs, \(NumberText.count(record.step)) steps",
    ]
    if let best = record.stopping?.bestEpoch {
      report.lines.append("kept         the parameters of epoch \(best), the best on the held-out data")
    }
    for index in PlanText.milestones(record) {
      let epoch = record.history[index]
      let heldOut = epoch.heldOutBound.map { ", held out \(NumberText.significant($0, digits: 6))" } ?? ""
      report.lines.append("  epoch \(index + 1): bound \(NumberText.significant(epoch.bound, digits: 6))\(heldOut)")
    }
    report.members.append(
      (
        "training",
        .object([
          ("data", .string(data.name)), ("rows", .integer(data.rows)), ("heldOut", .integer(data.heldOut)),
          ("reading", DescriptionText.json(data)),
          ("seed", .unsigned(plan.seed)), ("batchSize", .integer(plan.batchSize)), ("epochs", .integer(plan.epochs)),
          ("optimizer", .string(PlanText.optimizer(plan))), ("objective", .string(PlanText.objective(plan))),
          ("options", record.options.map(Self.json) ?? .null),
          ("bestEpoch", record.stopping?.bestEpoch.map(JSON.integer) ?? .null),
          ("binarization", .string(plan.binarization.rawValue)), ("steps", .integer(record.step)),
          ("history", .array(record.history.map(PlanText.json))),
        ])
      ))
  }

  private static func json(_ options: [String: String]) -> JSON {
    .object(options.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
  }

  private func architecture<Scalar>(_ model: VariationalAutoencoder<Scalar>) throws -> JSON {
    let known = Architecture(of: model)
    return .object([
      ("observationDimension", .integer(known.observationDimension)),
      ("latentDimension", .integer(known.latentDimension)),
      ("encoderHidden", .array(known.encoderHidden.map(JSON.integer))),
      ("decoderHidden", .array(known.decoderHidden.map(JSON.integer))),
      ("encoderActivation", .string(known.encoderActivation)), ("decoderActivation", .string(known.decoderActivation)),
      ("outputActivation", .string(known.outputActivation)), ("likelihood", .string(known.likelihood)),
      ("observationVariance", .optional(known.observationVariance)),
      ("learnsObservationVariance", .boolean(known.learnsObservationVariance)),
    ])
  }
}
