import CKernels
import Testing
import VAEEngine

@Suite("The kernels of every instruction set compute the same functions")
struct KernelsTests {
  private static let names = ["avx2", "avx512"]

  private func table(_ name: String) -> lb_kernels? { lb_kernels_named(name)?.pointee }

  @Test("A hundred thousand normals agree with the C library's, in double precision", arguments: names)
  func normalsDouble(name: String) throws {
    guard let fast = table(name) else { return }
    let plain = try #require(table("plain"))
    // An odd number of blocks ends inside a vector; the first block's counter carries into the second word.
    let blocks = 50_001
    var (a, b) = ([Double](repeating: 0, count: 2 * blocks), [Double](repeating: 0, count: 2 * blocks))
    plain.normals_double(42, 1 << 40 | 7, 0xffff_fff0, blocks, &a)
    fast.normals_double(42, 1 << 40 | 7, 0xffff_fff0, blocks, &b)
    // The logarithm, the square root of its error, the angle's function: 2 + 4, and the roundings.
    for (x, y) in zip(a, b) { #expect(abs(x - y) <= 8 * x.ulp) }
    #expect(a != [Double](repeating: 0, count: 2 * blocks))
  }

  @Test("A hundred thousand normals agree with the C library's, in single precision", arguments: names)
  func normalsFloat(name: String) throws {
    guard let fast = table(name) else { return }
    let plain = try #require(table("plain"))
    let blocks = 25_001
    var (a, b) = ([Float](repeating: 0, count: 4 * blocks), [Float](repeating: 0, count: 4 * blocks))
    plain.normals_float(42, 1 << 40 | 7, 0xffff_fff0, blocks, &a)
    fast.normals_float(42, 1 << 40 | 7, 0xffff_fff0, blocks, &b)
    for (x, y) in zip(a, b) { #expect(abs(x - y) <= 8 * x.ulp) }
    #expect(a != [Float](repeating: 0, count: 4 * blocks))
  }

  @Test("A draw has the same bits at any place of a vector and in any number", arguments: ["plain"] + names)
  func position(name: String) {
    guard let kernels = table(name) else { return }
    var all = [Float](repeating: 0, count: 4 * 3000)
    kernels.normals_float(3, 5, 0, 3000, &all)
    for (first, blocks) in [(0, 1), (1, 15), (7, 16), (13, 33), (1, 2999)] {
      var part = [Float](repeating: 0, count: 4 * blocks)
      kernels.normals_float(3, 5, UInt64(first), blocks, &part)
      #expect(part == Array(all[4 * first..<4 * (first + blocks)]))
    }
  }

  @Test("A function maps every count, whole vectors and remainders", arguments: ["plain"] + names)
  func counts(name: String) {
    guard let kernels = table(name) else { return }
    let x = (0..<100).map { 0.1 * Double($0) - 3 }
    var whole = x
    kernels.exp_double(x, x.count, &whole)
    for count in [0, 1, 7, 8, 9, 63] {
      var part = [Double](repeating: -1, count: 100)
      kernels.exp_double(x, count, &part)
      #expect(Array(part[..<count]) == Array(whole[..<count]))
      #expect(part[count...].allSatisfy { $0 == -1 }, "nothing is written beyond the count")
    }
  }

  @Test("A layer and a distance, one sample a column", arguments: ["plain"] + names)
  func layer(name: String) {
    guard let kernels = table(name) else { return }
    // Seven outputs use the block of four and the single rows.
    let (outputs, inputs, tile) = (7, 5, Int(LB_TILE))
    let weight = (0..<outputs * inputs).map { 0.1 * Double($0 % 11) - 0.45 }
    let bias = (0..<outputs).map { 0.3 * Double($0) - 1 }
    let x = (0..<inputs * tile).map { 0.01 * Double($0 % 97) - 0.5 }
    var y = [Double](repeating: .nan, count: outputs * tile)
    var distances = [Double](repeating: .nan, count: tile)
    kernels.affine_double(weight, bias, outputs, inputs, x, &y)
    kernels.squared_distances_double(bias, y, outputs, &distances)
    for sample in 0..<tile {
      var distance = 0.0
      for o in 0..<outputs {
        let terms = (0..<inputs).map { weight[o * inputs + $0] * x[$0 * tile + sample] }
        let expected = terms.reduce(bias[o], +)
        #expect(abs(y[o * tile + sample] - expected) <= Double(2 * inputs) * 2.0.ulp)
        distance += (bias[o] - expected) * (bias[o] - expected)
      }
      #expect(abs(distances[sample] - distance) <= Double(8 * outputs) * 2.0.ulp)
    }
  }

  @Test("Lengths through a triangle, wide and square, leave out what is 0", arguments: ["plain"] + names)
  func triangle(name: String) {
    guard let kernels = table(name) else { return }
    let tile = Int(LB_TILE)
    for (outputs, inputs) in [(1, 1), (6, 6), (5, 9), (8, 8)] {
      let bias = (0..<outputs).map { 0.3 * Double($0) - 1 }
      let x = (0..<inputs * tile).map { 0.01 * Double($0 % 97) - 0.5 }
      var weight = (0..<outputs * inputs).map { 0.1 * Double($0 % 11) - 0.45 }
      for row in 0..<outputs { for column in 0..<row { weight[row * inputs + column] = 0 } }
      var (y, expected) = ([Double](repeating: .nan, count: outputs * tile), [Double](repeating: .nan, count: tile))
      kernels.affine_double(weight, bias, outputs, inputs, x, &y)
      kernels.squared_distances_double([Double](repeating: 0, count: outputs), y, outputs, &expected)
      var lengths = [Double](repeating: .nan, count: tile)
      kernels.triangular_lengths_double(weight, bias, outputs, inputs, x, &lengths)
      // Every y is below 4; the two orders differ by a rounding for each product and each square.
      for sample in 0..<tile {
        #expect(abs(lengths[sample] - expected[sample]) <= Double(4 * outputs * inputs) * 4.0.ulp)
      }
    }
  }

  @Test(
    "A Bernoulli's log-density, a rounding of 1 for each term, also at logits that saturate",
    arguments: ["plain"] + names)
  func bernoulli(name: String) throws {
    guard let kernels = table(name) else { return }
    let tile = Int(LB_TILE)
    // 37 rows are two groups and a part of one. Logits from −1000 to 1000, dense around 0.
    for count in [1, 16, 37] {
      let x = (0..<count).map { [0, 1, 0.25][$0 % 3] }
      let logits = (0..<count * tile).map { index -> Double in
        let t = Double(index % 211 - 105) / 105
        return index % 5 == 0 ? 1000 * t : 8 * t
      }
      var (double, single) = ([Double](repeating: .nan, count: tile), [Float](repeating: .nan, count: tile))
      kernels.bernoulli_log_densities_double(x, logits, count, &double)
      kernels.bernoulli_log_densities_float(x.map { Float($0) }, logits.map { Float($0) }, count, &single)
      for sample in 0..<tile {
        let terms = (0..<count).map { bernoulliLogDensity(of: x[$0], logit: logits[$0 * tile + sample]) }
        let expected = terms.reduce(0, +)
        let scale = terms.reduce(0) { $0 + abs($1) } + Double(count)
        #expect(abs(double[sample] - expected) <= Double(8 + count) * 0x1p-53 * scale)
        // In single precision the logits themselves are rounded.
        #expect(abs(Double(single[sample]) - expected) <= Double(8 + count) * 0x1p-24 * scale)
      }
    }
    var broken = [Double](repeating: 0, count: tile)
    broken[3] = .nan
    var result = broken
    kernels.bernoulli_log_densities_double([1], broken, 1, &result)
    #expect(result[3].isNaN && !result[2].isNaN, "what is not a number stays, in its own column")
  }
}
