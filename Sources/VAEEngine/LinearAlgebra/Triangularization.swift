/// A matrix turned by reflections until nothing is left below its diagonal: W = Q R, with Q orthogonal.
///
///     ‖W h + c‖² = ‖R h + Qᵀ c‖²
///
/// A rotation changes no length, so that squared distances of W h can be had from R h: half the products where W is
/// square, fewer where it has more rows than columns. Unlike the normal equations hᵀ (Wᵀ W) h, which need as few, the
/// lengths stay sums of squares and lose no digits where they are small.
///
/// - Source: Householder (1958), "Unitary triangularization of a nonsymmetric matrix".
struct Triangularization: Sendable {
  /// D, the rows of W.
  let rows: Int
  /// H, the columns of W.
  let columns: Int
  /// The number of rows of R that are not 0: min(D, H).
  var rank: Int { Swift.min(rows, columns) }
  /// W column by column, of shape (H, D): above the diagonal R, from the diagonal on the unit normals of the mirrors.
  private var work: [Double]
  /// Rᵢᵢ, whose places hold the normals.
  private var diagonal: [Double]

  /// Turns a matrix, column after column: each mirror sends what is left of a column to its first place.
  init<Scalar: NetworkScalar>(_ matrix: Batch<Scalar>) {
    (rows, columns) = (matrix.rows, matrix.columns)
    work = matrix.transposed.elements.map { Double($0) }
    diagonal = [Double](repeating: 0, count: Swift.min(rows, columns))
    for k in diagonal.indices {
      let start = k * rows + k
      let length = rows - k
      let norm = dot(work, start, work, start, length).squareRoot()
      let first = work[start]
      // The mirror image that lies farther from the column, so that their difference keeps its digits.
      diagonal[k] = first > 0 ? -norm : norm
      work[start] = first - diagonal[k]
      let normal = dot(work, start, work, start, length).squareRoot()
      // A column of zeros needs no mirror.
      guard normal > 0 else { continue }
      for i in start..<start + length { work[i] /= normal }
      for column in k + 1..<Swift.max(k + 1, columns) { reflect(column * rows + k, in: start, length) }
    }
  }

  /// Subtracts from a column twice its part along the mirror's normal.
  private mutating func reflect(_ column: Int, in normal: Int, _ length: Int) {
    let twice = 2 * dot(work, normal, work, column, length)
    work.withUnsafeMutableBufferPointer { work in
      for i in 0..<length { work[column + i] -= twice * work[normal + i] }
    }
  }

  /// The rows of R that are not 0, of shape (rank, H).
  var triangle: Batch<Double> {
    var result = Batch<Double>.zeros(rows: rank, columns: columns)
    for i in 0..<rank {
      result[i, i] = diagonal[i]
      for j in i + 1..<Swift.max(i + 1, columns) { result[i, j] = work[j * rows + i] }
    }
    return result
  }

  /// Returns Qᵀ c: its first `rank` values stand beside R, the rest is what no h can reach.
  ///
  /// - Precondition: c has D values.
  func rotated(_ c: [Double]) -> [Double] {
    precondition(c.count == rows, "a vector has as many values as the matrix rows")
    var result = c
    for k in diagonal.indices {
      let start = k * rows + k
      let twice = 2 * dot(work, start, result, k, rows - k)
      for i in 0..<rows - k { result[k + i] -= twice * work[start + i] }
    }
    return result
  }
}

/// The inner product of two stretches, in eight interleaved lanes.
private func dot(_ a: [Double], _ firstOfA: Int, _ b: [Double], _ firstOfB: Int, _ count: Int) -> Double {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      var lanes = SIMD8<Double>.zero
      let whole = count - count % 8
      for start in stride(from: 0, to: whole, by: 8) {
        var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for lane in 0..<8 {
          x[lane] = a[firstOfA + start + lane]
          y[lane] = b[firstOfB + start + lane]
        }
        lanes += x * y
      }
      var sum = lanes.sum()
      for i in whole..<count { sum += a[firstOfA + i] * b[firstOfB + i] }
      return sum
    }
  }
}
