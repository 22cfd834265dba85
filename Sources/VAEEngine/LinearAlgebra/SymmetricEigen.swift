import CKernels

/// The eigenvalues and eigenvectors of a symmetric matrix, largest eigenvalue first.
public struct SymmetricEigen: Sendable {
  /// λ₁ ≥ λ₂ ≥ …
  public let values: [Double]
  /// The eigenvectors, one a row, of length 1; the component of largest magnitude, the first if several, is positive.
  public let vectors: Batch<Double>

  /// Decomposes a symmetric matrix.
  ///
  /// - Throws: `InvalidInput` if it is not square, finite and symmetric, or if the iteration does not converge.
  public init(_ matrix: Batch<Double>) throws(InvalidInput) {
    try InvalidInput.requireSymmetric("matrix", matrix)
    let n = matrix.rows
    var elements = matrix.elements
    var ascending = [Double](repeating: 0, count: n)
    let failed = n == 0 ? 0 : lb_symmetric_eigen(Int32(n), &elements, &ascending)
    guard failed == 0 else {
      throw InvalidInput("matrix", expected: "a convergent eigen-decomposition", found: "LAPACK's code \(failed)")
    }
    values = ascending.reversed()
    var rows: [Double] = []
    for index in (0..<n).reversed() {
      let vector = elements[index * n..<(index + 1) * n]
      // An eigenvector's sign is arbitrary; this choice makes results the same everywhere.
      let largest = vector.map(abs).max() ?? 0
      let sign = (vector.first { abs($0) == largest } ?? 1) < 0 ? -1.0 : 1
      rows += vector.map { sign * $0 }
    }
    vectors = Batch(rows: n, columns: n, elements: rows)
  }
}
