import ArgumentParser
import ChapterData
import Notebook
import VAECore
import Verification

/// Chapter 6: its options, and the order of its sections.
@main
struct Chapter6: Chapter {
  static let number = 6
  // Quoted: Hoffman and Johnson 2016; Turner and Sahani 2011; w² + s² = 4.5; 225 = 15²; x = (1.5, −0.5); 1.645.
  // Quoted: 0.4 and 0.5, the toy's encoder; 0.6 nats worse to 2.1 better, the own q of the seeds 1 to 5.
  // Quoted: 0.8 to 2.9, 0.07 to 0.40 and 0.30 to 0.44 nats, both gaps and KL(aggregate ‖ prior) of the seeds 1 to 5.
  static let title = "Amortized inference"
  static let thesis =
    "One network gives the q of every image at once. The price of this speed is two gaps, and both can be measured. "
    + "Whether its q is honest can be tested too, and the usual test has a trap."
  static let equations = ["7", "8"]

  @Option(parsing: .unconditional, help: "The angle in radians by which the latent axes of section 6.2 are turned.")
  var rotation: Entry<Real> = "0.3926990817"

  @Option(parsing: .unconditional, help: "The slope a of the toy's encoder q(z|x) = N(ax, σ²).")
  var encoderSlope: Entry<Real> = "0.4"

  @Option(parsing: .unconditional, help: "The deviation σ of the toy's encoder.")
  var deviation: Entry<PositiveReal> = "0.5"

  @Flag(help: "Use 100 held-out images and long trainings: about half a minute.")
  var full = false

  @OptionGroup(title: "Data") var data: DataArguments

  @OptionGroup var options: ChapterOptions

  var parameters: [Parameter] {
    [
      Parameter("rotation", rotation), Parameter("encoder-slope", encoderSlope), Parameter("deviation", deviation),
    ] + data.parameters
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
    guard !data.areDigits else { return }
    // Two dimensions that hold all the variance would leave s² without a lower limit.
    let examples = try data.load().training
    _ = try examples.linearGaussian(of: PrincipalComponents(of: examples.images), latentDimension: 2)
  }
}

// MARK: The data and the models

extension Chapter6 {
  /// The images that the gaps are measured on.
  func newImages() throws -> [[Double]] {
    let heldOut = try data.load().heldOut
    let count = full ? 100 : options.quick ? 8 : 24
    return heldOut.areDigits ? Array(heldOut.images.prefix(count)) : heldOut.spread(count).images
  }

  /// The number of times that training sees each image.
  var epochs: Int { full ? 200 : options.quick ? 12 : 40 }

  /// A model with two latent dimensions, trained as in chapter 5.
  func trained(_ notebook: ChapterNotebook) throws -> Autoencoder {
    try notebook.once("trained") {
      try data.load().introduce(notebook)
      let examples = try data.load().training
      let start = examples.autoencoder(
        latentDimension: 2, hidden: 32,
        likelihood: .gaussianWithLearnedVariance(logVariance: log(examples.pixelVariance)),
        random: notebook.noise("initial parameters"))
      return notebook.train(start, on: examples.images, epochs: epochs)
    }
  }

  /// Returns the reason to skip a claim that a grid is fine enough, if it is not for data other than the digits.
  func tooCoarse(_ change: Double, within tolerance: Tolerance) throws -> String? {
    guard try !data.load().areDigits, !(change <= tolerance.value) else { return nil }
    return "the grid is too coarse for these data: what rests on it can be off by "
      + "\(NumberText.significant(change, digits: 2)) nats"
  }

  /// An encoder of some width, trained for a decoder that does not move.
  static func trainedEncoder(
    width: Int, for decoder: Decoder, on images: [[Double]], steps: Int, seed: UInt64
  ) -> Encoder {
    let random = RandomStream(seed: seed, purpose: "encoder of width \(width)")
    var model = Autoencoder(
      encoder: Encoder(
        observedDimension: images[0].count, hidden: [width], latentDimension: 2, random: random.substream(0)),
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
  /// The trapezoid rule over the plane for averages over two standard normals: 225 points at distance ¾.
  static let planeRule = planeRule(step: 0.75, points: 7)

  /// The rule with points at some distance, so many on each side of 0; its weights add up to 1.
  static func planeRule(step: Double, points: Int) -> [(noise: [Double], weight: Double)] {
    let noises = (-points...points).flatMap { i in (-points...points).map { j in [step * Double(i), step * Double(j)] }
    }
    let weights = noises.map { exp(-0.5 * dot($0, $0)) }
    let sum = weights.reduce(0, +)
    return zip(noises, weights).map { ($0, $1 / sum) }
  }
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
      #"M"#, "posteriorPrecision", "the inverse covariance of the linear model's posterior", shape: "d × d"),
    Notation(
      #"\mathrm{KL}(q\Vert p(z\mid x))"#, "divergenceToPosterior", "the gap of one q for one x", unit: "nats"),
    Notation(
      #"\tfrac12(\sum\log M_{jj}-\log\det M)"#, "gapOfDiagonalFamily",
      "the approximation gap of the linear model",
      unit: "nats"),
  ]
}
