import Notebook
import VAECore

extension Chapter6 {
  /// The exercises, and how their answers are judged.
  static let exercises = [
    Exercise(
      1, .predictNumber, answer: Exercise1.slope, solution: Solution1.slope,
      mistakes: [
        "the inverse": { 2.25 }, "the slope of x given z": { 0.5 }, "without the noise": { 2 / 4.0 }, "τ²": { 1 / 9.0 },
      ],
      criterion: judgeSlope),
    Exercise(
      2, .writeFunction, answer: Exercise2.coverage, solution: Solution2.coverage,
      mistakes: [
        "no shift": { try Solution2.coverage(shift: 0 * $0, deviation: $1) },
        "δ not in deviations": { shift, _ in try Solution2.coverage(shift: shift, deviation: 1) },
        "always 0.9": { _, _ in 0.9 },
        "half of the shift": { try Solution2.coverage(shift: 0.5 * $0, deviation: $1) },
      ], criterion: judgeCoverage),
    Exercise(
      3, .repairDerivation, answer: Exercise3.variances, solution: Solution3.variances,
      mistakes: [
        "as handed out": { p in
          let determinant = p[0][0] * p[1][1] - p[0][1] * p[1][0]
          return [p[1][1] / determinant, p[0][0] / determinant]
        },
        "the precisions": { [$0[0][0], $0[1][1]] }, "swapped": { [1 / $0[1][1], 1 / $0[0][0]] },
        "deviations": { [(1 / $0[0][0]).squareRoot(), (1 / $0[1][1]).squareRoot()] },
      ], criterion: judgeVariances),
  ]

  /// The core's posterior of x = 1.
  @Sendable private static func judgeSlope(_ answer: () throws -> Double) throws {
    let toy = try LinearGaussian(slope: slope, observationVariance: noise)
    try Criterion.expect(try answer(), toy.posteriorMean(of: [1])[0], within: 1e-3, at: "for w = 2 and s² = ½")
  }

  /// A count of draws, fine enough to tell the mistakes apart.
  @Sendable private static func judgeCoverage(_ answer: (Double, Double) throws -> Double) throws {
    let normals = Criterion.inputs("coverage").normals(0..<200_000)
    for (shift, deviation) in [(0.5, 0.3), (0.3, 2), (-1, 0.7)] {
      let inside = normals.filter { abs(deviation * $0 - shift) < 1.6448536 * deviation }.count
      let place = "for δ = \(Criterion.text(shift)) and τ = \(Criterion.text(deviation))"
      try Criterion.expect(try answer(shift, deviation), Double(inside) / 200_000, within: 0.005, at: place)
    }
  }

  /// No variance near the answer may have a smaller divergence.
  @Sendable private static func judgeVariances(_ answer: ([[Double]]) throws -> [Double]) throws {
    let noise = Criterion.inputs("diagonal")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<3)
      let model = try LinearGaussian(
        matrix: Matrix([[1 + abs(draws[0]), draws[1]], [0.5, 1 + abs(draws[2])]]), bias: [0, 0],
        observationVariance: 0.5)
      let precision = model.posteriorPrecision
      let rows = (0..<2).map { i in (0..<2).map { precision[i, $0] } }
      let given = try answer(rows)
      let place = "for M = \(rows.map(Criterion.text).joined(separator: ", "))"
      guard given.count == 2 else { throw WrongAnswer("\(place) it gives \(given.count) variances") }
      let best = model.bestDiagonalPosterior(of: [1, 1]).logVariance
      for j in 0..<2 { try Criterion.expect(given[j], exp(best[j]), at: place) }
    }
  }
}
