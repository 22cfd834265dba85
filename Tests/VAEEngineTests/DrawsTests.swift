import Testing
import VAECore

@testable import VAEEngine

@Suite("Draws, a block at a time")
struct DrawsTests {
  private let stream = RandomStream(seed: 42, purpose: "normals")

  private func draws<Scalar: NetworkScalar>(_ count: Int, from first: Int) -> [Scalar] {
    let batch = Batch<Scalar>(rows: 1, columns: count) {
      stream.fillNormals($0.start, count: count, from: first)
    }
    return batch.elements
  }

  @Test(
    "In double precision they are the core's draws, to the rounding of three functions",
    arguments: [(0, 1000), (4, 1), (100, 7), (8, 0), (3, 4), (1, 100)])
  func definition(first: Int, count: Int) {
    let (got, expected): ([Double], [Double]) = (draws(count, from: first), stream.normals(first..<first + count))
    // A logarithm, a root and a cosine of a few ulps each, at |z| ≤ 8.57.
    let furthest = zip(got, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(furthest <= 16 * 0x1p-52)
  }

  @Test("They start and end anywhere, also within a block")
  func ranges() {
    func check<Scalar: NetworkScalar>(_: Scalar.Type) {
      let all: [Scalar] = draws(203, from: 0)
      for (first, count) in [
        (0, 1), (4, 7), (8, 100), (100, 103), (1, 1), (1, 2), (3, 1), (2, 5), (7, 196), (9, 0), (5, 3),
      ] {
        #expect(draws(count, from: first) == Array(all[first..<first + count]))
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("Four moments of single precision are a standard normal's", arguments: 1...5)
  func moments(seed: UInt64) throws {
    let count = 1_000_000
    let stream = RandomStream(seed: seed, purpose: "moments")
    let z = Batch<Float>(rows: 1, columns: count) { stream.fillNormals($0.start, count: count, from: 0) }
    // Variances of z, z², z³, z⁴: 1, 2, 15, 96.
    for (power, (expected, variance)) in [(0.0, 1.0), (1, 2), (0, 15), (3, 96)].enumerated() {
      var sum = 0.0
      for z in z.elements {
        var term = Double(z)
        for _ in 0..<power { term *= Double(z) }
        sum += term
      }
      #expect(abs(sum / Double(count) - expected) < 6.11 * (variance / Double(count)).squareRoot())
    }
  }
}
