import Notebook
import VAECore

extension Chapter7 {
  /// The exercises, and how their answers are judged.
  static let exercises = [
    Exercise(
      1, .predictNumber, answer: Exercise1.largestError, solution: Solution1.largestError,
      mistakes: [
        "it grows with K": { (50.0).squareRoot() }, "of equal weights": { 0 }, "of one draw": { 50 },
        "it falls with K": { 1 / (50.0).squareRoot() },
      ], criterion: judgeLargestError),
    Exercise(
      2, .writeFunction, answer: Exercise2.logMean, solution: Solution2.logMean,
      mistakes: [
        "the mean of logs": { $0.reduce(0, +) / Double($0.count) },
        "a sum for a mean": { logSumExp($0) },
        "without the maximum": { log($0.reduce(0) { $0 + exp($1) } / Double($0.count)) },
        "the maximum only": { $0.max() ?? 0 },
      ], criterion: judgeLogMean),
    Exercise(
      3, .repairDerivation, answer: Exercise3.relativeVariance, solution: Solution3.relativeVariance,
      mistakes: [
        "as handed out": { tau, sigma in
          let precision = 1 / (tau * tau) - 1 / (sigma * sigma)
          return precision > 0 ? sigma / (tau * tau) / precision.squareRoot() - 1 : .infinity
        },
        "p and q swapped": { try Solution3.relativeVariance(posterior: $1, proposal: $0) },
        "without the −1": { try Solution3.relativeVariance(posterior: $0, proposal: $1) + 1 },
        "never infinite": { tau, sigma in sigma / (tau * tau) / (2 / (tau * tau)).squareRoot() - 1 },
      ], criterion: judgeRelativeVariance),
  ]

  /// One weight of 1 among 50 weights of nearly 0.
  @Sendable private static func judgeLargestError(_ answer: () throws -> Double) throws {
    let weights = LogMeanEstimate([0] + [Double](repeating: -1000, count: 49))
    try Criterion.expect(try answer(), weights.standardError ?? .nan, at: "for one weight that outweighs 49 others")
  }

  /// Small, ordinary and huge log-weights.
  @Sendable private static func judgeLogMean(_ answer: ([Double]) throws -> Double) throws {
    let noise = Criterion.inputs("log mean")
    for (index, shift) in [0, -2000.0, 2000, -30, 5].enumerated() {
      let logWeights = noise.substream(index).normals(0..<7).map { shift + 3 * $0 }
      let expected = LogMeanEstimate(logWeights).logMean
      try Criterion.expect(
        try answer(logWeights), expected, at: "for seven log-weights about \(Criterion.text(shift))")
    }
  }

  /// The moments of weights between two Gaussians.
  @Sendable private static func judgeRelativeVariance(_ answer: (Double, Double) throws -> Double) throws {
    for (tau, sigma) in [(1, 1.2), (0.5, 0.4), (2, 5), (1, 1)] {
      let p = try DiagonalGaussian(mean: [0], standardDeviation: [tau])
      let q = try DiagonalGaussian(mean: [0], standardDeviation: [sigma])
      try Criterion.expect(
        try answer(tau, sigma), q.relativeVariance(ofWeightsToward: p),
        at: "for τ = \(Criterion.text(tau)) and σ = \(Criterion.text(sigma))")
    }
    guard try answer(1, 0.5) == .infinity else {
      throw WrongAnswer("for τ = 1 and σ = 0.5 the variance is infinite, and it gives a number")
    }
  }
}
