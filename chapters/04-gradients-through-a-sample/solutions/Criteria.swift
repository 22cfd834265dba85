import Arithmetic
import Notebook
import VAECore
import Verification

extension Chapter4 {
  /// The exercises, and what their answers are held to.
  static let exercises = [
    Exercise(
      1, .writeFunction, answer: Exercise1.minibatchGradient, solution: Solution1.minibatchGradient,
      mistakes: [
        "forgets n/m": { gradient, indices, _ in indices.reduce(0) { $0 + gradient($1) } },
        "averages": { gradient, indices, _ in indices.reduce(0) { $0 + gradient($1) } / Double(indices.count) },
        "the first data": { gradient, indices, n in
          Double(n) / Double(indices.count) * indices.indices.reduce(0) { $0 + gradient($1) }
        },
        "all data, whatever was picked": { gradient, _, n in (0..<n).reduce(0) { $0 + gradient($1) } },
      ], criterion: judgeMinibatchGradient),
    Exercise(
      2, .predictNumber, answer: Exercise2.draws, solution: Solution2.draws,
      mistakes: [
        "deviations for variances": { (11.1, 5.8) }, "the other way round": { (33.5, 123.75) },
        "the mean baseline": { (123.75, 34.5) },
      ], criterion: judgeDraws),
    Exercise(
      3, .repairDerivation, answer: Exercise3.derivative, solution: Solution3.derivative,
      mistakes: [
        "as handed out": { 2 * (try Solution3.derivative(ofSlope: $0, mean: $1, logVariance: $2, noise: $3)) },
        "stops at the deviation": { $0($1 + exp(0.5 * $2) * $3) * $3 },
        "variance for deviation": { $0($1 + exp($2) * $3) * $3 * 0.5 * exp($2) },
        "forgets the noise": { $0($1 + exp(0.5 * $2) * $3) * 0.5 * exp(0.5 * $2) },
      ], criterion: judgeDerivative),
  ]

  /// Each minibatch must give its own share, and all of them together the whole gradient.
  @Sendable private static func judgeMinibatchGradient(
    _ answer: ((Int) -> Double, [Int], Int) throws -> Double
  ) throws {
    for (round, n) in [4, 5, 7].enumerated() {
      let gradients = Criterion.inputs("minibatches").substream(round).normals(0..<n)
      var (sum, count) = (0.0, 0.0)
      for first in 0..<n {
        for second in 0..<n where second != first {
          let estimate = try answer({ gradients[$0] }, [first, second], n)
          let expected = Double(n) / 2 * (gradients[first] + gradients[second])
          try Criterion.expect(
            estimate, expected, at: "for data \(first) and \(second) of the gradients \(Criterion.text(gradients))")
          (sum, count) = (sum + estimate, count + 1)
        }
      }
      let place = "averaged over all pairs of \(n) data"
      try Criterion.expect(sum / count, gradients.reduce(0, +), at: place)
    }
  }

  /// The variances of one draw by quadrature: the path's 2(δ + ε), and (δ + ε)² less a baseline, times ε.
  @Sendable private static func judgeDraws(_ answer: () throws -> (plain: Double, bestBaseline: Double)) throws {
    let draws = try answer()
    let distance = 4.0
    let path = Quadrature.expectation { 4 * $0 * $0 }.value
    let best = Quadrature.expectation { (distance + $0) * (distance + $0) * $0 * $0 }.value
    for (number, baseline, name) in [
      (draws.plain, 0, "without a baseline"), (draws.bestBaseline, best, "with the best"),
    ] {
      let secondMoment = Quadrature.expectation { noise in
        let score = ((distance + noise) * (distance + noise) - baseline) * noise
        return score * score
      }.value
      try Criterion.expect(number, (secondMoment - 4 * distance * distance) / path, within: 0.02, at: name)
    }
  }

  /// The central difference of f(z) = sin z along log σ², on common noise.
  @Sendable private static func judgeDerivative(
    _ answer: ((Double) -> Double, Double, Double, Double) throws -> Double
  ) throws {
    for index in 0..<8 {
      let draws = Criterion.inputs("log-variance").substream(index).normals(0..<3)
      let (mean, logVariance, noise) = (draws[0], draws[1], 0.5 + abs(draws[2]))
      let derivative = DirectionalDerivative(scale: 1) { step in sin(mean + exp(0.5 * (logVariance + step)) * noise) }
      let inputs = zip(["μ", "log σ²", "ε"], [mean, logVariance, noise])
      let place = "for f = sin, " + inputs.map { "\($0) = \(Criterion.text($1))" }.joined(separator: ", ")
      try Criterion.expect(
        try answer(cos, mean, logVariance, noise), derivative.value, within: 1e-6, at: place)
    }
  }
}
