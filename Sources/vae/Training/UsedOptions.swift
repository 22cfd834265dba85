import Datasets
import Notebook
import VAEEngine

/// The options of a training as they were used, typed or not, by their names.
///
/// Options that change nothing in the model are left out: where it goes, what is shown, and the number of threads. So the
/// same training has the same file.
enum UsedOptions {
  /// The options of a new training.
  static func of<Scalar: NetworkScalar>(
    _ command: Train, model: VariationalAutoencoder<Scalar>, record: TrainingRecord
  ) -> [String: String] {
    var used = ["data": command.data.data, "precision": MemoryLayout<Scalar>.size == 4 ? "single" : "double"]
    // Of the data, the rest was recognised, and the record describes it.
    for entry in command.data.entries { used[entry.name] = entry.text }
    used["held-out"] = command.heldOut?.text ?? "\(command.heldOutShare)"
    used.merge(of(model)) { $1 }
    used.merge(of(record.plan)) { $1 }
    used["patience"] = text(of: record.stopping)
    return used
  }

  /// The options that a training may change when it goes on.
  static func update(_ used: inout [String: String]?, by record: TrainingRecord) {
    used?["epochs"] = "\(record.plan.epochs)"
    used?["patience"] = text(of: record.stopping)
  }

  /// The options as they would be typed.
  static func line(_ used: [String: String]) -> String {
    let names = ["data"] + used.keys.filter { $0 != "data" }.sorted()
    let words = names.compactMap { name in used[name].map { option(name, $0.onOneLine) } }
    return "vae train " + words.joined(separator: " ")
  }

  private static func option(_ name: String, _ text: String) -> String {
    if name == "header" { return text == "yes" ? "--header" : "--no-header" }
    let isPlain = !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "_./,:+-".contains($0) }
    return "--\(name) " + (isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'")
  }

  private static func text(of stopping: EarlyStopping?) -> String { stopping.map { "\($0.patience)" } ?? "none" }

  private static func of<Scalar>(_ model: VariationalAutoencoder<Scalar>) -> [String: String] {
    let (encoder, decoder) = (model.encoder, model.decoder)
    let widths = encoder.hidden.layers.map { "\($0.outputs)" }.joined(separator: ",")
    var used = [
      "latent": "\(encoder.latentDimension)", "hidden": widths.isEmpty ? "none" : widths,
      "activation": encoder.hidden.activation.rawValue, "likelihood": LikelihoodName(of: decoder).rawValue,
    ]
    guard let variance = decoder.likelihood.variance else { return used }
    used["observation-variance"] = decoder.learnsVariance ? "learned" : "\(variance)"
    used["output"] = decoder.outputActivation.rawValue
    return used
  }

  private static func of(_ plan: TrainingPlan) -> [String: String] {
    let objective = plan.objective
    var used = [
      "epochs": "\(plan.epochs)", "batch": "\(plan.batchSize)", "seed": "\(plan.seed)",
      "samples": "\(objective.samples)", "importance": "\(objective.importanceSamples)",
      "binarize": plan.binarization.rawValue,
      "divergence": DivergenceName.allCases.first { $0.value == objective.divergence }?.rawValue,
      "divergence-weight": DivergenceWeights.Weights(end: objective.divergenceWeight, warmUp: plan.warmUp).text,
    ].compactMapValues(\.self)
    if plan.shards > 1 { used["shards"] = "\(plan.shards)" }
    used["rate"] = if case .constant(let rate) = plan.schedule { "\(rate)" } else { "burda-2015" }
    switch plan.optimizer {
    case .ascent: used["optimizer"] = OptimizerName.ascent.rawValue
    case .adam(_, _, let epsilon):
      used["optimizer"] = OptimizerName.adam.rawValue
      used["adam-epsilon"] = "\(epsilon)"
    }
    return used
  }
}
