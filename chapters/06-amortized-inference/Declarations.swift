import ArgumentParser
import EmbeddedDigits
import Notebook
import VAECore
import Verification

/// Chapter 6: its options, and the order of its sections.
@main
struct Chapter6: Chapter {
  static let number = 6
  // Quoted: Hoffman and Johnson 2016; w² + s² = 4.5.
  static let title = "Amortized inference"
  static let thesis =
    "One network answers for all images at once. It pays for the speed with two gaps, and both can be measured; whether "
    + "its answers are honest can be tested too, and the usual test has a trap."
  static let equations = ["7", "8"]

  @Option(parsing: .unconditional, help: "The angle in radians by which the latent axes of section 6.2 are turned.")
  var rotation: Entry<Real> = "0.3926990817"

  @Option(parsing: .unconditional, help: "The slope a of the toy's encoder q(z|x) = N(ax, σ²).")
  var encoderSlope: Entry<Real> = "0.4"

  @Option(parsing: .unconditional, help: "The deviation σ of the toy's encoder.")
  var deviation: Entry<PositiveReal> = "0.5"

  @Flag(help: "Use 100 held-out images and long trainings: about a minute.")
  var full = false

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [
      Parameter("rotation", rotation), Parameter("encoder-slope", encoderSlope), Parameter("deviation", deviation),
    ]
  }

  var outline: [Section] {
    [
      Section("6.1", "Why one network for all images", whyOneNetwork),
      Section("6.2", "What a diagonal q costs", whatADiagonalCosts),
      Section("6.3", "What sharing the network costs", whatSharingCosts),
      Section("6.4", "Both gaps on digits", bothGapsOnDigits),
      Section("6.5", "Is the encoder honest?", isTheEncoderHonest),
      Section("6.6", "All codes together", allCodesTogether),
    ]
  }
}

extension Chapter6 {
  /// The toy of this chapter: w = 2 and s² = ½.
  static let slope = 2.0
  static let noise = 0.5

  /// Beyond these ranges the claims have no digits left, or too few draws to see anything.
  func checkParameters() throws {
    guard (0.02...20).contains(deviation.value) else {
      throw InvalidInput("--deviation", expected: "a number from 0.02 to 20", found: deviation.text)
    }
    guard abs(encoderSlope.value) <= 100 else {
      throw InvalidInput("--encoder-slope", expected: "a number from -100 to 100", found: encoderSlope.text)
    }
    guard abs(rotation.value) <= 1000 else {
      throw InvalidInput("--rotation", expected: "an angle from -1000 to 1000 radians", found: rotation.text)
    }
  }
}

// MARK: The data and the models

extension Chapter6 {
  /// The digits in two parts: four fifths to train on, and every fifth image to judge by.
  func digits() throws -> (training: [[Double]], heldOut: [[Double]]) {
    let images = try Digits.load().images
    return (
      images.indices.filter { $0 % 5 != 0 }.map { images[$0] }, images.indices.filter { $0 % 5 == 0 }.map { images[$0] }
    )
  }

  /// The images that the gaps are measured on.
  func newImages() throws -> [[Double]] {
    Array(try digits().heldOut.prefix(full ? 100 : options.isQuick ? 8 : 24))
  }

  /// A model with two latent dimensions, trained as in chapter 5.
  func trained(_ notebook: ChapterNotebook) throws -> Autoencoder {
    try notebook.once("trained") {
      let random = notebook.noise("initial parameters")
      let start = Autoencoder(
        encoder: Encoder(observedDimension: 64, hidden: [32], latentDimension: 2, random: random.substream(0)),
        decoder: Decoder(
          latentDimension: 2, hidden: [32], observedDimension: 64,
          likelihood: .gaussianWithLearnedVariance(logVariance: -2), random: random.substream(1)))
      var training = Training(of: start, batchSize: 10, learningRate: 0.005, seed: notebook.seed)
      let (images, epochs) = (try digits().training, full ? 200 : options.isQuick ? 12 : 40)
      for epoch in 1...epochs {
        training.epoch(over: images)
        notebook.progress("training, epoch \(epoch) of \(epochs)")
      }
      return training.model
    }
  }

  /// An encoder of some width, trained for a decoder that does not move.
  static func trainedEncoder(
    width: Int, for decoder: Decoder, on images: [[Double]], steps: Int, seed: UInt64
  ) -> Encoder {
    let random = RandomStream(seed: seed, purpose: "encoder of width \(width)")
    var model = Autoencoder(
      encoder: Encoder(observedDimension: 64, hidden: [width], latentDimension: 2, random: random.substream(0)),
      decoder: decoder)
    var optimizer = Adam<Encoder>(learningRate: 0.005)
    let noise = random.substream(1)
    for step in 0..<steps {
      var gradient = model.encoder.zero
      for image in 0..<10 {
        let draw = 10 * step + image
        let x = images[noise.substream(1).integer(below: images.count, at: draw)]
        let e = noise.normals(2 * draw..<2 * draw + 2)
        gradient = gradient + 0.1 * model.lowerBoundWithGradient(of: x, noise: e).gradient.encoder
      }
      optimizer.step(&model.encoder, along: gradient)
    }
    return model.encoder
  }
}

// MARK: A q for one image

/// μ and log σ² of one image as parameters of their own.
struct OwnPosterior: Parameters {
  var mean: [Double]
  var logVariance: [Double]

  func combined(with other: OwnPosterior, _ function: (Double, Double) -> Double) -> OwnPosterior {
    OwnPosterior(
      mean: zip(mean, other.mean).map(function), logVariance: zip(logVariance, other.logVariance).map(function))
  }
}

extension Chapter6 {
  /// The trapezoid rule over the plane for averages over two standard normals: 81 points at distance 1, and weights that
  /// add up to 1.
  static let planeRule: [(noise: [Double], weight: Double)] = {
    let points = (-4...4).flatMap { i in (-4...4).map { j in [Double(i), Double(j)] } }
    let weights = points.map { exp(-0.5 * dot($0, $0)) }
    let sum = weights.reduce(0, +)
    return zip(points, weights).map { ($0, $1 / sum) }
  }()
}

extension Decoder {
  /// Climbs one image's bound from a q; returns the bounds on the way and the best q.
  func climb(
    from start: DiagonalGaussian, for x: [Double], steps: Int
  ) -> (bounds: [Double], q: DiagonalGaussian) {
    var own = OwnPosterior(mean: start.mean, logVariance: start.logVariance)
    var (optimizer, bounds, best) = (Adam<OwnPosterior>(learningRate: 0.1), [Double](), start)
    for step in 0...steps {
      optimizer.learningRate = 0.1 * (1 - 0.9 * Double(step) / Double(steps))
      guard let q = try? DiagonalGaussian(mean: own.mean, logVariance: own.logVariance) else { break }
      let (value, gradient) = bound(of: q, for: x)
      if value >= bounds.max() ?? -.infinity { best = q }
      bounds.append(value)
      optimizer.step(&own, along: OwnPosterior(mean: gradient.mean, logVariance: gradient.logVariance(of: q)))
    }
    return (bounds, best)
  }

  /// log p(x) by an integral over the plane, on a grid around a q: three points per deviation, eight deviations wide, and
  /// wide enough for the prior.
  func logMarginalLikelihood(of x: [Double], near q: DiagonalGaussian) -> Double {
    let prior = DiagonalGaussian.standard(dimension: 2)
    let step = q.standardDeviation.map { $0 / 2.5 }
    let reach = 25
    var terms: [Double] = []
    for i in -reach...reach {
      for j in -reach...reach {
        let z = [q.mean[0] + step[0] * Double(i), q.mean[1] + step[1] * Double(j)]
        terms.append(logDensity(of: x, given: z) + prior.logDensity(at: z))
      }
    }
    return logSumExp(terms) + log(step[0] * step[1])
  }
}

// MARK: Integrals

extension Chapter6 {
  /// The probability that a standard normal lies within ±a: substituting a·tanh t turns the ends into zeros.
  static func probabilityWithin(_ a: Double) -> Double {
    Quadrature.integral(over: -20...20, intervals: 1600) { t in
      let y = tanh(t)
      return exp(-0.5 * (a * y).squared - halfLogTwoPi) * a * (1 - y * y)
    }.value
  }
}

/// The mean of numbers.
func average(_ values: some Collection<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

// MARK: Mistakes

extension Chapter6 {
  static let mistakes = [
    Mistake("wrong-image", "gives an image the q of the next one in the batch", caughtBy: "7"),
    Mistake("marginal-variance", "gives the diagonal q the posterior's own variances", caughtBy: "8"),
    Mistake("one-x-for-all", "forgets that the gap of the mean grows with x²", caughtBy: "7"),
    Mistake("spread-forgotten", "leaves the deviation's part out of the gap", caughtBy: "7"),
    Mistake("rank-of-the-latent", "ranks z where the test must rank log p(x|z)", caughtBy: "7"),
    Mistake("variance-for-deviation", "takes σ²/τ² for σ/τ in the interval's width", caughtBy: "7"),
  ]
}

// MARK: Notation

extension Chapter6 {
  static let notation = [
    Notation(
      #"\Lambda"#, "posteriorPrecision", "the inverse covariance of the linear model's posterior", shape: "d × d"),
    Notation(
      #"\mathrm{KL}(q\Vert p(z\mid x))"#, "divergenceToPosterior", "the gap of one q for one x", unit: "nats"),
    Notation(
      #"\tfrac12(\sum\log\Lambda_{jj}-\log\det\Lambda)"#, "gapOfDiagonalFamily",
      "the approximation gap of the linear model",
      unit: "nats"),
  ]
}
