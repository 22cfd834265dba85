import Testing

import VAECore
@testable import VAEEngine

@Suite("Products of a minibatch's shapes, whole or in tiles")
struct MatrixProductTests {
  /// (n, k, m): below and above the sizes from which OpenBLAS packs, and sizes that no tile divides.
  static let shapes = [(10, 784, 200), (8, 200, 784), (12, 203, 787), (20, 500, 784), (31, 64, 130), (50, 784, 131)]

  @Test("x Wᵀ, g W and gᵀ x agree with sums in double precision, alone and added", arguments: shapes, [false, true])
  func orientations(shape: (Int, Int, Int), adding: Bool) {
    let (n, k, m) = shape
    for (first, second) in [(false, true), (false, false), (true, false)] {
      let a = random(first ? k : n, first ? n : k, "a")
      let b = random(second ? m : k, second ? k : m, "b")
      var c = random(n, m, "c")
      let before = c
      c.formProduct(of: a, b, transposingFirst: first, transposingSecond: second, adding: adding)
      var worst = 0.0
      for row in 0..<n {
        for column in 0..<m {
          var (sum, size) = (adding ? Double(before[row, column]) : 0, 8.0)
          for inner in 0..<k {
            let x = first ? a[inner, row] : a[row, inner]
            let y = second ? b[column, inner] : b[inner, column]
            sum += Double(x) * Double(y)
            size += abs(Double(x) * Double(y))
          }
          worst = Swift.max(worst, abs(Double(c[row, column]) - sum) / (Double(k + 2) * 0x1p-24 * size))
        }
      }
      // At most k + 2 roundings, none of a number above the sum of sizes.
      #expect(worst <= 1)
    }
  }

  private func random(_ rows: Int, _ columns: Int, _ purpose: String) -> Batch<Float> {
    let draws = RandomStream(seed: 4, purpose: purpose).normals(0..<rows * columns)
    return Batch(rows: rows, columns: columns, elements: draws.map { Float($0) })
  }
}
