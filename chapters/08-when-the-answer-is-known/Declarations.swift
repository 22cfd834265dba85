import ArgumentParser
import ChapterData
import Notebook
import VAECore
import Verification

/// Chapter 8: its options, and the order of its sections.
@main
struct Chapter8: Chapter {
  static let number = 8
  // Quoted: 1797 images; Tipping and Bishop 1999; sections 8.3 and 8.5; eigenvalues of 0.6 and 1.69 nats, an exercise's own.
  // Quoted: 0.0029 to 0.0039 nats, the gaps of the seeds 1 to 3.
  static let title = "When the answer is known: the linear VAE"
  static let thesis =
    "With a linear decoder the best bound is known before training, so we can measure how far a trained VAE is from it, "
    + "and see that posterior collapse belongs to the optimum."
  static let equations = ["2", "7", "20"]

  @Option(parsing: .unconditional, help: "The number d of latent dimensions.")
  var latent: Entry<SmallCount> = "2"

  @Option(parsing: .unconditional, help: "The decoder's variance s²: learned, or a number.")
  var observationVariance: Entry<LearnableVariance> = "learned"

  @Option(
    parsing: .unconditional,
    help: "How often each image is seen (default: 100, with more than three dimensions 200; 30 with --quick).")
  var epochs: Entry<SmallCount>?

  @Flag(help: "Train for 400 epochs, until the gap is a few thousandths of a nat: about 10 seconds.")
  var full = false

  @OptionGroup(title: "Data") var data: DataArguments

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [
      Parameter("latent", latent), Parameter("observation-variance", observationVariance),
      Parameter("epochs", epochs ?? Entry(stringLiteral: "\(epochCount)")),
    ] + data.parameters
  }

  /// The number of times that each image is seen.
  var epochCount: Int { epochs?.value ?? (full ? 400 : options.quick ? 30 : latent.value > 3 ? 200 : 100) }

  /// The same for the zeros and sevens, which are a fifth of all digits.
  var epochsOfPair: Int { epochCount + (options.quick ? 40 : 90) }

  var outline: [Section] {
    [
      Section("8.1", "The best answer, without training", theBestAnswer),
      Section("8.2", "A bound without draws", aBoundWithoutDraws),
      Section("8.3", "Does training find it?", doesTrainingFindIt),
      Section("8.4", "Which rotation does it pick?", whichRotation),
      Section("8.5", "When does a coordinate collapse?", whenACoordinateCollapses),
      Section("8.6", "Is the optimizer to blame?", isTheOptimizerToBlame),
    ]
  }
}

extension Chapter8 {
  /// More dimensions would take minutes, and beyond these variances rounding is all that there is.
  func checkParameters() throws {
    guard latent.value <= 16 else {
      throw InvalidInput("--latent", expected: "a number from 1 to 16", found: latent.text)
    }
    if let variance = observationVariance.value, !(1e-4...100).contains(variance) {
      throw InvalidInput("--observation-variance", expected: "a number from 0.0001 to 100", found: "\(variance)")
    }
    let examples = try data.load()
    try examples.requireRoom(for: latent)
    guard !data.areDigits else { return }
    for (data, d) in [(try all, latent.value), (try smallPart, 2)] {
      _ = try examples.linearGaussian(of: data.spectrum, latentDimension: d)
    }
  }
}

// MARK: The data

/// Centred images with their spectrum.
struct LinearData {
  /// The images as they were, with their labels.
  let examples: Examples
  /// The word for the images.
  let name: String
  /// The images, with the mean image subtracted.
  let images: [[Double]]
  /// Their principal components.
  let spectrum: PrincipalComponents

  init(_ examples: Examples, name: String) {
    (self.examples, self.name) = (examples, name)
    let raw = examples.images
    let mean = raw[0].indices.map { j in raw.reduce(0) { $0 + $1[j] } / Double(raw.count) }
    images = raw.map { x in zip(x, mean).map { $0 - $1 } }
    spectrum = PrincipalComponents(of: images)
  }

  /// The mean square of a centred pixel.
  var meanSquare: Double { average(spectrum.eigenvalues) }

  /// Returns the columns of a matrix, in the order of the principal components that they resemble.
  func columnsInOrder(of matrix: Matrix) -> [[Double]] {
    let columns = (0..<matrix.columns).map { j in (0..<matrix.rows).map { matrix[$0, j] } }
    let first = spectrum.eigenvectors[row: 0]
    let likeness = { (column: [Double]) in dot(column, first).squared / dot(column, column) }
    return columns.sorted { likeness($0) > likeness($1) }
  }
}

/// A model whose s² is held fixed: its data, its number of latent dimensions, and s².
struct HeldVariance {
  let data: LinearData
  let latent: Int
  let variance: Double
}

extension Chapter8 {
  /// All digits, or the data in their place.
  func digits(_ notebook: ChapterNotebook) throws -> LinearData {
    try notebook.once("digits") {
      try data.load().introduce(notebook)
      return try all
    }
  }

  private var all: LinearData {
    get throws {
      try data.once("all") { LinearData(try data.load(), name: "all \(try data.load().kind)") }
    }
  }

  /// Only the zeros and sevens, whose first two eigenvalues lie far apart; of other data, a part of the same size.
  func zerosAndSevens(_ notebook: ChapterNotebook) throws -> LinearData { try smallPart }

  private var smallPart: LinearData {
    get throws {
      try data.once("zeros and sevens") {
        let examples = try data.load()
        guard !examples.areDigits else { return LinearData(examples.labelled(0, 7), name: "zeros and sevens") }
        guard examples.images.count > 360 else { return try all }
        return LinearData(examples.spread(360), name: "360 \(examples.nouns)")
      }
    }
  }

  /// The model of section 8.5, with the run's own s² if it is given, or one for zeros and sevens.
  func held(_ notebook: ChapterNotebook) throws -> HeldVariance {
    if let variance = observationVariance.value {
      return HeldVariance(data: try digits(notebook), latent: latent.value, variance: variance)
    }
    let pair = try zerosAndSevens(notebook)
    let between = (pair.spectrum.eigenvalues[1] * pair.spectrum.eigenvalues[2]).squareRoot()
    let room = pair.examples.areDigits ? 4 : pair.examples.largestLatentDimension(of: pair.spectrum)
    return HeldVariance(data: pair, latent: min(4, room), variance: between)
  }

  /// The largest average log p(x) of a linear model: the core's where s² is fitted, and the same sum where it is given.
  func optimalBound(_ spectrum: PrincipalComponents, latent d: Int, variance: Double?) throws -> Double {
    guard let variance else { return try spectrum.averageLogLikelihood(latentDimension: d) }
    return spectrum.eigenvalues.enumerated().reduce(0) { sum, direction in
      let c = direction.offset < d ? max(variance, direction.element) : variance
      return sum - halfLogTwoPi - 0.5 * (log(c) + direction.element / c)
    }
  }

  /// Returns the number of the first d eigenvalues that are at most s².
  func collapsed(_ eigenvalues: [Double], _ d: Int, _ variance: Double?) -> Int {
    eigenvalues.prefix(d).filter { $0 <= variance ?? 0 }.count
  }

  /// The best model with the known mistake in it: columns of length √λⱼ.
  func unlifted(_ best: LinearGaussian, _ data: LinearData) throws -> LinearGaussian {
    let columns = (0..<best.latentDimension).map { j in
      data.spectrum.eigenvectors[row: j].map { $0 * data.spectrum.eigenvalues[j].squareRoot() }
    }
    return try LinearGaussian(
      matrix: Matrix(columns).transposed, bias: best.bias, observationVariance: best.observationVariance)
  }

  /// The slope of the average log p(x) along a random direction of W and b, and of log s² where it is learned.
  func slopeOfLogLikelihood(
    _ model: LinearGaussian, _ data: LinearData, _ notebook: ChapterNotebook
  ) throws -> DirectionalDerivative {
    let (noise, s2) = (notebook.noise("direction of the linear model"), model.observationVariance)
    let (count, pixels) = (model.matrix.elements.count, model.observedDimension)
    let direction = noise.normals(0..<count + pixels + 1).map { s2.squareRoot() * $0 }
    let turn = Matrix(rows: pixels, columns: model.latentDimension, elements: Array(direction[..<count]))
    let ofVariance =
      observationVariance.value == nil ? noise.normals(count + pixels..<count + pixels + 1)[0] : 0
    return try DirectionalDerivative(scale: scale(s2, data)) { t in
      let moved = try LinearGaussian(
        matrix: model.matrix.combined(with: turn) { $0 + t * $1 },
        bias: model.bias.indices.map { model.bias[$0] + t * direction[count + $0] },
        observationVariance: s2 * exp(t * ofVariance))
      return average(moved.logLikelihoods(of: data.images))
    }
  }
}

extension LinearGaussian {
  /// Returns log p(x) of each image.
  func logLikelihoods(of images: [[Double]]) -> [Double] { images.map { logMarginalLikelihood(of: $0) } }

  /// Returns the best diagonal q of each image.
  func posteriors(of images: [[Double]]) -> [DiagonalGaussian] { images.map { bestDiagonalPosterior(of: $0) } }

  /// Returns the model as an autoencoder whose encoder gives the best diagonal q, if the columns of W are orthogonal.
  func autoencoder(learns: Bool) -> Autoencoder {
    let precisions = (0..<latentDimension).map { posteriorPrecision[$0, $0] }
    var rows = matrix.transposed
    for j in 0..<latentDimension {
      for pixel in 0..<observedDimension { rows[j, pixel] /= precisions[j] * observationVariance }
    }
    let encoder = Encoder(
      hidden: Network([]), mean: Layer(matrix: rows, bias: rows.times(bias).map { -$0 }),
      logVariance: Layer(matrix: rows.map { _ in 0 }, bias: precisions.map { -log($0) }))
    let likelihood: Likelihood =
      learns
      ? .gaussianWithLearnedVariance(logVariance: log(observationVariance)) : .gaussian(variance: observationVariance)
    return Autoencoder(
      encoder: encoder,
      decoder: Decoder(network: Network([Layer(matrix: matrix, bias: bias)]), likelihood: likelihood))
  }
}

// MARK: The linear autoencoder

extension Autoencoder {
  /// The decoder, as the model whose bound is a formula.
  var linearDecoder: LinearGaussian {
    get throws {
      let layer = decoder.network.layers[0]
      return try LinearGaussian(
        matrix: layer.matrix, bias: layer.bias, observationVariance: decoder.likelihood.variance ?? .nan)
    }
  }

  /// Returns the model with coordinate j opened by t along a direction u: column tu, row tu/s², and σ = 1.
  func opening(_ j: Int, by t: Double, along direction: [Double]) -> Autoencoder {
    var opened = self
    for pixel in direction.indices {
      opened.decoder.network.layers[0].matrix[pixel, j] = t * direction[pixel]
      opened.encoder.mean.matrix[j, pixel] = t * direction[pixel] / (decoder.likelihood.variance ?? .nan)
    }
    opened.encoder.mean.bias[j] = 0
    opened.encoder.logVariance.bias[j] = 0
    return opened
  }
}

/// A trained linear VAE and how it came to be.
struct TrainedLinear {
  let model: Autoencoder
  let curve: [GapAfterEpoch]
}

/// The distance to the best possible bound after some epochs, and the decoder's part of it.
typealias GapAfterEpoch = (epoch: Int, gap: Double, ofDecoder: Double)

extension Chapter8 {
  /// The run's model before training.
  func startingModel(_ notebook: ChapterNotebook) throws -> Autoencoder {
    let learned = Likelihood.gaussianWithLearnedVariance(logVariance: log(try digits(notebook).meanSquare))
    let likelihood = observationVariance.value.map { Likelihood.gaussian(variance: $0) } ?? learned
    return linearAutoencoder(
      latent: latent.value, pixels: try digits(notebook).examples.dimension, likelihood,
      notebook.noise("initial parameters"))
  }

  /// The run's model, trained.
  func trained(_ notebook: ChapterNotebook) throws -> TrainedLinear {
    try notebook.once("trained") {
      let digits = try digits(notebook)
      let optimum = try optimalBound(digits.spectrum, latent: latent.value, variance: observationVariance.value)
      var start = try startingModel(notebook)
      // A squared error without 1/(2s²) is the bound for s² = ½, and its mean over 64 pixels that for s² = 32.
      start.decoder.likelihood = notebook.choose(
        start.decoder.likelihood,
        or: [
          "unscaled-squares": .gaussian(variance: 0.5),
          "mean-over-pixels": .gaussian(variance: Double(digits.examples.dimension) / 2),
        ])
      var (epoch, curve): (Int, [GapAfterEpoch]) = (0, [])
      let model = try train(start, on: digits.images, batch: 50, epochs: epochCount, notebook) { model in
        // Sixteen points are enough for a curve.
        epoch += 1
        guard epoch % max(1, epochCount / 16) == 0 || epoch == epochCount else { return }
        let decoder = try model.linearDecoder
        let bound = average(try exactBounds(of: model, digits.images, notebook).map(\.value))
        let likelihood = average(notebook.concurrentMap(digits.images) { decoder.logMarginalLikelihood(of: $0) })
        curve.append((epoch, optimum - bound, optimum - likelihood))
      }
      return TrainedLinear(model: model, curve: curve)
    }
  }

  /// The model of section 8.5, trained with s² held.
  func trainedWithHeldVariance(_ notebook: ChapterNotebook) throws -> Autoencoder {
    if observationVariance.value != nil { return try trained(notebook).model }
    let held = try held(notebook)
    let start = linearAutoencoder(
      latent: held.latent, pixels: held.data.examples.dimension, .gaussian(variance: held.variance),
      notebook.noise("initial parameters"))
    return try train(from: start, held, notebook)
  }

  /// Trains with s² held: all digits as in section 8.3, or zeros and sevens, which are fewer, for more epochs.
  func train(from start: Autoencoder, _ held: HeldVariance, _ notebook: ChapterNotebook) throws -> Autoencoder {
    let isRun = observationVariance.value != nil
    return try train(
      start, on: held.data.images, batch: isRun ? 50 : 10, epochs: isRun ? epochCount : epochsOfPair, notebook)
  }

  /// The mean divergence of each coordinate over images, largest first.
  func divergencePerCoordinate(
    _ model: Autoencoder, _ images: [[Double]], _ notebook: ChapterNotebook
  ) throws -> [Double] {
    let posteriors = images.map { model.encoder.approximatePosterior(of: $0) }
    let divergences = try (0..<model.encoder.mean.bias.count).map { j in
      average(
        try posteriors.map { q in
          try DiagonalGaussian(mean: [q.mean[j]], logVariance: [q.logVariance[j]]).divergenceFromStandard()
        })
    }
    return divergences.sorted(by: >)
  }

  /// Returns the number that is often mistaken for the mean bound: log p(x | z) at the mean of q, minus the divergence.
  func boundAtTheMean(_ model: Autoencoder, _ images: [[Double]]) throws -> Double {
    average(
      images.map { x in
        let q = model.encoder.approximatePosterior(of: x)
        return model.decoder.logDensity(of: x, given: q.mean) - q.divergenceFromStandard()
      })
  }
}

// MARK: Tolerances

/// Returns the angle whose squared cosine is given, in degrees.
func degrees(ofSquaredCosine squared: Double) -> Double {
  let cosine = min(1, max(0, squared))
  guard cosine > 0 else { return 90 }
  return atan(((1 - cosine) / cosine).squareRoot()) * 180 / .pi
}

extension Chapter8 {
  /// The distance to the optimum that is allowed.
  var enough: Tolerance {
    Tolerance(0.05, because: "the steps of the last epochs are too small to shake the bound by more")
  }

  /// The size of the terms of a log-density, averaged over images.
  func scale(_ variance: Double, _ data: LinearData) -> Double {
    Double(data.examples.dimension) * (2 + abs(log(variance)) + data.meanSquare / variance)
  }

  /// The rounding error of an average over images of sums over pixels.
  func rounding(_ variance: Double, _ data: LinearData) -> Tolerance {
    .rounding(operations: 4 * data.images.count, scale: scale(variance, data))
  }

  /// The reason to claim nothing about the trained model; nil if its training was long enough.
  var tooMuchToLearn: String? {
    if let reason = (try? data.load())?.onlyOfDigits { return reason }
    if let tooFewEpochs { return tooFewEpochs }
    if latent.value > (epochCount < 200 ? 3 : 8) { return "so many dimensions need more epochs" }
    return observationVariance.value.map { $0 < 0.03 } == true ? "with s² below 0.03 training needs more epochs" : nil
  }

  /// The reason not to claim that the trained bound lies below the best one; nil if the number at the mean of q exceeds it.
  func reasonNotToCompare(_ boundAtMean: Double, _ optimum: Double, _ data: LinearData) -> String? {
    guard data.examples.areDigits else {
      return boundAtMean > optimum ? nil : "after so short a training even the number at the mean of q lies below"
    }
    return tooMuchToLearn ?? (observationVariance.value.map { $0 > 0.6 } == true ? "z carries almost nothing" : nil)
  }

  /// The reason to claim nothing about any trained model.
  var tooFewEpochs: String? { epochCount < 30 ? "it is for at least 30 epochs" : nil }

  /// The reason not to compare training with the criterion of collapse; nil if it is compared.
  func nothingToSee(_ held: HeldVariance) -> String? {
    if let reason = held.data.examples.onlyOfDigits { return reason }
    let eigenvalues = held.data.spectrum.eigenvalues.prefix(held.latent)
    if eigenvalues.contains(where: { (0.85...1.15).contains($0 / held.variance) }) {
      return "an eigenvalue is within 15 % of s²"
    }
    let (count, twice) = (
      collapsed(Array(eigenvalues), held.latent, held.variance),
      collapsed(Array(eigenvalues), held.latent, 2 * held.variance)
    )
    if count == twice { return "no eigenvalue lies between s² and 2s²" }
    let worth = eigenvalues.reduce(0) { sum, eigenvalue in
      let ratio = max(1, eigenvalue / held.variance)
      return sum + 0.5 * (ratio - 1 - log(ratio))
    }
    if worth < 0.06 { return "a model without any coordinate is almost as good" }
    if observationVariance.value == nil { return tooFewEpochs }
    return tooMuchToLearn ?? (epochCount < 100 ? "all digits need 100 epochs to sort their coordinates" : nil)
  }
}

// MARK: Mistakes

extension Chapter8 {
  static let mistakes = [
    Mistake("divisor-n-minus-1", "takes the covariance with the divisor n − 1, where (2) has n", caughtBy: "2"),
    Mistake(
      "sum-of-the-discarded", "takes for s² the sum of the discarded eigenvalues, not their mean", caughtBy: "2"),
    Mistake(
      "variance-not-subtracted", "makes the columns of W √λ long, not √(λ − s²)", caughtBy: "2"),
    Mistake(
      "unscaled-squares", "trains on ‖x − f‖² without the factor 1/(2s²), which is s² = ½", caughtBy: "20",
      askedIn: ["pytorch/examples#399", "ethanluoyc/pytorch-vae#3"]),
    Mistake(
      "mean-over-pixels", "averages the squares over the pixels, which is s² = 32: every image comes out the same",
      caughtBy: "20", askedIn: ["keras-team/keras#3373"]),
    Mistake(
      "unnormalized-columns", "measures the angle to the principal subspace with columns of any length",
      caughtBy: "20"),
    Mistake(
      "collapse-below-twice", "expects a coordinate to collapse at λ ≤ 2s²", caughtBy: "7",
      askedIn: ["AppliedDataSciencePartners/WorldModels#12", "molecularsets/moses#45"]),
  ]
}

// MARK: Notation

extension Chapter8 {
  static let notation = [
    Notation(#"\lambda_j"#, "eigenvalues", "the eigenvalues of the data's covariance, largest first"),
    Notation("u_j", "eigenvectors", "its eigenvectors, of length 1", shape: "D"),
    Notation("w_j", "matrix", "column j of the decoder's matrix W", shape: "D"),
    Notation("M", "posteriorPrecision", "the inverse of the posterior's covariance", shape: "d × d"),
  ]
}
