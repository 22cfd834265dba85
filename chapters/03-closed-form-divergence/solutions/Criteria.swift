import Notebook
import VAECore

extension Chapter3 {
  /// The exercises, and what their answers are held to.
  static let exercises = [
    Exercise(
      1, .predictNumber, answer: Exercise1.samples, solution: Solution1.samples,
      mistakes: [
        "variance over the error": { 6.0926e3 }, "deviation over the squared error": { 2.4683e6 },
        "divergence over the squared error": { 3.6367e6 },
      ], criterion: judgeSamples),
    Exercise(
      2, .writeFunction, answer: Exercise2.divergence, solution: Solution2.divergence,
      mistakes: [
        "wrong sign": { try -Solution2.divergence(mean: $0, covariance: $1) },
        "missing half": { try 2 * Solution2.divergence(mean: $0, covariance: $1) },
        "the diagonal alone": { mean, covariance in
          try Solution2.divergence(mean: mean, covariance: [[covariance[0][0], 0], [0, covariance[1][1]]])
        },
        "mean over dimensions": { try Solution2.divergence(mean: $0, covariance: $1) / 2 },
        "a constant": { _, _ in 3.6366512475 },
      ], criterion: judgeDivergence),
    Exercise(
      3, .repairDerivation, answer: Exercise3.firstSummand, solution: Solution3.firstSummand,
      mistakes: [
        "as handed out": { volume($1) * ($1[0] * $1[0] - $0[0] * $0[0]) },
        "another coordinate's index": {
          volume($1) * ($1[$1.count - 1] * $1[$1.count - 1] + $0[$0.count - 1] * $0[$0.count - 1])
        },
        "without the other coordinates": { ($1[0] * $1[0] + $0[0] * $0[0]) },
        "mean not squared": { volume($1) * ($1[0] * $1[0] + $0[0]) },
      ], criterion: judgeFirstSummand),
  ]

  /// The core knows the exact variance of one sample.
  @Sendable private static func judgeSamples(_ answer: () throws -> Double) throws {
    let q = try DiagonalGaussian(mean: [0.5, -1, 2], standardDeviation: [0.3, 1.5, 0.8])
    try Criterion.expect(try answer(), q.logRatioToStandard.variance / 1e-6, within: 0.02, at: "for 0.001 nats")
  }

  /// Covariances at random, against the core: turning the axes to S's own changes no divergence to N(0, I).
  @Sendable private static func judgeDivergence(_ answer: ([Double], [[Double]]) throws -> Double) throws {
    let noise = Criterion.inputs("full covariance")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<5)
      let (a, b, c, mean) = (0.2 + abs(draws[0]), draws[1], 0.2 + abs(draws[2]), Array(draws[3...]))
      // A lower triangle times its transpose is a covariance.
      let covariance = [[a * a, a * b], [a * b, b * b + c * c]]
      let axes = SymmetricEigen(Matrix(covariance))
      let turned = try DiagonalGaussian(
        mean: axes.vectors.times(mean), standardDeviation: axes.values.map { $0.squareRoot() })
      let rows = covariance.map(Criterion.text).joined(separator: ", ")
      let place = "for μ = \(Criterion.text(mean)) and S = (\(rows))"
      try Criterion.expect(try answer(mean, covariance), turned.divergenceFromStandard(), at: place)
    }
  }

  /// One-dimensional integrals by quadrature, multiplied.
  @Sendable private static func judgeFirstSummand(_ answer: ([Double], [Double]) throws -> Double) throws {
    let noise = Criterion.inputs("first summand")
    for dimension in 1...4 {
      let draws = noise.substream(dimension).normals(0..<(2 * dimension))
      let (mean, deviation) = (Array(draws.prefix(dimension)), draws.suffix(dimension).map { exp(0.5 * $0) })
      let secondMoment = Quadrature.expectation { (mean[0] + deviation[0] * $0) * (mean[0] + deviation[0] * $0) }.value
      let place = "for μ = \(Criterion.text(mean)) and σ = \(Criterion.text(deviation))"
      try Criterion.expect(try answer(mean, deviation), volume(deviation) * secondMoment, at: place)
    }
  }
}
