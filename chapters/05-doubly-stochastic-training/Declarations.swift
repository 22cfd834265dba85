import ArgumentParser
import ChapterData
import Notebook
import VAECore
import Verification

/// Chapter 5: its options, and the order of its sections.
@main
struct Chapter5: Chapter {
  static let number = 5
  // Quoted: 1797 images; β = 10 at s² = 0.05, and 640 with a mean over pixels; 784 pixels and 392, an exercise's own.
  // Quoted: 7.1 to 9.3 nats, the held-out bounds of the seeds 1 to 5; reconstruction 0.8 nats too high.
  static let title = "Doubly stochastic training"
  static let thesis =
    "Random mini-batches and random draws together give an unbiased gradient of the bound, and climbing it trains a "
    + "model that beats the best linear one."
  static let equations = ["7", "18", "19", "20"]

  @Option(parsing: .unconditional, help: "The number d of latent dimensions.")
  var latent: Entry<SmallCount> = "2"

  @Option(parsing: .unconditional, help: "The decoder's variance s²: learned, or a number.")
  var observationVariance: Entry<LearnableVariance> = "learned"

  @Option(parsing: .unconditional, help: "How often each image is seen (default: 60; 20 with --quick).")
  var epochs: Entry<SmallCount>?

  @Option(parsing: .unconditional, help: "The images of a mini-batch.")
  var batch: Entry<SmallCount> = "10"

  @Option(parsing: .unconditional, help: "The units of the hidden layers, one in each network.")
  var hidden: Entry<SmallCount> = "32"

  @Option(parsing: .unconditional, help: "The learning rate of Adam.")
  var learningRate: Entry<PositiveReal> = "0.005"

  @Flag(help: "Train for 400 epochs, until the bound hardly rises any more: about 20 seconds.")
  var full = false

  @OptionGroup(title: "Data") var data: DataArguments

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [
      Parameter("latent", latent), Parameter("observation-variance", observationVariance),
      Parameter("epochs", epochs ?? Entry(stringLiteral: "\(epochCount)")), Parameter("batch", batch),
      Parameter("hidden", hidden), Parameter("learning-rate", learningRate),
    ] + data.parameters
  }

  /// The number of times that each image is seen.
  var epochCount: Int { epochs?.value ?? (full ? 400 : options.quick ? 20 : 60) }

  var outline: [Section] {
    [
      Section("5.1", "One image there and back", thereAndBack),
      Section("5.2", "What the printed gradient leaves out", whatThePrintedGradientLeavesOut),
      Section("5.3", "Two kinds of noise", twoKindsOfNoise),
      Section("5.4", "Training on digits", trainingOnDigits),
      Section("5.5", "What the variance learned", whatTheVarianceLearned),
      Section("5.6", "Three numbers that are not the bound", threeNumbersThatAreNotTheBound),
      Section("5.7", "Looking at what was learned", lookingAtWhatWasLearned),
    ]
  }
}

extension Chapter5 {
  /// A latent space needs fewer dimensions than the images have pixels, or the linear model does not exist.
  func checkParameters() throws {
    guard latent.value < 60 else {
      throw InvalidInput("--latent", expected: "a number from 1 to 59", found: latent.text)
    }
    try data.load().training.requireRoom(for: latent)
    if let variance = observationVariance.value, !(1e-4...100).contains(variance) {
      throw InvalidInput("--observation-variance", expected: "a number from 0.0001 to 100", found: "\(variance)")
    }
    if !data.areDigits { _ = try examples }
  }
}

// MARK: The data and the models

/// The digits, or other data, and what the best linear model makes of the held-out ones.
struct DigitsAndLinearModel {
  let training: [[Double]]
  let heldOut: Examples
  let pixelVariance: Double
  /// The exact log p(x) of each held-out image under the best linear model of the training images.
  let linearLogLikelihoods: [Double]

  init(_ examples: Examples, latentDimension: Int) throws {
    let data = examples.training
    (training, heldOut, pixelVariance) = (data.images, examples.heldOut, data.pixelVariance)
    let linear = try data.linearGaussian(of: PrincipalComponents(of: training), latentDimension: latentDimension)
    linearLogLikelihoods = heldOut.images.map { linear.logMarginalLikelihood(of: $0) }
  }
}

extension Chapter5 {
  private var examples: DigitsAndLinearModel {
    get throws {
      try data.once("linear model") { try DigitsAndLinearModel(try data.load(), latentDimension: latent.value) }
    }
  }

  /// The digits of this run, or the data in their place.
  func digits(_ notebook: ChapterNotebook) throws -> DigitsAndLinearModel {
    try notebook.once("digits") {
      try data.load().introduce(notebook)
      return try examples
    }
  }

  /// The model before training; a learned s² starts at the variance of all pixels.
  func startingModel(_ notebook: ChapterNotebook) throws -> Autoencoder {
    let learned = Likelihood.gaussianWithLearnedVariance(logVariance: log(try digits(notebook).pixelVariance))
    return try data.load().autoencoder(
      latentDimension: latent.value, hidden: hidden.value,
      likelihood: observationVariance.value.map { .gaussian(variance: $0) } ?? learned,
      random: notebook.noise("initial parameters"))
  }

  /// The trained model, with the bounds of its epochs.
  func trained(_ notebook: ChapterNotebook) throws -> Trained {
    try notebook.once("trained") { try train(notebook) }
  }
}

/// A trained model and how it came to be.
struct Trained {
  let model: Autoencoder
  /// The mean bound of the training images in each epoch, at the parameters on the way.
  var training: [EvidenceLowerBound] = []
  /// The mean bound of the held-out images after each epoch.
  var heldOut: [EvidenceLowerBound] = []
}

extension Chapter5 {
  /// The mean bound of images.
  func meanBound(
    of model: Autoencoder, _ images: [[Double]], draws: Int, _ notebook: ChapterNotebook
  ) -> EvidenceLowerBound {
    let all = bounds(of: model, images, draws: draws, notebook)
    return EvidenceLowerBound(
      reconstruction: average(all.map(\.reconstruction)), divergence: average(all.map(\.divergence)))
  }

  /// The largest change that draws make to the mean bound of images: 6.11 standard errors, from ten draws of each image.
  func errorOfDraws(_ model: Autoencoder, _ images: [[Double]], _ notebook: ChapterNotebook) -> Tolerance {
    let (noise, d) = (notebook.noise("draws of the evaluation"), latent.value)
    let variances = notebook.concurrentMap(Array(images.indices)) { i in
      let draws = MonteCarloEstimate(
        (i * 10..<i * 10 + 10).map { draw in
          model.evidenceLowerBound(of: images[i], noises: [noise.normals(draw * d..<(draw + 1) * d)]).value
        })
      return (draws.variance ?? .nan) / 10
    }
    let standardError = (variances.reduce(0, +)).squareRoot() / Double(images.count)
    return Tolerance(Claim.threshold * standardError, because: "6.11 standard errors of ten draws of each image")
  }

  /// The reason not to check a claim about the trained model; nil if the training was long enough for it.
  var tooLittleTraining: String? {
    get throws {
      let examples = try data.load()
      if let reason = examples.onlyOfDigits { return reason }
      let steps = epochCount * examples.training.images.count / batch.value
      let isUsual = (0.002...0.01).contains(learningRate.value) && hidden.value >= 32 && latent.value == 2
      return steps >= 2000 && isUsual && observationVariance.value == nil
        ? nil : "it is for at least 2000 steps with two latent dimensions and learned s²"
    }
  }

  /// Two sizes of mini-batches whose last one is incomplete: 7 and 100, or others for other data.
  func sizesThatLeaveARest(of count: Int) -> [Int] {
    [7, 100].map { size in (2...min(size, count - 1)).last { count % $0 != 0 } ?? count - 1 }
  }
}

// MARK: Mistakes

extension Chapter5 {
  static let mistakes = [
    Mistake(
      "unscaled-squares", "trains on ‖x − f‖² without the factor 1/(2s²)", caughtBy: "20",
      askedIn: [
        "pytorch/examples#399", "TimyadNyda/Variational-Lstm-Autoencoder#8", "ethanluoyc/pytorch-vae#3",
        "RasmussenLab/vamb#1", "hwalsuklee/tensorflow-mnist-VAE#3",
      ]),
    Mistake(
      "mean-over-pixels", "averages the squares over the pixels where (8) sums", caughtBy: "20",
      askedIn: ["AntixK/PyTorch-VAE#11", "AntixK/PyTorch-VAE#35", "AntixK/PyTorch-VAE#56"]),
    Mistake("divergence-averaged-twice", "divides the divergence by the mini-batch once too often", caughtBy: "20"),
    Mistake("wrong-sign", "adds the divergence where the bound subtracts it", caughtBy: "20"),
    Mistake(
      "stopped-sample", "lets no gradient pass through the draw z", caughtBy: "20",
      askedIn: ["evelinehong/slot-attention-pytorch#4"]),
    Mistake("log-variance-for-deviation", "takes the encoder's log σ² for log σ", caughtBy: "20"),
    Mistake("incomplete-batch", "divides the last, incomplete mini-batch by the full size too", caughtBy: "18"),
    Mistake(
      "bound-at-the-mean", "evaluates log p(x|z) at the mean of q, and calls it the bound", caughtBy: "7",
      askedIn: ["pytorch/examples#419"]),
    Mistake(
      "temperature-on-log-variance", "multiplies log σ² by the temperature, not σ", caughtBy: "19",
      askedIn: ["fmu2/flow-VAE#1"]),
    Mistake(
      "free-bits-as-a-mask", "drops a divergence below λ, where free bits put λ", caughtBy: "7",
      askedIn: ["valdersoul/bn-vae#2"]),
  ]
}

// MARK: Where the notes differ

extension Chapter5 {
  static let errata = [
    Erratum(
      "20", printed: #"$`-\lVert f(z)-x\rVert^2`$"#,
      correct: #"$`-\frac{1}{2s^2}\lVert x-f(z)\rVert^2-\frac D2\log2\pi s^2`$"#,
      shownBy: "at s² = 0.02 the printed gradient is 2s² times the bound's",
      "one image's gradient, pulled back step by step, is the slope of its bound along a random direction")
  ]
}

// MARK: Notation

extension Chapter5 {
  static let notation = [
    Notation("V", "draws", "the draws per image"),
    Notation("m", "batchSize", "the images of a mini-batch"),
    Notation(#"\beta"#, "divergenceWeight", "the weight of the divergence in a changed objective"),
  ]
}
