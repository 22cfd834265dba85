import Checkpoints
import Files
import Notebook
import VAEEngine

/// A model card in Markdown: the architecture, the data, the training and its results.
enum ModelCard {
  /// The lines of the card.
  ///
  /// - Parameters:
  ///   - file: The model.
  ///   - path: The model's path.
  static func lines<Scalar: NetworkScalar & TensorElement>(of file: ModelFile<Scalar>, path: String) throws -> [String]
  {
    let record = try file.trainingRecord(path: path)
    var lines = [
      "# \(escaped(OutputPath.name(of: path)))", "",
      "A variational autoencoder in a safetensors file, with PyTorch's names and shapes.", "", "## Architecture", "",
    ]
    lines += table(architecture(file.model))
    guard let record else { return lines + ["", "## Training", "", "The file has no record of a training."] }
    lines += ["", "## Data", ""] + table(data(record)) + ["", "## Training", ""] + table(training(record))
    return lines + ["", "## Results", ""] + results(record)
  }

  private static func architecture<Scalar>(_ model: VariationalAutoencoder<Scalar>) -> [(name: String, text: String)] {
    [
      ("from x over z to x", ModelText.shape(model)), ("observed dimensions", "\(model.encoder.observationDimension)"),
      ("latent dimensions", "\(model.encoder.latentDimension)"), ("prior", "N(0, I)"),
      ("approximate posterior", "a Gaussian with a diagonal covariance matrix"),
      ("parameters", NumberText.count(model.parameterCount)),
      ("precision", MemoryLayout<Scalar>.size == 4 ? "single" : "double"),
    ]
  }

  private static func data(_ record: TrainingRecord) -> [(name: String, text: String)] {
    let data = record.data
    return [
      ("name", data.name), ("to train on", NumberText.count(data.rows - data.heldOut)),
      ("held out", NumberText.count(data.heldOut)),
    ] + DescriptionText.parts(data)
  }

  private static func training(_ record: TrainingRecord) -> [(name: String, text: String)] {
    let plan = record.plan
    let kept = record.stopping?.bestEpoch.map { [("parameters kept", "of epoch \($0), the best on the held-out data")] }
    let shards = plan.shards > 1 ? [("shards of a minibatch", "\(plan.shards)")] : []
    return [
      ("objective", PlanText.objective(plan)), ("optimizer", PlanText.optimizer(plan)),
      ("minibatches", "\(plan.batchSize)"), ("binarisation", plan.binarization.rawValue), ("seed", "\(plan.seed)"),
      ("epochs", "\(record.history.count) of \(plan.epochs)"), ("steps", NumberText.count(record.step)),
    ] + shards + (kept ?? [])
  }

  /// The epochs worth a line.
  private static func results(_ record: TrainingRecord) -> [String] {
    guard !record.history.isEmpty else { return ["No epoch is done."] }
    let rows = PlanText.milestones(record).map { index in
      let epoch = record.history[index]
      let cells = [epoch.bound, epoch.reconstruction, epoch.divergence, epoch.heldOutBound].map { number in
        number.map { NumberText.significant($0, digits: 6) } ?? ""
      }
      return "| \(index + 1) | \(cells.joined(separator: " | ")) |"
    }
    return [
      "Means over the data in nats, in the data's units: during the epoch, and of the held-out data after it.", "",
      "| epoch | bound | reconstruction | divergence | held-out bound |", "|--:|--:|--:|--:|--:|",
    ] + rows
  }

  private static func table(_ rows: [(name: String, text: String)]) -> [String] {
    ["| | |", "|---|---|"] + rows.map { "| \(escaped($0.name)) | \(escaped($0.text)) |" }
  }

  /// A text as it stands, on one line, where Markdown has no meaning.
  private static func escaped(_ text: String) -> String {
    text.onOneLine.reduce(into: "") { result, character in
      if "\\`*_<>[]|#".contains(character) { result += "\\" }
      result.append(character)
    }
  }
}
