import Notebook
import VAECore

extension ChapterNUMBER {
  /// The exercises, and what their answers are held to.
  static let exercises = [
    Exercise(
      1, .writeFunction, answer: Exercise1.fourthMoment, solution: Solution1.fourthMoment,
      mistakes: [
        "the second moment, squared": { mean, deviation in (mean.squared + deviation.squared).squared },
        "deviation for variance": { try Solution1.fourthMoment(mean: $0, deviation: $1.squareRoot()) },
        "the fourth central moment": { _, deviation in 3 * deviation.squared.squared },
        "a constant": { _, _ in 22.04 },
      ], criterion: judgeFourthMoment)
  ]

  /// Means and deviations at random, against quadrature.
  @Sendable private static func judgeFourthMoment(_ answer: (Double, Double) throws -> Double) throws {
    let noise = Criterion.inputs("fourth moment")
    for index in 0..<8 {
      let draws = noise.substream(index).normals(0..<2)
      let (mean, deviation) = (draws[0], exp(0.5 * draws[1]))
      let expected = Quadrature.expectation(mean: mean, standardDeviation: deviation) { $0.squared.squared }.value
      let place = "for μ = \(Criterion.text(mean)) and σ = \(Criterion.text(deviation))"
      try Criterion.expect(try answer(mean, deviation), expected, at: place)
    }
  }
}
