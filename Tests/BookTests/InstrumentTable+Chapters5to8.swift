import func Glibc.cos
import func Glibc.exp
import func Glibc.log
import func Glibc.pow
import func Glibc.sin
import EmbeddedDigits
import Testing
import VAECore

@testable import Book

extension InstrumentTable {
  /// A mini-batch of m of 40 images with V draws of each, from what the chapter's run shows for m = 16 and V = 2.
  static func twoNoises(_ chapters: [BookChapter]) throws -> Values {
    let chapter = try #require(chapters.first { $0.number == 5 })
    let (images, draws) = (try chapter.value("minibatchVariance"), try chapter.value("samplingVariance"))
    return { m, v in
      // (n − m)/m is 1.5 at m = 16.
      let (ofImages, ofDraws) = (images * (40 - m) / m / 1.5, draws * 32 / (m * v))
      return [
        "gradientVariance": ofImages + ofDraws, "minibatchVariance": ofImages, "samplingVariance": ofDraws,
        "cost": (ofImages + ofDraws) * (m + m * v),
      ]
    }
  }

  /// The posterior's precision of the turned model, written out.
  @Sendable static func turnedAxes(degrees: Double, column: Double) -> [String: Double] {
    let (c, s) = (cos(degrees * Double.pi / 180), sin(degrees * Double.pi / 180))
    let (first, second) = (9.0, 1 + 2 * column * column)
    let (p, r, off) = (first * c * c + second * s * s, first * s * s + second * c * c, (second - first) * c * s)
    let determinant = first * second
    let excess = p * r / determinant
    return [
      "approximationGap": log(excess) / 2, "marginalGap": excess - 1 - log(excess) / 2,
      "correlation": -off / (p * r).squareRoot(), "bestAcross": 1 / p.squareRoot(), "bestUp": 1 / r.squareRoot(),
      "marginalAcross": (r / determinant).squareRoot(), "marginalUp": (p / determinant).squareRoot(),
      "posteriorAcross": 1.0 / 3, "posteriorUp": 1 / second.squareRoot(), "posteriorAngle": -degrees,
    ]
  }

  /// The toy's bounds; μ stands at thirtieths and σ² at fractions of 180, of which the page holds seven digits of σ.
  @Sendable static func bracket(nearMean: Double, nearDeviation: Double) -> [String: Double] {
    let mean = (30 * nearMean).rounded() / 30
    let variance = (180 * nearDeviation * nearDeviation).rounded() / 180
    let (shift, ratio) = (mean - 2.0 / 3, 9 * variance)
    let evidence = -0.5 * log(2 * Double.pi * 4.5) - 0.25
    let (below, above) = bounds(shift: shift, variance: variance)
    // E ρ² of a Gaussian over a wider one.
    let spread = 2 * ratio - 1
    let second = spread > 0 ? ratio / spread.squareRoot() * exp(shift * shift * 9 / spread) : Double.infinity
    return [
      "upperBound": evidence + 0.5 * ((1 + 9 * shift * shift) / ratio - 1 + log(ratio)),
      "lowerBound": evidence - 0.5 * (ratio + 9 * shift * shift - 1 - log(ratio)), "logEvidence": evidence,
      "averageFromBelow": evidence + below, "averageFromAbove": evidence + above, "effectiveShare": 1 / second,
      "shapeBelow": max(0, 1 - ratio), "shapeAbove": max(0, 1 - 1 / ratio),
    ]
  }

  /// E log S and E S log S of the average S of 16 weights, from Laplace transforms on a grid of the noise and one of log t.
  private static func bounds(shift: Double, variance: Double) -> (below: Double, above: Double) {
    let deviation = variance.squareRoot()
    // log ρ at z = μ + σε, and both densities over ε, on a grid that holds the posterior too.
    let center = -shift / deviation
    let half = max(8, 8 / (3 * deviation))
    let step = min(1, 1 / (3 * deviation)) / 12
    let grid = stride(from: min(-8, center - half), through: max(8, center + half), by: step).map { noise in
      let (distance, normal) = (3 * (shift + deviation * noise), exp(-noise * noise / 2) / (2 * Double.pi).squareRoot())
      let ratio = 3 * deviation * exp((noise * noise - distance * distance) / 2)
      return (ratio: ratio, mass: step * normal)
    }
    var (below, above) = (0.0, 0.0)
    let stepOfLog = 0.4
    for y in stride(from: -90.0, through: 46, by: stepOfLog) {
      let t = exp(y)
      // The transform of ρ and its derivative, E ρ exp(−tρ/16).
      let (transform, slope) = grid.reduce((0.0, 0.0)) { sums, point in
        let value = point.mass * exp(-t * point.ratio / 16)
        return (sums.0 + value, sums.1 + value * point.ratio)
      }
      below += stepOfLog * (exp(-t) - pow(transform, 16))
      above += stepOfLog * (exp(-t) - pow(transform, 15) * slope)
    }
    return (below, above)
  }

  /// The best linear model of zeros and sevens, from the sums of the eigenvalues; the page holds seven digits of s².
  static func collapse() throws -> Values {
    let digits = try Digits.load()
    let pair = zip(digits.images, digits.labels).filter { [0, 7].contains($0.1) }.map(\.0)
    let eigenvalues = PrincipalComponents(of: pair).eigenvalues
    let held = (eigenvalues[1] * eigenvalues[2]).squareRoot()
    return { near, latent in
      let s2 = held * pow(2, (8 * log(near / held) / log(2)).rounded() / 8)
      let d = Int(latent)
      let above = eigenvalues[..<d].count { $0 > s2 }
      func bound(alive: Int, _ variance: Double) -> Double {
        let rest = eigenvalues[alive...].reduce(0, +)
        let ofAlive = eigenvalues[..<alive].reduce(0) { $0 + log($1) + 1 }
        return -32 * log(2 * Double.pi) - 0.5 * (ofAlive + Double(64 - alive) * log(variance) + rest / variance)
      }
      let learned = eigenvalues[d...].reduce(0, +) / Double(64 - d)
      return [
        "bound": bound(alive: above, s2), "bestBound": bound(alive: d, learned), "learnedVariance": learned,
        "carried": eigenvalues[..<above].reduce(0) { $0 + log($1) / 2 } - Double(above) * log(s2) / 2,
        "collapsedCoordinates": Double(d - above),
      ]
    }
  }
}
