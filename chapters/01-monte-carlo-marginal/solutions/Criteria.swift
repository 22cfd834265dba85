import Notebook
import VAECore

extension Chapter1 {
  /// The exercises, and what their answers are held to.
  static let exercises = [
    Exercise(
      1, .predictNumber, answer: Exercise1.draws, solution: Solution1.draws,
      mistakes: [
        "takes R/0.001": { (1.76e3, 25.5e3) }, "forgets the - 1 of R": { (2.76e6, 26.5e6) },
        "takes the same number for both": { (1.76e6, 1.76e6) },
      ], criterion: judgeDraws),
    Exercise(
      2, .writeFunction, answer: Exercise2.logMeanExp, solution: Solution2.logMeanExp,
      mistakes: [
        "exponentials as they are": { terms in log(terms.reduce(0) { $0 + exp($1) } / Double(terms.count)) },
        "forgets the 1/m": { logSumExp($0) },
        "mean of logs": { $0.reduce(0, +) / Double($0.count) }, "a constant": { _ in -1.921 },
      ], criterion: judgeLogMeanExp),
    Exercise(
      3, .repairDerivation, answer: Exercise3.logLikelihood, solution: Solution3.logLikelihood,
      mistakes: [
        "product inside": { rows in logMeanExp(rows[0].indices.map { i in rows.reduce(0) { $0 + $1[i] } }) },
        "forgets the 1/m": { $0.reduce(0) { $0 + logSumExp($1) } },
        "mean of logs": { $0.reduce(0) { $0 + $1.reduce(0, +) / Double($1.count) } },
      ], criterion: judgeLogLikelihood),
  ]

  /// The number of draws follows from the relative variance R of the chapter's own toy.
  @Sendable private static func judgeDraws(_ answer: () throws -> (atDefaults: Double, sharpDecoder: Double)) throws {
    let draws = try answer()
    for (number, variance, name) in [
      (draws.atDefaults, 0.5, "at the defaults"), (draws.sharpDecoder, 0.005, "with s² = 0.005"),
    ] {
      let needed =
        try LinearGaussian(slope: 2, observationVariance: variance).relativeVarianceOfWeights(of: [1.5]) / 1e-6
      try Criterion.expect(number, needed, within: 0.02, at: name)
    }
  }

  /// Terms of any size: near 0, far below the range of exp, far above it, and minus infinity among them.
  @Sendable private static func judgeLogMeanExp(_ answer: ([Double]) throws -> Double) throws {
    let noise = Criterion.inputs("log-mean-exp")
    for (index, shift) in [0.0, -3, -2000, 2000, 700].enumerated() {
      let terms = noise.substream(index).normals(0..<(2 + index)).map { shift + 3 * $0 }
      try Criterion.expect(try answer(terms), logMeanExp(terms), at: "for \(Criterion.text(terms))")
    }
    try Criterion.expect(try answer([-.infinity, 0]), -log(2), at: "for (−∞, 0)")
  }

  @Sendable private static func judgeLogLikelihood(_ answer: ([[Double]]) throws -> Double) throws {
    let noise = Criterion.inputs("many data")
    for (index, (data, draws)) in [(1, 3), (2, 2), (5, 4)].enumerated() {
      let rows = (0..<data).map { noise.substream(10 * index + $0).normals(0..<draws).map { 2 * $0 - 1 } }
      let expected = rows.reduce(0) { $0 + logMeanExp($1) }
      try Criterion.expect(try answer(rows), expected, at: "with n = \(data) and m = \(draws)")
    }
  }
}
