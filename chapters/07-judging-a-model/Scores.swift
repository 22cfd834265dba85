import Notebook
import VAECore
import Verification

extension Chapter7 {
  /// The log of each image's average weight.
  func scores(_ logWeights: [[Double]], _ notebook: ChapterNotebook) -> [Double] {
    let ofBatch = notebook.makes("maximum-over-the-batch") ? logWeights.joined().max() : nil
    return logWeights.map { ofImage in
      let top = ofBatch ?? ofImage.max() ?? 0
      return top + log(average(ofImage.map { exp($0 - top) }))
    }
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
}

// MARK: The densest image

extension Chapter7 {
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

// MARK: Two models

extension Chapter7 {
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
