import Testing
import Verification

import VAECore
@testable import VAEEngine

@Suite("Rotating a matrix to a triangle")
struct TriangularizationTests {
  private func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Batch<Double> {
    Batch(
      rows: rows, columns: columns,
      elements: RandomStream(seed: seed, purpose: "triangularization").normals(0..<rows * columns))
  }

  private func squaredLength(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 } }

  @Test("‖W h + c‖ = ‖R h + Qᵀ c‖, tall, square and wide", arguments: [(9, 4), (6, 6), (3, 8), (1, 1), (40, 17)])
  func lengths(rows: Int, columns: Int) {
    let w = matrix(rows, columns, seed: 1)
    let turned = Triangularization(w)
    let triangle = turned.triangle
    #expect(triangle.rows == min(rows, columns))
    for trial in 0..<20 {
      let draws = RandomStream(seed: 2, number: UInt64(trial)).normals(0..<rows + columns)
      let (h, c) = (Array(draws[..<columns]), Array(draws[columns...]))
      let direct = (0..<rows).map { i in c[i] + (0..<columns).reduce(0) { $0 + w[i, $1] * h[$1] } }
      var rotated = turned.rotated(c)
      for i in 0..<triangle.rows { rotated[i] += (0..<columns).reduce(0) { $0 + triangle[i, $1] * h[$1] } }
      let expected = squaredLength(direct)
      // A mirror rounds each value four times; the terms are no larger than ‖W‖² ‖h‖² + ‖c‖².
      let scale = squaredLength(w.elements) * squaredLength(h) + squaredLength(c)
      #expect(abs(squaredLength(rotated) - expected) <= Double(8 * columns) * 0x1p-53 * scale)
      #expect(abs(squaredLength(turned.rotated(c)) - squaredLength(c)) <= Double(8 * columns) * 0x1p-53 * scale)
    }
  }

  @Test("R has the column's inner products, Rᵀ R = Wᵀ W, and nothing below its diagonal", arguments: 1...5)
  func innerProducts(seed: UInt64) {
    let w = matrix(7, 4, seed: seed)
    let r = Triangularization(w).triangle
    for i in 0..<4 {
      for j in 0..<4 {
        let direct = (0..<7).reduce(0) { $0 + w[$1, i] * w[$1, j] }
        let turned = (0..<4).reduce(0) { $0 + r[$1, i] * r[$1, j] }
        #expect(abs(direct - turned) <= 64 * 0x1p-53 * squaredLength(w.elements))
        if j < i { #expect(r[i, j] == 0) }
      }
    }
  }

  @Test("A column that lies almost along its axis keeps the digits of what is beside it", arguments: [0.9, -0.9])
  func nearAxis(first: Double) {
    let turned = Triangularization(Batch(rows: 2, columns: 1, elements: [first, 1e-10]))
    var rotated = turned.rotated([0, 1])
    rotated[0] += turned.triangle[0, 0]
    #expect(abs(squaredLength(rotated) - squaredLength([first, 1 + 1e-10])) <= 8 * 0x1p-53 * 2)
  }

  @Test("A matrix so large that threads share its columns has the same bits with 1, 2, 3 and 8 threads")
  func threads() {
    let w = matrix(150, 140, seed: 3)
    let (one, vector) = (Triangularization(w), Array(w.elements[..<150]))
    for count in [2, 3, 8] {
      let shared = Triangularization(w, threads: Threads(count))
      #expect(shared.triangle == one.triangle && shared.rotated(vector) == one.rotated(vector))
    }
  }

  @Test("Columns of zeros and equal columns are no trouble; a value that is not a number stays")
  func degenerate() {
    let zero = Triangularization(Batch<Double>.zeros(rows: 3, columns: 2))
    #expect(zero.triangle.elements.allSatisfy { $0 == 0 })
    #expect(zero.rotated([1, 2, 3]) == [1, 2, 3])
    let equal = Triangularization(Batch(rows: 3, columns: 2, elements: [1.0, 1, 2, 2, 2, 2]))
    #expect(abs(abs(equal.triangle[0, 1]) - 3) <= 8 * 3.0.ulp)
    #expect(abs(equal.triangle[1, 1]) <= 16 * 3.0.ulp)
    let broken = Triangularization(Batch(rows: 2, columns: 2, elements: [1.0, .nan, 2, 1]))
    #expect(broken.triangle.elements.contains { $0.isNaN })
  }
}
