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

  // Quoted: x = 1.5, q's variance of 0.2, and ladders of 256 draws.
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

// MARK: Exact moments of weights

extension DiagonalGaussian {
  /// Returns log E_q ρᵅ of the weight ρ = p(z)/q(z) of another Gaussian p, with z drawn from `self`; ∞ if it diverges.
  ///
  ///     Σⱼ [ (1 − α) log τⱼ + α log σⱼ − ½ log vⱼ − ½ α (1 − α) (mⱼ − μⱼ)²/vⱼ ],   vⱼ = α σⱼ² + (1 − α) τⱼ²
  ///
  /// for p = N(m, diag τ²) and q = N(μ, diag σ²): a Gaussian integral in each dimension.
  func logMoment(_ power: Double, ofWeightsToward p: DiagonalGaussian) -> Double {
    mean.indices.reduce(0) { sum, j in
      let (own, others) = (standardDeviation[j], p.standardDeviation[j])
      let v = power * own.squared + (1 - power) * others.squared
      guard v > 0 else { return .infinity }
      let ofDeviations = (1 - power) * log(others) + power * log(own) - 0.5 * log(v)
      return sum + ofDeviations - 0.5 * power * (1 - power) * (p.mean[j] - mean[j]).squared / v
    }
  }

  /// R, the variance of the weights ρ = p(z)/q(z).
  func relativeVariance(ofWeightsToward p: DiagonalGaussian) -> Double {
    expm1(logMoment(2, ofWeightsToward: p))
  }

  /// The central moments of the weights, from the second to the fourth.
  func centralMoments(ofWeightsToward p: DiagonalGaussian) -> (second: Double, third: Double, fourth: Double) {
    let raw = (2...4).map { exp(logMoment(Double($0), ofWeightsToward: p)) }
    return (raw[0] - 1, raw[1] - 3 * raw[0] + 2, raw[2] - 4 * raw[1] + 6 * raw[0] - 3)
  }
}

/// The numbers of a list, as a sentence gives them.
func inWords(_ numbers: [Int]) -> String {
  let texts = numbers.map { "\($0)" }
  guard let last = texts.last, texts.count > 1 else { return texts.joined() }
  return texts.dropLast().joined(separator: ", ") + " and \(last)"
}

/// The share of elements for which a condition is true; NaN for none.
func share<Element>(_ elements: [Element], where isTrue: (Element) -> Bool) -> Double {
  Double(elements.filter(isTrue).count) / Double(elements.count)
}

extension MonteCarloEstimate {
  /// 6.11 standard errors of the mean.
  var allowance: Tolerance {
    Tolerance(Claim.threshold * (standardError ?? .nan), because: "6.11 standard errors of \(count) differences")
  }

  /// Returns the reason to skip a claim about the mean if a mistake gives the same number to within the error.
  func hides(_ mistaken: Double, from expected: Double, exactStandardError: Double? = nil) -> String? {
    let error = exactStandardError ?? standardError ?? .nan
    return abs(mistaken - expected) > Claim.detectableBias * error
      ? nil : "here the mistake gives the same number to within the error"
  }
}

extension Chapter7 {
  /// The reason to skip a claim about the trained model; nil if the training was long enough for it.
  var tooLittleTraining: String? {
    epochCount >= 8 && latent.value >= 2 ? nil : "it is for at least 8 epochs and two latent dimensions"
  }
}

// MARK: Tails

/// The tail of a log-weight c + b|ε| + ½kε² beyond a threshold at ε = r, and the same on the other side.
struct LogWeightTail {
  /// k, the Pareto shape of the weights.
  let shape: Double
  /// b ≥ 0.
  let slope: Double

  /// The tail of log p(z)/q(z) with z drawn from q; the sign of ε is chosen so that b ≥ 0.
  init(of p: DiagonalGaussian, drawnFrom q: DiagonalGaussian) {
    let logWeight = p.logDensity(atDrawOf: q) - q.logDensity(atDrawOf: q)
    (shape, slope) = (2 * logWeight.square[0, 0], abs(logWeight.linear[0]))
  }

  init(shape: Double, slope: Double) { (self.shape, self.slope) = (shape, slope) }

  /// b ε + ½ k ε², the log-weight without its constant.
  func value(at noise: Double) -> Double { slope * noise + 0.5 * shape * noise.squared }

  /// The mean of the log-weight's excess over its value at ε = r > 0, exactly.
  ///
  /// Both sides count: ε > r, and −ε > r + 2b/k, where the parabola is as high again.
  func meanExcess(beyond r: Double) -> Double {
    let other = r + 2 * slope / shape
    let (near, far) = (Self.mills(r), Self.mills(other))
    // The two tails' probabilities are φ(r) near and φ(other) far.
    let ratio = exp(0.5 * (r - other) * (r + other)) * far / near
    guard ratio.isFinite, ratio > 0 else { return excess(at: r, slope: slope, near) }
    return (excess(at: r, slope: slope, near) + ratio * excess(at: other, slope: -slope, far)) / (1 + ratio)
  }

  /// E[bε + ½kε² | ε > r] − (br + ½kr²).
  private func excess(at r: Double, slope: Double, _ mills: Double) -> Double {
    slope * (1 / mills - r) + 0.5 * shape * (1 + r * (1 / mills - r))
  }

  /// Mills' ratio of the normal distribution, P(ε > r)/φ(r) = ∫ exp(−rs − ½s²) ds over s > 0, with s = exp t.
  static func mills(_ r: Double) -> Double {
    Quadrature.integral(over: -40...5, intervals: 1600) { t in
      let s = exp(t)
      return exp(t - r * s - 0.5 * s.squared)
    }.value
  }
}

// MARK: What the sections sample

/// The three values of log p(x) for images under one linear model.
struct LinearStudy {
  /// One image's estimate, beside the truth.
  struct Estimate {
    let exact: Double
    let logMean: Double
    let standardError: Double
    let effectiveSampleSize: Double
    /// How far off it is, in the standard errors that it reports.
    var standardErrorsOff: Double { abs(logMean - exact) / standardError }

    init(_ estimate: LogMeanEstimate, exact: Double) {
      (self.exact, logMean) = (exact, estimate.logMean)
      (standardError, effectiveSampleSize) = (estimate.standardError ?? .nan, estimate.effectiveSampleSize)
    }
  }

  let model: LinearGaussian
  let images: [[Double]]
  /// The mean over the images, exactly, from the prior and from q.
  var exact = 0.0
  var prior = 0.0
  var importance = 0.0
  /// The largest standard error that an image's draws of the prior report.
  var priorError = 0.0
  /// The standard error of `importance` over the draws, as they report it.
  var importanceError = 0.0
  /// All weights of q, over p(x).
  var weights = MonteCarloEstimate()
  /// Their variance, exactly, averaged over the images, and that of the weights of the prior.
  var relativeVariance = 0.0
  var relativeVarianceOfPrior = 0.0
  /// E log p(x|z) under the prior, exactly, averaged over the images.
  var meanOfLogs = 0.0
  /// The mean of the weights without the proposal's density.
  var withoutProposal = 0.0
  /// All estimates, from the prior and from q.
  var estimates: [Estimate] = []

  /// The exact standard error of the mean of q's weights.
  var errorOfWeights: Double { (relativeVariance / Double(weights.count)).squareRoot() }

  /// The largest error that the prior's estimate may have.
  var errorOfPrior: Tolerance {
    let error = (relativeVarianceOfPrior / Double(weights.count)).squareRoot()
    let bias = relativeVarianceOfPrior * Double(images.count) / Double(2 * weights.count)
    return Tolerance(
      Claim.threshold * error + bias, because: "6.11 exact standard errors over all images, and the bias R/2K")
  }

  /// The shortfall that K draws of the prior have at least, averaged over the images, except in one run of 10⁹.
  func guaranteedShortfall(draws k: Int) -> Double {
    let powers = (1...19).map { 0.05 * Double($0) }
    return powers.map { power in
      let moment = average(images.map { model.logMomentOfWeights(power, of: $0) })
      return (log(1e-9) / Double(images.count) - (1 - power) * log(Double(k)) - moment) / power
    }.largest
  }
}

extension Chapter7 {
  /// Twenty held-out images under the best linear model, by all three ways.
  func linearStudy(latentDimension d: Int, _ notebook: ChapterNotebook) throws -> LinearStudy {
    try notebook.once("linear study \(d)") {
      let digits = try digits(notebook)
      let model = try digits.components.linearGaussian(latentDimension: d)
      let count = min(20, digits.heldOut.count)
      let images = (0..<count).map { digits.heldOut[$0 * digits.heldOut.count / count] }
      let qs = try images.map { try playedEncoder(model, $0) }
      let (k, noise) = (importanceSamples.value, notebook.noise("linear model with \(d)"))
      let (forgets, takesMeanOfLogs) = (notebook.makes("no-proposal-density"), notebook.makes("mean-of-logs"))
      let all = notebook.concurrentMap(Array(images.indices)) { i in
        let (x, q, exact) = (images[i], qs[i], model.logMarginalLikelihood(of: images[i]))
        let fromPrior = noise.substream(2 * i).normals(0..<k * d)
        let fromQ = noise.substream(2 * i + 1).normals(0..<k * d)
        let prior = (0..<k).map { model.logDensity(of: x, given: Array(fromPrior[$0 * d..<($0 + 1) * d])) }
        var (logWeights, weights, joints) = ([Double](), MonteCarloEstimate(), MonteCarloEstimate())
        for i in 0..<k {
          let z = q.reparameterized(noise: Array(fromQ[i * d..<(i + 1) * d]))
          let joint = Self.logWeight(model, x, q, at: z, forgetsProposal: true)
          logWeights.append(forgets ? joint : joint - q.logDensity(at: z))
          weights.add(exp(logWeights[i] - exact))
          joints.add(exp(joint - exact))
        }
        let estimate = LogMeanEstimate(logWeights)
        let logMean = takesMeanOfLogs ? average(logWeights) : estimate.logMean
        return (exact, LogMeanEstimate(prior), estimate, logMean, weights, joints)
      }
      var study = LinearStudy(model: model, images: images)
      var joints = MonteCarloEstimate()
      for (exact, prior, importance, _, weights, ofJoint) in all {
        study.weights.merge(weights)
        joints.merge(ofJoint)
        study.estimates += [.init(prior, exact: exact), .init(importance, exact: exact)]
      }
      study.exact = average(all.map(\.0))
      study.prior = average(all.map(\.1.logMean))
      study.importance = average(all.map(\.3))
      study.priorError = all.map { $0.1.standardError ?? .nan }.largest
      study.importanceError =
        all.map { ($0.2.standardError ?? .nan).squared }.reduce(0, +).squareRoot() / Double(images.count)
      study.relativeVariance = average(
        zip(images, qs).map { $1.relativeVariance(ofWeightsToward: model.bestDiagonalPosterior(of: $0)) })
      study.relativeVarianceOfPrior = average(images.map { model.relativeVarianceOfWeights(of: $0) })
      study.meanOfLogs = average(images.map { model.logDensity(of: $0, atDrawOf: .standard(dimension: d)).mean })
      study.withoutProposal = joints.mean
      return study
    }
  }
}

extension Chapter7 {
  /// The encoder that we play on a linear model: a little wrong in each dimension.
  func playedEncoder(_ model: LinearGaussian, _ x: [Double]) throws -> DiagonalGaussian {
    let posterior = model.bestDiagonalPosterior(of: x)
    return try DiagonalGaussian(
      mean: zip(posterior.mean, posterior.standardDeviation).map { $0 + 0.25 * $1 },
      standardDeviation: posterior.standardDeviation.map { 1.2 * $0 })
  }

  /// Images that a linear model draws.
  func images(drawnFrom model: LinearGaussian, _ count: Int, _ notebook: ChapterNotebook) -> [[Double]] {
    let (noise, s) = (notebook.noise("images of the linear model"), model.observationVariance.squareRoot())
    let d = model.latentDimension
    return notebook.concurrentMap(Array(0..<count)) { i in
      let draws = noise.substream(i).normals(0..<d + model.observedDimension)
      let mean = model.matrix.times(Array(draws[..<d]))
      return mean.indices.map { model.bias[$0] + mean[$0] + s * draws[d + $0] }
    }
  }

  /// The best linear model, the log-density of its densest image, and how far images that it draws, and those that it was
  /// fitted to, lie below that.
  func distancesFromTheDensest(
    _ notebook: ChapterNotebook
  ) throws -> (model: LinearGaussian, top: Double, drawn: [Double], fitted: [Double]) {
    let digits = try digits(notebook)
    let model = try digits.components.linearGaussian(latentDimension: latent.value)
    let top = model.logMarginalLikelihood(of: model.bias)
    let drawn = images(drawnFrom: model, 20_000, notebook)
    let distances = [drawn, digits.training.images].map { images in
      notebook.concurrentMap(images) { top - model.logMarginalLikelihood(of: $0) }
    }
    return (model, top, distances[0], distances[1])
  }

  /// The probability that half a sum of D squared standard normal variables is at most t > 0.
  ///
  ///     t^a e^(−t)/Γ(a + 1) · (1 + t/(a + 1) + t²/((a + 1)(a + 2)) + …),   a = D/2
  func probability(within t: Double, of dimensions: Double) -> Double {
    let a = 0.5 * dimensions
    // From Γ(1) = 1 or Γ(3/2) = √π/2 up to Γ(a + 1), in logarithms.
    let isOdd = dimensions.truncatingRemainder(dividingBy: 2) == 1
    let first = isOdd ? 0.5 * log(4 * t / .pi) - t : -t
    let logFactor = stride(from: isOdd ? 1.5 : 1, through: a, by: 1).reduce(first) { $0 + log(t / $1) }
    var (sum, term, k) = (1.0, 1.0, 1.0)
    while term > 1e-17 * sum {
      term *= t / (a + k)
      sum += term
      k += 1
    }
    return exp(logFactor) * sum
  }
}

/// The error of the logarithm of an average of K weights to the third order in 1/K: with draws of q, and with one draw of the
/// posterior among them.
struct Expansion {
  /// E log(1 + δ), for draws of q.
  let lower: Double
  /// E (1 + δ) log(1 + δ), with one draw of the posterior.
  let upper: Double
  /// True if the third order is less than 2 % of the first.
  let isAccurate: Bool
  /// The standard deviation of one measurement of `upper`, to first order.
  private let scatterOfUpper: Double
  static let tooRough = "the weights' moments are too large for an expansion at K = 64, or too small to see"

  init(_ moments: (second: Double, third: Double, fourth: Double), draws k: Double) {
    let (r, third, excess) = (moments.second, moments.third, moments.fourth - 3 * moments.second.squared)
    let first = r / (2 * k)
    let ofLower = (2 * third * r - excess / 4 - 2.5 * r * r.squared) / (k * k.squared)
    let ofUpper = (excess / 12 - third * r / 2 + r * r.squared / 2) / (k * k.squared)
    lower = -first + (third / 3 - 0.75 * r.squared) / k.squared + ofLower
    upper = first + (r.squared / 4 - third / 6) / k.squared + ofUpper
    isAccurate = max(abs(ofLower), abs(ofUpper)) < 0.02 * first && first > 1e-6
    // The posterior's draw scatters by its own weight, whose variance under the posterior is E ρ³ − (E ρ²)².
    scatterOfUpper = hypot((third + r - r.squared).squareRoot() / k, r / (2.0.squareRoot() * k))
  }

  /// Returns true if so many measurements can separate `upper` from `lower`.
  func sees(samples: Int) -> Bool {
    upper - lower > 1.5 * Claim.detectableBias * scatterOfUpper / Double(samples).squareRoot()
  }
}

/// The log-weights for one image that a model made: of the latent that made it, and of draws of the encoder's q.
struct Simulated {
  let ofTruth: Double
  let ofProposal: [Double]
  /// The same without the density of the proposal.
  let jointOfTruth: Double
  let jointsOfProposal: [Double]
}

extension Simulated {
  /// An image made by a model from a latent, and the weights of that latent and of draws of q.
  init(by model: Autoencoder, draws: Int, _ noise: RandomStream) {
    let d = model.encoder.mean.bias.count
    let z = noise.normals(0..<d)
    let s = (model.decoder.likelihood.variance ?? 1).squareRoot()
    let f = model.decoder.network.value(of: z)
    let x = zip(f, noise.normals(d..<d + f.count)).map { $0 + s * $1 }
    let q = model.encoder.approximatePosterior(of: x)
    // The noise with which q would have drawn z itself.
    let noiseOfTruth = z.indices.map { (z[$0] - q.mean[$0]) / q.standardDeviation[$0] }
    let ofDraws = noise.normals(d + f.count..<d + f.count + draws * d)
    let noises = [noiseOfTruth] + (0..<draws).map { Array(ofDraws[$0 * d..<($0 + 1) * d]) }
    let logWeights = noises.map { model.logWeight(of: x, under: q, noise: $0) }
    let joints = zip(logWeights, noises).map { $0 + q.logDensity(at: q.reparameterized(noise: $1)) }
    (self.ofTruth, ofProposal) = (logWeights[0], Array(logWeights[1...]))
    (jointOfTruth, jointsOfProposal) = (joints[0], Array(joints[1...]))
  }
}

extension Simulated {
  /// The logarithm of the average of K weights of draws of q.
  func lowerBound(_ k: Int) -> Double { logMeanExp(Array(ofProposal[..<k])) }

  /// The same with the latent that made the image in place of one draw.
  func upperBound(_ k: Int) -> Double { logMeanExp([ofTruth] + ofProposal[..<(k - 1)]) }

  func bracketWidth(_ k: Int) -> Double { upperBound(k) - lowerBound(k) }
}

/// Both bounds with K draws, averaged over images that a model made.
struct Bracket {
  let lower: Double
  let upper: Double
  let width: MonteCarloEstimate

  init(_ pairs: [Simulated], draws k: Int) {
    (lower, upper) = (average(pairs.map { $0.lowerBound(k) }), average(pairs.map { $0.upperBound(k) }))
    width = MonteCarloEstimate(pairs.map { $0.bracketWidth(k) })
  }
}

/// The standard error of the mean of numbers.
func standardError(of values: [Double]) -> Double { MonteCarloEstimate(values).standardError ?? .nan }

/// The first share of the total weight, less the sum of the squared shares.
func surplusOfFirst(_ logWeights: [Double]) -> Double {
  let total = logSumExp(logWeights)
  let shares = logWeights.map { exp($0 - total) }
  return shares[0] - shares.reduce(0) { $0 + $1.squared }
}

/// The variance of each coordinate of points.
func variances(_ points: [[Double]]) -> [Double] {
  (points.first ?? []).indices.map { j in
    let estimate = MonteCarloEstimate(points.map { $0[j] })
    return estimate.sumOfSquaredDeviations / Double(estimate.count)
  }
}

extension Chapter7 {
  /// The sizes K of the ladder.
  static let rungs = [1, 4, 16, 64, 256]

  /// The mean logarithm of averages of K log-weights for each K of the ladder, and its rises, all on the same draws.
  func ladder(
    _ purpose: String, _ notebook: ChapterNotebook, _ logWeight: (Double) -> Double
  ) -> (rungs: [MonteCarloEstimate], rises: [MonteCarloEstimate]) {
    let blocks = notebook.sampling(purpose, samples: max(40, notebook.samples / 256))
    let takesMeanOfLogs = notebook.makes("mean-of-logs")
    let all = blocks.averages(dimension: 256, of: 9) { noise, values in
      let logWeights = noise.map(logWeight)
      for (place, k) in Self.rungs.enumerated() {
        let parts = stride(from: 0, to: 256, by: k).map { Array(logWeights[$0..<$0 + k]) }
        values[place] = average(parts.map { takesMeanOfLogs ? average($0) : logMeanExp($0) })
        if place > 0 { values[4 + place] = values[place] - values[place - 1] }
      }
    }
    return (Array(all[..<5]), Array(all[5...]))
  }

  /// The toy's log-weight of a draw of q, computed from the noise.
  func logWeightOfNoise(_ notebook: ChapterNotebook) throws -> (Double) -> Double {
    let (toy, x, _, q) = try toy
    let forgetsProposal = notebook.makes("no-proposal-density")
    return { noise in
      Self.logWeight(toy, [x], q, at: q.reparameterized(noise: [noise]), forgetsProposal: forgetsProposal)
    }
  }

  /// The ladder of the toy's q.
  func ladderFromBelow(
    _ notebook: ChapterNotebook
  ) throws -> (rungs: [MonteCarloEstimate], rises: [MonteCarloEstimate]) {
    try notebook.once("ladder from below") { ladder("ladder", notebook, try logWeightOfNoise(notebook)) }
  }

  /// The log-weight of a draw, as a function of its noise, in closed form.
  func logWeightOfDraw(
    of r: DiagonalGaussian, _ toy: (model: LinearGaussian, x: Double, posterior: DiagonalGaussian, q: DiagonalGaussian)
  ) -> QuadraticOfNoise {
    toy.model.logDensity(of: [toy.x], atDrawOf: r) + DiagonalGaussian.standard(dimension: 1).logDensity(atDrawOf: r)
      - toy.q.logDensity(atDrawOf: r)
  }

  /// The reason to skip claims about the toy's bounds: q is the posterior, and all weights are equal; otherwise nil.
  var levelLadder: String? {
    get throws {
      let (_, _, posterior, q) = try toy
      return min(q.divergence(to: posterior), posterior.divergence(to: q)) > 1e-3
        ? nil : "q is the posterior, and the ladder level"
    }
  }

  /// The log of each image's average weight.
  func scores(_ logWeights: [[Double]], _ notebook: ChapterNotebook) -> [Double] {
    let ofBatch = notebook.makes("maximum-over-the-batch") ? logWeights.joined().max() : nil
    return logWeights.map { ofImage in
      let top = ofBatch ?? ofImage.max() ?? 0
      return top + log(average(ofImage.map { exp($0 - top) }))
    }
  }

  /// The expected logarithm of the average of 64 weights over p(x), the first of them of a draw of another Gaussian.
  func logAverageOf64(
    firstFrom first: DiagonalGaussian, othersFrom q: DiagonalGaussian, _ notebook: ChapterNotebook,
    _ ratio: @escaping ([Double]) -> Double
  ) -> MonteCarloEstimate {
    notebook.sampling("one draw of the posterior", samples: 2048).averages(dimension: 64, of: 1) { noise, values in
      let others = noise.dropFirst().map { ratio(q.reparameterized(noise: [$0])) - 1 }.reduce(0, +) / 64
      let delta = others + (ratio(first.reparameterized(noise: [noise[0]])) - 1) / 64
      // The others' mean is 0: to subtract them changes no expectation, and most of the scatter goes.
      values[0] = log1p(delta) - others
    }[0]
  }

  /// Returns the score from all weights of an image minus the average score from groups of five.
  func lossOfFive(_ logWeights: [Double], _ notebook: ChapterNotebook) -> Double {
    let takesMeanOfLogs = notebook.makes("mean-of-logs")
    let logMean = { (part: [Double]) in takesMeanOfLogs ? average(part) : logMeanExp(part) }
    let groups = stride(from: 0, to: logWeights.count, by: 5).map { Array(logWeights[$0..<$0 + 5]) }
    return logMean(logWeights) - average(groups.map(logMean))
  }

  /// Images whose pixels are standard normal draws.
  func imagesOfNoise(_ count: Int, _ pixels: Int, _ notebook: ChapterNotebook) -> [[Double]] {
    let noise = notebook.noise("pixels of noise")
    return (0..<count).map { noise.normals($0 * pixels..<($0 + 1) * pixels) }
  }

  /// The log-weights of 200 draws of q for each image.
  func logWeights(of images: [[Double]], under model: Autoencoder, _ notebook: ChapterNotebook) -> [[Double]] {
    let (noise, k, d) = (notebook.noise("draws for scores"), 200, latent.value)
    return notebook.concurrentMap(Array(images.indices)) { i in
      let q = model.encoder.approximatePosterior(of: images[i])
      let normals = noise.substream(i).normals(0..<k * d)
      return (0..<k).map {
        model.logWeight(of: images[i], under: q, noise: Array(normals[$0 * d..<($0 + 1) * d]))
      }
    }
  }
}

extension Chapter7 {
  /// The tail of the heavier end of the bracket: its shape, its exact form, and that with deviations for variances.
  func heavyEnd(
    of q: DiagonalGaussian, _ posterior: DiagonalGaussian
  ) -> (shape: Double, tail: LogWeightTail, mistaken: LogWeightTail) {
    let (narrow, wide) = ordered(q, posterior)
    let (tail, ratio) = (
      LogWeightTail(of: wide, drawnFrom: narrow), narrow.standardDeviation[0] / wide.standardDeviation[0]
    )
    return (1 - ratio.squared, tail, LogWeightTail(shape: 1 - ratio, slope: tail.slope))
  }

  /// The mean excess of log-weights over that at two deviations.
  func hillEstimate(
    _ q: DiagonalGaussian, _ posterior: DiagonalGaussian, _ sampling: MonteCarlo
  ) -> MonteCarloEstimate {
    let (narrow, wide) = ordered(q, posterior)
    let logWeight = { (noise: Double) in
      let z = narrow.reparameterized(noise: [noise])
      return wide.logDensity(at: z) - narrow.logDensity(at: z)
    }
    // Of the two sides, the one with the larger weight.
    let threshold = max(logWeight(2), logWeight(-2))
    var excess = MonteCarloEstimate()
    _ = sampling.average { noise in
      let value = logWeight(noise)
      if value > threshold { excess.add(value - threshold) }
      return value
    }
    return excess
  }

  /// The narrower of two Gaussians, and the wider.
  private func ordered(
    _ q: DiagonalGaussian, _ posterior: DiagonalGaussian
  ) -> (narrow: DiagonalGaussian, wide: DiagonalGaussian) {
    q.standardDeviation[0] < posterior.standardDeviation[0] ? (q, posterior) : (posterior, q)
  }

  // MARK: Comparisons

  /// Returns the number of pairs of images that few samples put in the wrong order, and the share of these whose scores differ by
  /// less than three standard errors.
  func reversedPairs(_ many: [LogMeanEstimate], _ few: [LogMeanEstimate]) -> (count: Double, unsure: Double) {
    let pairs = many.indices.flatMap { i in (0..<i).map { (i, $0) } }
    let reversed = pairs.filter { (many[$0].logMean > many[$1].logMean) != (few[$0].logMean > few[$1].logMean) }
    let unsure = share(reversed) { i, j in
      let error = hypot(few[i].standardError ?? .nan, few[j].standardError ?? .nan)
      return abs(few[i].logMean - few[j].logMean) < 3 * error
    }
    return (Double(reversed.count), unsure)
  }

  /// The squared deviation of the mean of resampled numbers, averaged over two thousand resamplings.
  func resampledVariance(of values: [Double], _ notebook: ChapterNotebook) -> MonteCarloEstimate {
    let (n, mean, noise) = (values.count, average(values), notebook.noise("resampled images"))
    return MonteCarloEstimate(
      notebook.concurrentMap(Array(0..<2000)) { trial in
        (average((0..<n).map { values[noise.integer(below: n, at: trial * n + $0)] }) - mean).squared
      })
  }

  /// ∫ exp(−cross-entropy) over the greys of a pixel, with the core's Bernoulli decoder.
  func massOfGreyPixel(probability: Double) -> Quadrature.Result {
    let logit = Network([Layer(matrix: Matrix([[0.0]]), bias: [log(probability / (1 - probability))])])
    let decoder = Decoder(network: logit, likelihood: .bernoulli)
    // Over t with x = 1/(1 + exp(−t)), so that the integrand dies out at both ends.
    return Quadrature.integral(over: -40...40, intervals: 1600) { t in
      let (x, rest) = (1 / (1 + exp(-t)), 1 / (1 + exp(t)))
      return exp(decoder.logDensity(of: [x], given: [0])) * x * rest
    }
  }

  /// ∫ p(x|z) dx of a pixel with the core's Gaussian decoder.
  func massOfGaussianPixel(variance: Double) -> Quadrature.Result {
    let mean = Network([Layer(matrix: Matrix([[0.0]]), bias: [0.3])])
    let (decoder, s) = (Decoder(network: mean, likelihood: .gaussian(variance: variance)), variance.squareRoot())
    return Quadrature.integral { t in s * exp(decoder.logDensity(of: [0.3 + s * t], given: [0])) }
  }
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
    Notation("k", "shape", "the Pareto shape of the weights' tail"),
  ]
}
