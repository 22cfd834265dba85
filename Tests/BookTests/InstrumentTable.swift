import func Glibc.cos
import func Glibc.exp
import func Glibc.log
import func Glibc.sin
import EmbeddedDigits
import Testing
import VAECore

@testable import Book

/// What the instruments must show, by the closed forms of each quantity.
enum InstrumentTable {
  /// The values of an instrument's quantities at one place, by their names.
  typealias Values = @Sendable (_ first: Double, _ second: Double) throws -> [String: Double]

  /// All of them; some start from numbers of a chapter's run.
  static func all(of chapters: [BookChapter]) throws -> [String: Values] {
    [
      "explore-bound": bound, "explore-divergence": divergence, "explore-estimators": estimators,
      "explore-oscillation": oscillation, "explore-two-noises": try twoNoises(chapters),
      "explore-turned-axes": turnedAxes, "explore-bracket": bracket, "explore-collapse": try collapse(),
    ]
  }

  /// The toy: w = 2, s² = ½, x = 1.5; log p(x) is that of N(0, 4.5), the posterior is N(2/3, 1/9).
  ///
  /// The sliders stand at twelfths, of which the page holds seven digits.
  @Sendable private static func bound(nearMean: Double, nearDeviation: Double) throws -> [String: Double] {
    let (mean, deviation) = ((12 * nearMean).rounded() / 12, (12 * nearDeviation).rounded() / 12)
    let q = try DiagonalGaussian(mean: [mean], standardDeviation: [deviation])
    let posterior = try DiagonalGaussian(mean: [2.0 / 3], standardDeviation: [1.0 / 3])
    let evidence = try DiagonalGaussian(mean: [0], standardDeviation: [1.5 * Double(2).squareRoot()]).logDensity(at: [
      1.5
    ])
    let miss = (1.5 - 2 * mean) * (1.5 - 2 * mean) + 4 * deviation * deviation
    let gap = q.divergence(to: posterior)
    return [
      "reconstruction": -0.5 * log(Double.pi) - miss, "divergenceToPrior": q.divergenceFromStandard(),
      "bound": evidence - gap, "gap": gap, "logEvidence": evidence,
    ]
  }

  @Sendable private static func divergence(mean: Double, deviation: Double) throws -> [String: Double] {
    let variance = deviation * deviation
    let ofDeviation = 0.5 * (variance - 1 - log(variance))
    return [
      "ofMean": mean * mean / 2, "ofDeviation": ofDeviation, "divergence": mean * mean / 2 + ofDeviation,
      "reversed": 0.5 * ((1 + mean * mean) / variance - 1 + log(variance)),
      "singleSampleDeviation": ((variance - 1) * (variance - 1) / 2 + mean * mean * variance).squareRoot(),
    ]
  }

  /// One draw's variance for f = (x − k)², by the moments 1, 3, 15, 105 of the noise; m = μ − k.
  @Sendable private static func estimators(m: Double, deviation: Double) -> [String: Double] {
    let (m2, s2) = (m * m, deviation * deviation)
    func score(baseline b: Double) -> Double {
      (m2 * m2 + 18 * m2 * s2 + 15 * s2 * s2 - 2 * b * (m2 + 3 * s2) + b * b) / s2 - 4 * m2
    }
    return [
      "path": 4 * s2, "score": score(baseline: 0), "meanBaseline": score(baseline: m2 + s2),
      "bestBaseline": score(baseline: m2 + 3 * s2), "pathOfDeviation": 4 * m2 + 8 * s2,
      "scoreOfDeviation": 2 * m2 * m2 / s2 + 60 * m2 + 74 * s2,
    ]
  }

  /// One draw's variance for f = cos kx at μ = 1, by E cos(a + bε) = cos a · exp(−b²/2) and its derivatives in b.
  @Sendable private static func oscillation(k: Double, deviation: Double) -> [String: Double] {
    let b = k * deviation
    let mean = -k * sin(k) * exp(-b * b / 2)
    let path = k * k * (1 - cos(2 * k) * exp(-2 * b * b)) / 2
    let score = (1 + cos(2 * k) * (1 - 4 * b * b) * exp(-2 * b * b)) / (2 * deviation * deviation)
    return ["path": path - mean * mean, "score": score - mean * mean]
  }

  /// The places at which a table says something else than the seven digits that are within 5e-7 of a value.
  static func differences(_ table: SitePages.Table, _ expected: Values) throws -> [String] {
    guard table.sliders.count == 2 else { return ["expected two sliders, found \(table.sliders.count)"] }
    var found: [String] = []
    for (i, first) in table.sliders[0].values.enumerated() {
      for (j, second) in table.sliders[1].values.enumerated() {
        let values = try expected(first, second)
        if values.count != table.quantities.count { found.append("other quantities") }
        for quantity in table.quantities {
          let index = i * table.sliders[1].values.count + j
          guard let value = values[quantity.name], quantity.values.indices.contains(index) else {
            found.append("\(quantity.name) at \(first), \(second): nothing")
            continue
          }
          let shown = quantity.values[index]
          if abs(shown - value) > 5.001e-7 * abs(value) + 1e-12 {
            found.append("\(quantity.name) at \(first), \(second): \(shown), not \(value)")
          }
        }
      }
    }
    return found
  }
}
