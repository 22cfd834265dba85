import ArgumentParser
import ChapterData
import Notebook
import VAECore
import Verification

/// Chapter 7: its options, and the order of its sections.
@main
struct Chapter7: Chapter {
  static let number = 7
  static let title = "Judging a model"
  static let thesis =
    "A model is judged by log p(x) of data that it has not seen. We can estimate it from below and from above, and an "
    + "estimate is worth as much as what we know of its error."
  static let equations = ["1", "3", "4"]

  @Option(parsing: .unconditional, help: "The number d of latent dimensions of the digits' models.")
  var latent: Entry<SmallCount> = "5"

  @Option(parsing: .unconditional, help: "The number K of importance samples per image.")
  var importanceSamples: Entry<SampleCount> = "1000"

  @Option(parsing: .unconditional, help: "The mean of q(z) on the toy.")
  var mean: Entry<Real> = "0.3"

  @Option(parsing: .unconditional, help: "The standard deviation of q(z) on the toy.")
  var deviation: Entry<PositiveReal> = "0.4472135955"

  @Option(parsing: .unconditional, help: "How often each image is seen in training (default: 30; 8 with --quick).")
  var epochs: Entry<SmallCount>?

  @Flag(help: "Train for 300 epochs, until the bound hardly rises any more: about 20 seconds.")
  var full = false

  @OptionGroup(title: "Data") var data: DataArguments

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [
      Parameter("latent", latent), Parameter("importance-samples", importanceSamples), Parameter("mean", mean),
      Parameter("deviation", deviation), Parameter("epochs", epochs ?? Entry(stringLiteral: "\(epochCount)")),
    ] + data.parameters
  }

  /// The number of times that each image is seen in training.
  var epochCount: Int { epochs?.value ?? (full ? 300 : options.quick ? 8 : 30) }

  var outline: [Section] {
    [
      Section("7.1", "Two ways to sample one number", twoWaysToSample),
      Section("7.2", "A ladder of bounds", aLadderOfBounds),
      Section("7.3", "A bound from above", aBoundFromAbove),
      Section("7.4", "When not to believe an estimate", whenNotToBelieve),
      Section("7.5", "A trained model between its bounds", aTrainedModel),
      Section("7.6", "A score for one image", aScoreForOneImage),
      Section("7.7", "Which of two models", whichOfTwoModels),
    ]
  }
}

extension Chapter7 {
  /// Refuses what the digits or the toy's weights cannot follow.
  func checkParameters() throws {
    guard latent.value <= 20 else {
      throw InvalidInput("--latent", expected: "a number from 1 to 20", found: latent.text)
    }
    try data.load().training.requireRoom(for: latent)
    guard (500...20_000).contains(importanceSamples.value) else {
      throw InvalidInput("--importance-samples", expected: "a number from 500 to 20000", found: importanceSamples.text)
    }
    guard abs(mean.value) <= 3 else {
      throw InvalidInput("--mean", expected: "a number from -3 to 3", found: mean.text)
    }
    guard (0.05...3).contains(deviation.value) else {
      throw InvalidInput("--deviation", expected: "a number from 0.05 to 3", found: deviation.text)
    }
    guard !data.areDigits else { return }
    for d in [2, latent.value] {
      _ = try data.load().linearGaussian(of: try components.components, latentDimension: d)
    }
  }
}

// MARK: The models

/// The digits, or other data, and the principal components of those to train on.
struct DigitsAndComponents {
  let training: Examples
  let heldOut: [[Double]]
  let components: PrincipalComponents

  init(_ examples: Examples) {
    (training, heldOut) = (examples.training, examples.heldOut.images)
    components = PrincipalComponents(of: training.images)
  }
}

extension Chapter7 {
  private var components: DigitsAndComponents {
    get throws { try data.once("components") { DigitsAndComponents(try data.load()) } }
  }

  /// The digits of this run, or the data in their place.
  func digits(_ notebook: ChapterNotebook) throws -> DigitsAndComponents {
    try notebook.once("digits") {
      try data.load().introduce(notebook)
      return try components
    }
  }

  /// Those of some latent dimensions that the data have room for.
  func fitting(_ dimensions: [Int], _ notebook: ChapterNotebook) throws -> [Int] {
    let digits = try digits(notebook)
    guard !digits.training.areDigits else { return dimensions }
    let largest = digits.training.largestLatentDimension(of: digits.components)
    return dimensions.filter { $0 <= largest }
  }

  /// The latent dimensions of the two models that section 7.7 compares: 5 and 6, or the largest two that the data have room for.
  func twoDimensions(_ notebook: ChapterNotebook) throws -> [Int] {
    let largest = try fitting(Array(1...6), notebook).count
    return [largest - 1, largest]
  }

  /// The size of the terms that scores add up.
  func size(of scores: [Double], _ data: Examples) -> Double {
    data.areDigits ? 2000 : max(2000, scores.map(abs).largest)
  }

  // Quoted: x = 1.5, q's variance of 0.2, and ladders of 256 draws; 7140 pairs of 120 digits.
  // Quoted: brackets of 9.2 to 10.6 and 2.7 to 3.6 nats, and 186 to 238 pairs, of the seeds 1 to 3.
  /// The toy of all chapters, its observation, its posterior, and this run's q.
  var toy: (model: LinearGaussian, x: Double, posterior: DiagonalGaussian, q: DiagonalGaussian) {
    get throws {
      let (model, x) = (try LinearGaussian(slope: 2, observationVariance: 0.5), 1.5)
      let q = try DiagonalGaussian(mean: [mean.value], standardDeviation: [deviation.value])
      return (model, x, model.posterior(of: x), q)
    }
  }

  /// A model of the digits with one hidden layer in each network, trained as in chapter 5.
  func trained(_ notebook: ChapterNotebook) throws -> Autoencoder {
    try notebook.once("trained") {
      let training = try digits(notebook).training
      let start = training.autoencoder(
        latentDimension: latent.value, hidden: 32,
        likelihood: .gaussianWithLearnedVariance(logVariance: log(training.pixelVariance)),
        random: notebook.noise("initial parameters"))
      return notebook.train(start, on: training.images, epochs: epochCount)
    }
  }
}

extension Chapter7 {
  /// The reason to skip a claim about the trained model; nil if the training was long enough for it.
  var tooLittleTraining: String? {
    epochCount >= 8 && latent.value >= 2 ? nil : "it is for at least 8 epochs and two latent dimensions"
  }
}

/// The numbers of a list, as a sentence gives them.
func inWords(_ numbers: [Int]) -> String {
  let texts = numbers.map { "\($0)" }
  guard let last = texts.last, texts.count > 1 else { return texts.joined() }
  return texts.dropLast().joined(separator: ", ") + " and \(last)"
}

// MARK: Mistakes

extension Chapter7 {
  static let mistakes = [
    Mistake(
      "no-proposal-density", "weights a draw of q by p(x, z), without dividing by q(z)", caughtBy: "1"),
    Mistake("mean-of-logs", "averages the logarithms of K weights, not the weights", caughtBy: "1"),
    Mistake(
      "upper-bound-from-q", "takes the draws of the upper bound from q, not from the posterior", caughtBy: "4"),
    Mistake(
      "maximum-over-the-batch", "lets log-sum-exp subtract one maximum for the whole batch", caughtBy: "1",
      askedIn: ["XavierXiao/Likelihood-Regret#1"]),
    Mistake(
      "grey-under-bernoulli", "takes the cross-entropy of grey pixels for a log-density", caughtBy: "8",
      askedIn: ["pytorch/examples#460"]),
    Mistake(
      "unpaired-error", "compares two models on the same images as if the images were different ones", caughtBy: "1"),
  ]
}

// MARK: Notation

extension Chapter7 {
  static let notation = [
    Notation("K", "importanceSamples", "the draws of q for one image"),
    Notation("w_k", "logWeight", "the importance weight of a draw, p(x, zₖ)/q(zₖ|x); the code keeps its logarithm"),
    Notation("R", "relativeVariance", "the variance of w over its squared mean"),
    Notation("L_K", "importanceWeightedBound", "the bound from K draws, E log of the average weight", unit: "nats"),
    Notation("k", "shape", "the Pareto shape of the weights' tail"),
  ]
}
