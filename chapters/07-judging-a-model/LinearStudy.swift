import Notebook
import VAECore
import Verification

/// The three values of log p(x) for images under one linear model.
struct LinearStudy {
  /// One image's estimate, beside the truth.
  struct Estimate {
    let exact: Double
    let logMean: Double
    let standardError: Double
    let effectiveSampleSize: Double
    /// Its distance from the truth, in the standard errors that it reports.
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
}
