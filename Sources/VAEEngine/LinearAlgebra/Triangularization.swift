import Dispatch

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
  ///
  /// - Parameter threads: How many threads share the columns that a mirror reflects; the result does not depend on it.
  init<Scalar: NetworkScalar>(_ matrix: Batch<Scalar>, threads: Threads = Threads(1)) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    (self.rows, self.columns) = (rows, columns)
    work = matrix.transposed.elements.map { Double($0) }
    diagonal = [Double](repeating: 0, count: Swift.min(rows, columns))
    work.withUnsafeMutableBufferPointer { work in
      guard let work = work.baseAddress else { return }
      for k in diagonal.indices {
        let (column, length) = (work + k * rows + k, rows - k)
        diagonal[k] = Self.becomeNormal(column, length)
        let mirrored = k + 1..<Swift.max(k + 1, columns)
        let columns = Columns(first: work + k, rows: rows, normal: column, length: length)
        let workers = mirrored.count * length > 1 << 14 ? threads.count : 1
        if workers == 1 { columns.reflect(mirrored) } else { columns.reflect(mirrored, workers: workers) }
      }
    }
  }

  /// Replaces what is left of a column by the unit normal of its mirror.
  ///
  /// - Returns: The column's first element after the reflection; the others are 0.
  private static func becomeNormal(_ column: UnsafeMutablePointer<Double>, _ length: Int) -> Double {
    let norm = dot(column, column, length).squareRoot()
    // The mirror image that lies farther from the column, so that their difference keeps its digits.
    let image = column[0] > 0 ? -norm : norm
    column[0] -= image
    let normal = dot(column, column, length).squareRoot()
    // A column of zeros needs no mirror.
    if normal > 0 { for i in 0..<length { column[i] /= normal } }
    return image
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
    work.withUnsafeBufferPointer { work in
      result.withUnsafeMutableBufferPointer { result in
        guard let work = work.baseAddress, let result = result.baseAddress else { return }
        for k in diagonal.indices { reflect(result + k, in: work + k * rows + k, rows - k) }
      }
    }
    return result
  }
}

/// The columns of a matrix that one mirror reflects, each on its own.
private struct Columns: @unchecked Sendable {
  /// The mirror's place in the matrix's first column, and how far it is from there to the next column.
  let first: UnsafeMutablePointer<Double>
  let rows: Int
  let normal: UnsafePointer<Double>
  let length: Int

  func reflect(_ range: Range<Int>) {
    for column in range { VAEEngine.reflect(first + column * rows, in: normal, length) }
  }

  func reflect(_ range: Range<Int>, workers: Int) {
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let bounds = [worker, worker + 1].map { range.lowerBound + range.count * $0 / workers }
      reflect(bounds[0]..<bounds[1])
    }
  }
}

/// Subtracts from a column twice its part along a mirror's normal.
private func reflect(_ column: UnsafeMutablePointer<Double>, in normal: UnsafePointer<Double>, _ length: Int) {
  let twice = 2 * dot(normal, column, length)
  for i in 0..<length { column[i] -= twice * normal[i] }
}

/// The inner product of two stretches, in eight interleaved lanes.
private func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
  let (first, second) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
  var lanes = SIMD8<Double>.zero
  let whole = count - count % 8
  for start in stride(from: 0, to: 8 * whole, by: 64) {
    lanes +=
      first.loadUnaligned(fromByteOffset: start, as: SIMD8<Double>.self)
      * second.loadUnaligned(fromByteOffset: start, as: SIMD8<Double>.self)
  }
  var sum = lanes.sum()
  for i in whole..<count { sum += a[i] * b[i] }
  return sum
}
