import ArgumentParser
import Notebook
import VAECore
import VAEEngine

/// How a model is trained. An option that is not typed has its default, or, where training goes on, its value of before.
struct PlanArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How often each datum is used, at most (default: 1000, or 200 without --patience).", valueName: "count"))
  var epochs: Entry<Count>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop after so many epochs without a better held-out bound, and keep the best epoch's parameters; 0 or none: train "
        + "to the last epoch (default: 50, but none without held-out data or with burda-2015).", valueName: "count|none"
    ))
  var patience: Entry<Patience>?

  @Option(parsing: .unconditional, help: ArgumentHelp("Data in a minibatch (default: 100).", valueName: "count"))
  var batch: Entry<Count>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The learning rate, or burda-2015 for that paper's schedule of 3280 epochs (default: 0.001).",
      valueName: "number|burda-2015"))
  var rate: Entry<ScheduleDomain>?

  @Option(help: ArgumentHelp("adam or ascent (default: adam).", valueName: "name"))
  var optimizer: Entry<Choice<OptimizerName>>?

  @Option(parsing: .unconditional, help: ArgumentHelp("Adam's ε (default: 1e-8).", valueName: "number"))
  var adamEpsilon: Entry<PositiveReal>?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("V, latent draws of a datum in a step (default: 1).", valueName: "V"))
  var samples: Entry<Count>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("K of the importance-weighted bound (default: 1, the bound itself).", valueName: "K"))
  var importance: Entry<Count>?

  @Option(
    help: ArgumentHelp(
      "analytic, sampled or sticking-the-landing (default: analytic; sampled with K above 1).", valueName: "name"))
  var divergence: Entry<Choice<DivergenceName>>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The divergence's weight; only 1 is the bound. 0:1/20 goes from 0 to 1 over 20 epochs (default: 1).",
      valueName: "number|a:b/epochs"))
  var divergenceWeight: Entry<DivergenceWeights>?

  @Option(
    help: ArgumentHelp("none, threshold, or dynamic: a fresh draw each epoch (default: none).", valueName: "name"))
  var binarize: Entry<Choice<Binarization>>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Parts of a minibatch whose gradients are added in a fixed tree, a power of two; it changes the last bits "
        + "(default: 1).", valueName: "count"))
  var shards: Entry<ShardCount>?

  /// The entries, to be refused where they must.
  var entries: [Parameter] {
    [
      epochs.map { Parameter("epochs", $0) }, patience.map { Parameter("patience", $0) },
      batch.map { Parameter("batch", $0) }, rate.map { Parameter("rate", $0) },
      optimizer.map { Parameter("optimizer", $0) }, adamEpsilon.map { Parameter("adam-epsilon", $0) },
      samples.map { Parameter("samples", $0) }, importance.map { Parameter("importance", $0) },
      divergence.map { Parameter("divergence", $0) }, divergenceWeight.map { Parameter("divergence-weight", $0) },
      binarize.map { Parameter("binarize", $0) }, shards.map { Parameter("shards", $0) },
    ].compactMap(\.self)
  }

  /// The plan of what was typed, where the rest is as in an earlier plan, or else as by default.
  ///
  /// - Parameters:
  ///   - seed: The seed of every draw.
  ///   - stopsEarly: True if a training without a typed number of epochs ends by itself.
  ///   - earlier: The plan of a training that goes on.
  /// - Throws: `InvalidInput` for a combination without meaning.
  func plan(
    seed: UInt64, stopsEarly: Bool, after earlier: TrainingPlan? = nil
  ) throws(InvalidInput) -> TrainingPlan {
    let schedule = rate?.value ?? earlier?.schedule ?? .constant(1e-3)
    let binarization = binarize?.value ?? earlier?.binarization ?? .none
    return try TrainingPlan(
      batchSize: batch?.value ?? earlier?.batchSize ?? 100,
      epochs: epochs?.value ?? earlier?.epochs ?? schedule.epochs ?? (stopsEarly ? 1000 : 200), seed: seed,
      objective: objective(after: earlier?.objective), optimizer: optimizerOfStep(after: earlier?.optimizer),
      schedule: schedule, binarization: binarization,
      warmUp: divergenceWeight.map(\.value.warmUp) ?? earlier?.warmUp, shards: shards?.value ?? earlier?.shards ?? 1)
  }

  private func objective(after earlier: Objective?) throws(InvalidInput) -> Objective {
    let draws = importance?.value ?? earlier?.importanceSamples ?? 1
    return try Objective(
      samples: samples?.value ?? earlier?.samples ?? 1, importanceSamples: draws,
      divergence: divergence?.value.value ?? earlier?.divergence,
      divergenceWeight: divergenceWeight?.value.end ?? earlier?.divergenceWeight ?? 1)
  }

  private func optimizerOfStep(after earlier: Optimizer?) throws(InvalidInput) -> Optimizer {
    if let earlier, optimizer == nil, adamEpsilon == nil { return earlier }
    if optimizer?.value == .ascent {
      guard let adamEpsilon else { return .ascent }
      throw InvalidInput("--adam-epsilon", expected: "none with --optimizer ascent", found: "'\(adamEpsilon.text)'")
    }
    if let earlier, case .adam = earlier, adamEpsilon == nil { return earlier }
    return .adam(firstDecay: 0.9, secondDecay: 0.999, epsilon: adamEpsilon?.value ?? 1e-8)
  }

  /// The plan with which an interrupted training goes on: the same, but perhaps for more epochs.
  ///
  /// - Throws: `InvalidInput` naming the first typed option that contradicts the earlier plan.
  func continuation(of earlier: TrainingPlan, path: String) throws(InvalidInput) -> TrainingPlan {
    let plan = try plan(seed: earlier.seed, stopsEarly: false, after: earlier)
    guard plan.shards == earlier.shards else {
      throw InvalidInput(
        "--shards", expected: "\(earlier.shards), as the training in \(path) began (leave the option out)",
        found: "\(plan.shards)")
    }
    let contradictions: [(String, Bool)] = [
      ("--batch", plan.batchSize != earlier.batchSize), ("--rate", plan.schedule != earlier.schedule),
      ("--optimizer or --adam-epsilon", plan.optimizer != earlier.optimizer),
      ("--samples", plan.objective.samples != earlier.objective.samples),
      ("--importance", plan.objective.importanceSamples != earlier.objective.importanceSamples),
      ("--divergence", plan.objective.divergence != earlier.objective.divergence),
      (
        "--divergence-weight",
        plan.objective.divergenceWeight != earlier.objective.divergenceWeight || plan.warmUp != earlier.warmUp
      ),
      ("--binarize", plan.binarization != earlier.binarization),
    ]
    if let option = contradictions.first(where: \.1)?.0 {
      throw InvalidInput(
        option, expected: "the value with which the training in \(path) began (leave the option out)",
        found: "another")
    }
    return plan
  }
}
