import Notebook
import VAECore

extension Chapter8 {
  /// The exercises, and how their answers are judged.
  static let exercises = [
    Exercise(
      1, .predictNumber, answer: Exercise1.divergence, solution: Solution1.divergence,
      mistakes: [
        "the collapsed coordinate too": { try Solution1.divergence() + 0.5 * log(0.6 / 0.8) },
        "without the ½": { 2 * (try Solution1.divergence()) },
        "λ − s² for λ": { 0.5 * (log(4.2 / 0.8) + log(2.2 / 0.8)) },
        "nothing collapses at λ ≤ 2s²": { 0.5 * (log(5 / 0.8) + log(3 / 0.8)) },
      ], criterion: judgeDivergence),
    Exercise(
      2, .writeFunction, answer: Exercise2.cost, solution: Solution2.cost,
      mistakes: [
        "without the ½": { 2 * (try Solution2.cost(first: $0, second: $1, angle: $2)) },
        "always as for 45°": { first, second, _ in try Solution2.cost(first: first, second: second, angle: .pi / 4) },
        "no cost": { _, _, _ in 0 },
        "cos for cos²": { first, second, angle in
          let (c, s) = (abs(cos(angle)), abs(sin(angle)))
          return 0.5 * log((first * c + second * s) * (first * s + second * c) / (first * second))
        },
      ], criterion: judgeCost),
    Exercise(
      3, .repairDerivation, answer: Exercise3.squaredLength, solution: Solution3.squaredLength,
      mistakes: [
        "as handed out": { max(0, 2 * $0 - $1) },
        "a negative square": { $0 - $1 },
        "s² not subtracted": { lambda, _ in lambda },
        "the absolute value": { abs($0 - $1) },
      ], criterion: judgeSquaredLength),
  ]

  /// Ten points whose covariance has these eigenvalues, and the best diagonal q of each.
  @Sendable private static func judgeDivergence(_ answer: () throws -> Double) throws {
    let eigenvalues = [5, 3, 1, 0.6, 0.2]
    let points = eigenvalues.indices.flatMap { j in
      [-1.0, 1].map { sign in
        eigenvalues.indices.map { $0 == j ? sign * (5 * eigenvalues[j]).squareRoot() : 0 }
      }
    }
    let lengths = eigenvalues.prefix(4).map { max(0, $0 - 0.8).squareRoot() }
    let matrix = Matrix((0..<5).map { row in (0..<4).map { row == $0 ? lengths[$0] : 0 } })
    let model = try LinearGaussian(matrix: matrix, bias: [0, 0, 0, 0, 0], observationVariance: 0.8)
    let exact = average(points.map { model.bestDiagonalPosterior(of: $0).divergenceFromStandard() })
    guard abs(try answer() - exact) <= 0.005 else {
      throw WrongAnswer("it gives \(Criterion.text(try answer())) nats")
    }
  }

  /// The core's gap of a diagonal q for the turned model.
  @Sendable private static func judgeCost(_ answer: (Double, Double, Double) throws -> Double) throws {
    let noise = Criterion.inputs("cost of a rotation")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<4)
      let (s2, second, angle) = (exp(draws[0]), exp(draws[0]) * (1 + exp(draws[1])), draws[3])
      let first = second * (1 + exp(draws[2]))
      let matrix = Matrix([[(first - s2).squareRoot(), 0], [0, (second - s2).squareRoot()]])
      let model = try LinearGaussian(matrix: matrix, bias: [0, 0], observationVariance: s2)
      let turned = try model.rotated(by: Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]))
      try Criterion.expect(
        try answer(first, second, angle), turned.gapOfDiagonalFamily,
        at: "for λ = \(Criterion.text([first, second])) and the angle \(Criterion.text(angle))")
    }
  }

  /// The best of many columns for data at ±√λ.
  @Sendable private static func judgeSquaredLength(_ answer: (Double, Double) throws -> Double) throws {
    let noise = Criterion.inputs("squared length")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<2)
      let (lambda, s2) = (exp(draws[0]), exp(draws[1]))
      let logLikelihood = { (square: Double) in
        try LinearGaussian(slope: square.squareRoot(), observationVariance: s2)
          .logMarginalLikelihood(of: lambda.squareRoot())
      }
      let grid = try (0...2000).map {
        (square: 0.005 * Double($0) * lambda, value: try logLikelihood(0.005 * Double($0) * lambda))
      }
      let best = grid.max { $0.value < $1.value }?.square ?? .nan
      let found = try answer(lambda, s2)
      guard abs(found - best) <= 0.006 * lambda else {
        throw WrongAnswer(
          "for λ = \(Criterion.text(lambda)) and s² = \(Criterion.text(s2)) it gives \(Criterion.text(found))")
      }
    }
  }
}
