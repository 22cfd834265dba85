import ArgumentParser
import Notebook
import VAECore
import Verification

/// Chapter 1: its options, and the order of its sections.
@main
struct Chapter1: Chapter {
  static let number = 1
  // Quoted: 1760000 and 25500000 draws, 25.5 at a variance of 0.005, terms near 2000: the exercises' own.
  // Quoted: 6.11 standard errors, the threshold of every claim; λ = 0.05 and 0.95, two greys; m ≥ 1000 R; 8 to 1024 weights; x = (0.6, −0.4, 0.9).
  // Quoted: 28.3, 21.1 and 31.6 nats, the mean, least and largest shortfall of section 1.8 for the seeds 1 to 12.
  static let title = "The marginal likelihood by Monte Carlo"
  static let thesis =
    "An average over the prior is an unbiased estimate of p(x) for every decoder, but for most it needs too many draws."
  static let equations = ["1", "2"]

  @Option(
    name: .customLong("weight"), parsing: .unconditional, help: "The slope w of the toy's decoder, x | z ~ N(wz, s²).")
  var slope: Entry<Real> = "2"

  @Option(parsing: .unconditional, help: "The variance s² of the toy's decoder.")
  var variance: Entry<PositiveReal> = "0.5"

  @Option(parsing: .unconditional, help: "The observation x whose marginal likelihood is sought.")
  var observation: Entry<Real> = "1.5"

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [Parameter("weight", slope), Parameter("variance", variance), Parameter("observation", observation)]
  }

  var outline: [Section] {
    [
      Section("1.1", "A model with a hidden variable", theModel),
      Section("1.2", "An average over the prior", theMeanWeight),
      Section("1.3", "How fast the error falls", theRate),
      Section("1.4", "The logarithm leans low", theBiasOfTheLogarithm),
      Section("1.5", "The log of a mean is not the mean of logs", theMeanOfLogarithms),
      Section("1.6", "Many data: where the product belongs", manyData),
      Section("1.7", "A decoder that is a network", theNetwork),
      Section("1.8", "Real digits: when the average fails", theDigits),
      Section("1.9", "What makes it a density", theCovariance),
    ]
  }
}

extension Chapter1 {
  /// Refuses a toy whose densities double precision cannot tell apart.
  func checkParameters() throws {
    let (x, spread) = (observation.value, hypot(slope.value, variance.value.squareRoot()))
    guard spread.isFinite, abs(slope.value) <= 1e6 * variance.value.squareRoot() else {
      throw InvalidInput(
        "--weight", expected: "at most a million standard deviations √variance of the noise", found: "'\(slope.text)'")
    }
    guard abs(x) <= 1000 * spread else {
      throw InvalidInput(
        "--observation", expected: "within 1000 standard deviations √(weight² + variance) = \(spread) of 0",
        found: "'\(observation.text)'")
    }
    _ = try toy
  }
}

// MARK: The cells' own functions

extension Chapter1 {
  /// ∫ exp(−cross-entropy) over the greys x of a pixel where the decoder has λ.
  func crossEntropyMass(_ grey: Double) -> Quadrature.Result {
    // Over t, with x = 1/(1 + exp(−t)), the integrand dies out at both ends.
    Quadrature.integral(over: -40...40, intervals: 1600) { t in
      let (x, rest) = (1 / (1 + exp(-t)), 1 / (1 + exp(t)))
      return exp(x * log(grey) + rest * log(1 - grey)) * x * rest
    }
  }

  /// log p(x | z) at the z that a noise becomes, or one of the ways to get the average wrong.
  func logDensityAtDraw(_ notebook: ChapterNotebook) throws -> (Double) -> Double {
    let s2 = notebook.choose(variance.value, or: ["deviation-for-variance": variance.value.squareRoot()])
    let (decoder, x) = (try LinearGaussian(slope: slope.value, observationVariance: s2), observation.value)
    let dropped = notebook.choose(0, or: ["missing-constant": -decoder.logDensity(of: 0, given: 0)])
    let draws = notebook.choose(
      .standard(dimension: 1), or: ["posterior-samples-without-weights": try toy.posterior(of: x)])
    let (mean, deviation) = (draws.mean[0], draws.standardDeviation[0])
    return { noise in decoder.logDensity(of: x, given: mean + deviation * noise) + dropped }
  }

  /// E log p̂ − log p to the third order in 1/m.
  func predictedBias(samples m: Double) throws -> Double {
    let (toy, x) = (try toy, [observation.value])
    let moments = (2...4).map { exp(toy.logMomentOfWeights(Double($0), of: x)) }
    let second = toy.relativeVarianceOfWeights(of: x)
    let third = moments[1] - 3 * moments[0] + 2
    let fourth = moments[2] - 4 * moments[1] + 6 * moments[0] - 3
    return -second / (2 * m) + (third / 3 - 0.75 * second.squared) / m.squared
      + (2 * third * second - (fourth - 3 * second.squared) / 4 - 2.5 * second * second.squared) / (m * m.squared)
  }

  /// E p(x|z)ᵏ under the prior, by the trapezoid rule.
  func moment(_ power: Double, of decoder: Decoder, at x: [Double], _ d: Int) -> Quadrature.Result {
    let prior = DiagonalGaussian.standard(dimension: d)
    let integrand = { (z: [Double]) in
      let squares = zip(x, decoder.network.value(of: z)).map { ($0 - $1).squared / 0.3 + log(2 * .pi * 0.3) }
      return exp(-0.5 * power * squares.reduce(0, +) + prior.logDensity(at: z))
    }
    return d == 1
      ? Quadrature.integral { integrand([$0]) } : Quadrature.planeIntegral(intervals: 96) { integrand([$0, $1]) }
  }
}

extension LinearGaussian {
  /// The linear model of n data under a toy, each with its own z or all with one.
  func model(ofData n: Int, sharesLatent: Bool) throws -> LinearGaussian {
    let slopes = [Double](repeating: matrix[0, 0], count: n)
    return try LinearGaussian(
      matrix: sharesLatent ? Matrix(slopes.map { [$0] }) : .diagonal(slopes), bias: slopes.map { _ in 0 },
      observationVariance: observationVariance)
  }
}

extension PriorAverages {
  /// KL(p(z | x) ‖ p(z)) of each image.
  var divergences: [Double] { images.map { model.bestDiagonalPosterior(of: $0).divergenceFromStandard() } }

  /// KL(p(z) ‖ p(z | x)) of each image.
  var reverseDivergences: [Double] {
    let prior = DiagonalGaussian.standard(dimension: model.latentDimension)
    return images.map { model.divergenceToPosterior(from: prior, given: $0) }
  }

  /// log E W and E log W under each image's posterior.
  var posteriorWeights: [(logMean: Double, meanLog: Double)] { get throws { try images.map(posteriorWeight) } }

  /// log E W and E log W under an image's posterior: sums over the directions of z, each by quadrature.
  private func posteriorWeight(of image: [Double]) throws -> (logMean: Double, meanLog: Double) {
    let (posterior, prior) = (model.bestDiagonalPosterior(of: image), DiagonalGaussian.standard(dimension: 1))
    return try zip(posterior.mean, posterior.standardDeviation).reduce((0, 0)) { sums, direction in
      let (mean, deviation) = direction
      let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
      let logWeight = { z in q.logDensity(at: [z]) - prior.logDensity(at: [z]) }
      let average = { f in Quadrature.expectation(mean: mean, standardDeviation: deviation, f).value }
      return (sums.0 + log(average { exp(logWeight($0)) }), sums.1 + average(logWeight))
    }
  }

  /// The standard error of the mean over images of their reported errors over √(R/m), to first order.
  var errorOfReportedErrors: Double {
    let squares = images.map { image in
      let moments = (2...4).map { exp(model.logMomentOfWeights(Double($0), of: image)) }
      let (second, third, fourth) = (moments[0], moments[1], moments[2])
      // The variance of W² − 2 E W² · W, over R².
      return (fourth - second.squared - 4 * second * (third - second) + 4 * second.squared * (second - 1))
        / (second - 1).squared
    }
    return 0.5 * (squares.reduce(0, +) / Double(Self.samples)).squareRoot() / Double(images.count)
  }
}

// MARK: How many draws an average needs

extension LinearGaussian {
  /// Returns how many weights make an average nearly Gaussian: 1500 times R, or times the squared skewness if that is
  /// more.
  func neededSamples(of x: [Double]) -> Double {
    let variance = relativeVarianceOfWeights(of: x)
    let third = exp(logMomentOfWeights(3, of: x)) - 3 * variance - 1
    // Below, rounding hides the third moment; weights that even are linear or quadratic in z: at most χ²'s skewness.
    let squaredSkewness = variance > 1e-8 ? third.squared / (variance * variance.squared) : 8
    return 1500 * max(variance, squaredSkewness)
  }

  /// The reason why an average of m weights shows nothing about an observation; nil if it shows something.
  func obstacle(toAveraging samples: Int = 100_000, for x: [Double]) -> String? {
    let needed = neededSamples(of: x)
    if !(needed <= Double(samples)) {
      let count = needed < 1e15 ? "\(Int(needed))" : needed.isFinite ? "10^\(Int(log10(needed)))" : "over 10^308"
      return "an average over the prior would take \(count) samples here"
    }
    return relativeVarianceOfWeights(of: x) < 1e-12
      ? "p(x|z) hardly depends on z here, and every weight is 1 to rounding" : nil
  }

  /// By how much replications of an average must be longer than at R ≤ 1, where nothing stands in their way.
  func replicationScale(for x: [Double]) -> Int { Int(min(67, max(1, (neededSamples(of: x) / 1500).rounded(.up)))) }

  /// Fifty observations of a toy, the same for every seed.
  var fiftyPoints: [Double] {
    let noise = RandomStream(seed: 2022, purpose: "fifty points").normals(0..<100)
    return (0..<50).map { matrix[0, 0] * noise[2 * $0] + observationVariance.squareRoot() * noise[2 * $0 + 1] }
  }

  /// Returns a bound on the chance that averages of m weights, one average for each observation, come within a shortfall
  /// of log p(x), in nats and on the mean of the observations.
  ///
  /// It is the least of 1 and (m^{1−α} E W^α)ⁿ exp(nα · shortfall) over powers 0 < α < 1, for n observations.
  func chanceOfReaching(
    logMarginalsOf observations: [[Double]], lessShortfall shortfall: Double = 0, samples m: Int, powers: Int
  ) -> Double {
    let n = Double(observations.count)
    let bounds = fractionalMoments(of: observations, samples: m, powers)
    return exp(([0] + bounds.map { n * ($0.logBound + $0.power * shortfall) }).smallest)
  }

  /// Returns the mean shortfall below log p(x) at which that bound is 1: averages that fall less short are rare.
  func likelyShortfall(of observations: [[Double]], samples m: Int, powers: Int) -> Double {
    fractionalMoments(of: observations, samples: m, powers).map { -$0.logBound / $0.power }.largest
  }

  /// log (m^{1−α} E W^α), on the mean of the observations, for powers α evenly spaced between 0 and 1.
  private func fractionalMoments(
    of observations: [[Double]], samples m: Int, _ powers: Int
  ) -> [(power: Double, logBound: Double)] {
    (1..<powers).map { step in
      let power = Double(step) / Double(powers)
      let sum = observations.reduce(0) { $0 + logMomentOfWeights(power, of: $1) }
      return (power, sum / Double(observations.count) + (1 - power) * log(Double(m)))
    }
  }
}

extension MonteCarloEstimate {
  /// The sum of logarithms of independent averages, with the standard error that their weights give to first order.
  init(sumOfLogarithms averages: [LogMeanEstimate]) {
    let count = averages.first?.count ?? 0
    let variance = averages.reduce(0) { $0 + ($1.relativeVariance ?? .nan) }
    self.init(
      count: count, mean: averages.reduce(0) { $0 + $1.logMean }, sumOfSquaredDeviations: Double(count - 1) * variance)
  }
}

// MARK: Mistakes

extension Chapter1 {
  static let mistakes = [
    Mistake("deviation-for-variance", "takes σI for the covariance, as printed above (2)", caughtBy: "8"),
    Mistake(
      "clipped-log-density", "clips a log-density at 0, as if a density were a probability", caughtBy: "8",
      askedIn: [
        "y0ast/Variational-Autoencoder#7", "y0ast/VAE-Torch#15", "chainer/chainer#5440",
        "williamFalcon/pytorch-lightning-vae#3",
      ]),
    Mistake(
      "cross-entropy-on-grey", "takes exp(−cross-entropy) of a grey pixel for a density", caughtBy: "8",
      askedIn: [
        "pytorch/examples#460", "pyro-ppl/pyro#529", "y0ast/VAE-TensorFlow#3", "probtorch/probtorch#49",
        "Lightning-Universe/lightning-bolts#177",
      ]),
    Mistake("missing-constant", "drops ½ log 2πs² from log p(x|z)", caughtBy: "1"),
    Mistake("posterior-samples-without-weights", "averages over the posterior as if over the prior", caughtBy: "1"),
    Mistake(
      "mean-of-logs", "averages log p(x|z) in place of p(x|z)", caughtBy: "1",
      askedIn: [
        "scverse/scvi-tools#369", "scverse/scvi-tools#370", "arahuja/generative-tf#1",
        "Victarry/Image-Generation-models#2", "hwalsuklee/tensorflow-generative-model-collections#13",
      ]),
    Mistake("log-of-sum", "takes the log-sum-exp and forgets the 1/m", caughtBy: "1"),
    Mistake("error-like-one-over-m", "expects ten times the samples to give ten times the accuracy", caughtBy: "1"),
    Mistake("unbiased-logarithm", "takes the logarithm of an unbiased average for unbiased", caughtBy: "1"),
    Mistake("product-inside", "averages products over the data, as (2) prints it", caughtBy: "2"),
    Mistake("shared-sample", "uses one draw of z for all data, as (2) can be read", caughtBy: "2"),
    Mistake(
      "raw-product", "multiplies densities instead of adding logarithms", caughtBy: "2",
      askedIn: ["xqding/IWAE#2", "thu-ml/zhusuan#98"]),
  ]
}

// MARK: Notation

extension Chapter1 {
  static let notation = [
    Notation("x", "observation", "an observation", shape: "D"),
    Notation("z", "latent", "its latent variable, from the prior N(0, I)", shape: "d"),
    Notation("f(z)", "network", "the decoder's mean of an observation, given z", shape: "D"),
    Notation("w", "slope", "the slope of the toy's decoder, which the option --weight sets"),
    Notation("W", "matrix", "the linear decoder's matrix", shape: "D × d"),
    Notation("s^2", "observationVariance", "the variance of an observation about its mean f(z)"),
    Notation("d", "latentDimension", "the number of latent dimensions"),
    Notation("D", "observedDimension", "the number of observed dimensions: pixels"),
    Notation(#"\log p(x)"#, "logMarginalLikelihood", "the logarithm of equation (1)", unit: "nats"),
    Notation("W_i", "weight", "an importance weight, p(x | z) over p(x) at the draw i of z"),
    Notation("R", "relativeVarianceOfWeights", "the variance of one weight"),
    Notation("m", "samples", "the number of draws in an average"),
  ]
}

// MARK: Where the notes differ

extension Chapter1 {
  static let errata = [
    Erratum(
      "above (2)", printed: #"$`P(X\mid Z,\Theta)=\mathbf N(X\mid f_\Theta(Z),\sigma I)`$"#,
      correct: #"$`\mathbf N(X\mid f_\Theta(Z),s^2I)`$, as in (8), where σ belongs to the encoder"#,
      shownBy: "under p(x|z), the squared distance of x from f(z) averages s²"),
    Erratum(
      "2", printed: #"$`\frac1m\sum_i\prod_jP(x_j\mid z_{j_i},\Theta)`$, the product inside the average"#,
      correct: #"$`\sum_j\log\frac1m\sum_iP(x_j\mid z_{j_i},\Theta)`$, the logarithm of a product of averages"#,
      shownBy: "the sum of logs of means is the log-likelihood",
      "the product inside, as printed, misses from below: the lower of two runs"),
    Erratum(
      "below (2)",
      printed:
        "the logarithm is needed to avoid the product, *but can do it directly*; then a new distribution instead",
      correct: "it can be taken, point by point; what stands in the way is the variance of draws from the prior",
      shownBy: "the sum of logs of means is the log-likelihood",
      "d = 20: the estimates are short of log p(x), on the mean of ten images"),
  ]
}
