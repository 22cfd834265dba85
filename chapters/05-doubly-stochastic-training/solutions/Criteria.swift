import Notebook
import VAECore

extension Chapter5 {
  /// The exercises, and how their answers are judged.
  static let exercises = [
    Exercise(
      1, .predictNumber, answer: Exercise1.variance, solution: Solution1.variance,
      mistakes: [
        "without the ½": { 784 }, "inverted": { 2.0 / 784 }, "a deviation": { (392.0).squareRoot() },
        "as if (20) were right": { 0.5 },
      ], criterion: judgeVariance),
    Exercise(
      2, .writeFunction, answer: Exercise2.draws, solution: Solution2.draws,
      mistakes: [
        "A and B swapped": { try Solution2.draws(ofImages: $1, ofDraws: $0, encoderCost: $2) },
        "without the root": { $1 * $2 / $0 },
        "without the cost": { images, draws, _ in (draws / images).squareRoot() },
        "always one draw": { _, _, _ in 1 },
      ], criterion: judgeDraws),
    Exercise(
      3, .repairDerivation, answer: Exercise3.variance, solution: Solution3.variance,
      mistakes: [
        "as handed out": { $2 / (1 + $0 * $0 / $1) },
        "the posterior of β = 1": { slope, s2, _ in 1 / (1 + slope * slope / s2) },
        "β on the other term": { 1 / ($2 + $0 * $0 / $1) },
        "a deviation": { try Solution3.variance(slope: $0, observationVariance: $1, beta: $2).squareRoot() },
      ], criterion: judgeBestVariance),
  ]

  /// The slope of log p(x | z) in the squared error must be −1/784.
  @Sendable private static func judgeVariance(_ answer: () throws -> Double) throws {
    let variance = try answer()
    guard variance > 0, variance.isFinite else { throw WrongAnswer("it gives \(Criterion.text(variance))") }
    let decoder = Decoder(network: Network([]), likelihood: .gaussian(variance: variance))
    let slope = decoder.logDensity(of: [1], given: [0]) - decoder.logDensity(of: [0], given: [0])
    guard abs(784 * slope + 1) <= 0.01 else {
      throw WrongAnswer("with it the squared error has the factor \(Criterion.text(-slope)), not 1/784")
    }
  }

  /// No number of draws near the answer may be cheaper for the same variance.
  @Sendable private static func judgeDraws(_ answer: (Double, Double, Double) throws -> Double) throws {
    let noise = Criterion.inputs("draws")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<3).map { exp($0) }
      let (a, b, c) = (draws[0], draws[1], 3 * draws[2])
      let cost = { (v: Double) in (a + b / v) * (c + v) }
      let grid = (1...4000).map { 0.005 * Double($0) }
      let best = grid.min { cost($0) < cost($1) } ?? .nan
      try Criterion.expect(
        try answer(a, b, c), best, within: 0.006,
        at: "for A = \(Criterion.text(a)), B = \(Criterion.text(b)), c = \(Criterion.text(c))")
    }
  }

  /// The weight β acts like noise of variance βs².
  @Sendable private static func judgeBestVariance(_ answer: (Double, Double, Double) throws -> Double) throws {
    let noise = Criterion.inputs("best variance")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<3)
      let (slope, s2, beta) = (draws[0], exp(draws[1]), exp(draws[2]))
      let noisier = try LinearGaussian(slope: slope, observationVariance: beta * s2)
      let place = "for w = \(Criterion.text(slope)), s² = \(Criterion.text(s2)), β = \(Criterion.text(beta))"
      try Criterion.expect(
        try answer(slope, s2, beta), exp(noisier.posterior(of: 1).logVariance[0]), at: place)
    }
  }
}
