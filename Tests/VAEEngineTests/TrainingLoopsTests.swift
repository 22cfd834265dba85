import CKernels
import Testing

import VAECore
@testable import VAEEngine

@Suite("The training loops of every instruction set compute the same functions")
struct TrainingLoopsTests {
  static let names = ["plain", "avx2", "avx512"]
  /// Below, at and beyond the lengths of vectors and of blocks of partial sums.
  static let counts = [1, 15, 16, 31, 33, 64, 100]

  private func table(_ name: String) -> lb_training_loops? { lb_training_loops_named(name)?.pointee }

  private func normals(_ count: Int, _ purpose: String) -> [Float] {
    RandomStream(seed: 8, purpose: purpose).normals(0..<count).map { Float($0) }
  }

  @Test("One step of Adam", arguments: names, counts)
  func adam(name: String, count: Int) {
    guard let loops = table(name) else { return }
    let (g, start) = (normals(count, "g"), normals(count, "start"))
    var step = lb_adam(first_decay: 0.9, second_decay: 0.999, rate: 0.01, root_scale: 20, epsilon: 1e-8)
    var (m, v, x) = (start, start.map { $0 * $0 }, start)
    loops.adam_float(&step, count, g, &m, &v, &x)
    for i in 0..<count {
      let gradient = Double(g[i])
      let first = 0.9 * Double(start[i]) + 0.1 * gradient
      let second = 0.999 * Double(start[i] * start[i]) + 0.001 * gradient * gradient
      let moved = Double(start[i]) + 0.01 * first / (second.squareRoot() * 20 + 1e-8)
      // Each of some eight roundings is at most 2⁻²⁴ of a number below 8.
      #expect(abs(Double(m[i]) - first) < 0x1p-18)
      #expect(abs(Double(v[i]) - second) < 0x1p-18)
      #expect(abs(Double(x[i]) - moved) < 0x1p-18)
    }
  }

  @Test("Ascent, slopes, differences, distances and sums of rows", arguments: names, counts)
  func others(name: String, count: Int) {
    guard let loops = table(name) else { return }
    let (x, y) = (normals(count, "x"), normals(count, "y"))
    var ascended = y
    loops.ascend_float(count, 0.5, x, &ascended)
    var slope = x
    loops.scale_by_tangent_slope_float(count, y, &slope)
    var difference = y
    difference.withUnsafeMutableBufferPointer {
      loops.scale_difference_float(count, 3, x, $0.baseAddress, $0.baseAddress)
    }
    // The last column of each row belongs to no sum.
    var sums = [Float](repeating: .nan, count: count)
    loops.sum_rows_float(2, count, count + 1, x + [9] + y, false, &sums)
    var more = x
    loops.sum_rows_float(1, count, count, y, true, &more)
    var distance = 0.0
    for i in 0..<count {
      let (a, b) = (Double(x[i]), Double(y[i]))
      distance += (a - b) * (a - b)
      // A few roundings of numbers below 64.
      #expect(abs(Double(ascended[i]) - (b + 0.5 * a)) < 0x1p-17)
      #expect(abs(Double(slope[i]) - a * (1 - b * b)) < 0x1p-17)
      #expect(abs(Double(difference[i]) - 3 * (a - b)) < 0x1p-17)
      #expect(abs(Double(sums[i]) - (a + b)) < 0x1p-17)
      #expect(more[i] == sums[i])
    }
    // Each square is rounded twice, and enters at most 4 + 5 sums.
    #expect(abs(Double(loops.squared_distance_float(count, x, y)) - distance) < 11 * 0x1p-24 * distance)
  }

  @Test(
    "One element whose square is not finite is found wherever it is", arguments: names, [Float.nan, .infinity, -0x1p64])
  func finite(name: String, broken: Float) {
    guard let loops = table(name) else { return }
    for place in 0..<150 {
      var x = normals(150, "finite")
      #expect(loops.finite_float(x.count, x))
      x[place] = broken
      #expect(!loops.finite_float(x.count, x), "at \(place)")
      // 2¹²⁶ is the largest finite square of a power of 2.
      x[place] = 0x1p63
      #expect(loops.finite_float(x.count, x), "at \(place)")
    }
  }
}
