import Arithmetic
import Notebook
import VAECore

extension Chapter2 {
  /// The exercises, and what their answers are held to.
  static let exercises = [
    Exercise(
      1, .writeFunction, answer: Exercise1.bound, solution: Solution1.bound,
      mistakes: [
        "drops the normalizer": {
          try Solution1.bound(mean: $0, deviation: $1, slope: $2, variance: $3, observation: $4) + 0.5
            * log(2 * .pi * $3)
        },
        "deviation for variance": { mean, deviation, slope, variance, observation in
          try Solution1.bound(
            mean: mean, deviation: deviation.squareRoot(), slope: slope, variance: variance, observation: observation)
        },
        "decodes the mean": { mean, deviation, slope, variance, observation in
          try Solution1.bound(
            mean: mean, deviation: deviation, slope: slope, variance: variance, observation: observation)
            + slope * slope * deviation * deviation / (2 * variance)
        },
        "adds the divergence": { mean, deviation, slope, variance, observation in
          try Solution1.bound(
            mean: mean, deviation: deviation, slope: slope, variance: variance, observation: observation)
            + (mean * mean + deviation * deviation - 1 - 2 * log(deviation))
        }, "a constant": { _, _, _, _, _ in -2.6320838991 },
      ], criterion: judgeBound),
    Exercise(
      2, .predictNumber, answer: Exercise2.gaps, solution: Solution2.gaps,
      mistakes: [
        "the other way round": { (0.65, 2.90) }, "deviation for variance": { (0.45, 0.22) },
        "forgets the half": { (5.80, 1.31) },
      ], criterion: judgeGaps),
    Exercise(
      3, .repairDerivation, answer: Exercise3.integrands, solution: Solution3.integrands,
      mistakes: [
        "wrong sign of the divergence": { [$0, $3 - $1, $3 - $2] },
        "swaps the divergences": { [$0, $3 - $2, $1 - $3] },
        "reversed gap": { [$0, $1 - $3, $2 - $3] },
      ], criterion: judgeIntegrands),
  ]

  /// Toys at random, each with a q at random, against the core's linear model.
  @Sendable private static func judgeBound(_ answer: (Double, Double, Double, Double, Double) throws -> Double) throws {
    let noise = Criterion.inputs("bound")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<5)
      let (mean, deviation, slope) = (draws[0], exp(0.5 * draws[1]), 2 * draws[2])
      let (variance, observation) = (exp(draws[3]), 2 * draws[4])
      let toy = try LinearGaussian(slope: slope, observationVariance: variance)
      let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
      let expected = toy.evidenceLowerBound(q, for: [observation])
      let inputs = zip(["μ", "σ", "w", "s²", "x"], [mean, deviation, slope, variance, observation])
      let place = inputs.map { "\($0) = \(Criterion.text($1))" }.joined(separator: ", ")
      let value = try answer(mean, deviation, slope, variance, observation)
      try Criterion.expect(value, expected.value, at: "at \(place)")
    }
  }

  /// The gap is a divergence between two Gaussians, whatever the posterior.
  @Sendable private static func judgeGaps(_ answer: () throws -> (tooWide: Double, tooNarrow: Double)) throws {
    let gaps = try answer()
    let posterior = try DiagonalGaussian(mean: [2.0 / 3], standardDeviation: [1.0 / 3])
    for (gap, factor, name) in [(gaps.tooWide, 3.0, "three times too wide"), (gaps.tooNarrow, 1.0 / 3, "too narrow")] {
      let q = try DiagonalGaussian(mean: posterior.mean, standardDeviation: [factor / 3])
      let expected = q.divergence(to: posterior)
      try Criterion.expect(gap, expected, within: 0.01 / max(1, expected), at: "for the q that is \(name)")
    }
  }

  /// Each integrand by itself, and their sum, which Bayes' rule makes log p(x).
  @Sendable private static func judgeIntegrands(_ answer: (Double, Double, Double, Double) throws -> [Double]) throws {
    let noise = Criterion.inputs("line by line")
    let names = ["the reconstruction", "minus the divergence to the prior", "the divergence to the posterior"]
    for index in 0..<4 {
      let terms = noise.substream(index).normals(0..<4)
      let parts = try answer(terms[0], terms[1], terms[2], terms[3])
      guard parts.count == 3 else { throw WrongAnswer("it gives \(parts.count) integrands instead of three") }
      let expected = [terms[0], terms[1] - terms[3], terms[3] - terms[2]]
      for (part, (value, name)) in zip(parts, zip(expected, names)) {
        try Criterion.expect(part, value, at: "as the integrand of \(name), of \(Criterion.text(terms)),")
      }
    }
  }
}
