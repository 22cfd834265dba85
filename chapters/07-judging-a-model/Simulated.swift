import Notebook
import VAECore
import Verification

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
