/// The eigenvalues and eigenvectors of a symmetric matrix, largest eigenvalue first.
///
/// Jacobi's method turns the matrix in one plane after another until nothing is left beside its diagonal. It is short,
/// and it finds small eigenvalues to full relative accuracy where the matrix allows it.
///
/// - Source: Jacobi (1846); Golub and Van Loan, "Matrix computations", section 8.5.
public struct SymmetricEigen: Sendable {
  /// λ₁ ≥ λ₂ ≥ …
  public let values: [Double]
  /// The eigenvectors, one per row, of length 1, each with its component of largest magnitude positive.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix of finite numbers, of which the upper triangle is read.
  public init(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns, "a square matrix")
    precondition(matrix.elements.allSatisfy(\.isFinite), "finite elements")
    let n = matrix.rows
    var (a, v) = (matrix, Matrix.diagonal([Double](repeating: 1, count: n)))
    let negligible = 0x1p-100 * (matrix.elements.map(abs).max() ?? 0)
    for _ in 0..<64 {
      var turned = false
      for p in 0..<n {
        for q in p + 1..<max(p + 1, n)
        where abs(a[p, q]) > max(negligible, 0x1p-54 * (abs(a[p, p]) * abs(a[q, q])).squareRoot()) {
          Self.turn(&a, &v, p, q)
          turned = true
        }
      }
      if !turned { break }
    }
    let order = (0..<n).sorted { (a[$0, $0], $1) > (a[$1, $1], $0) }
    values = order.map { a[$0, $0] }
    vectors = Matrix(
      rows: n, columns: n,
      elements: order.flatMap { index in
        let row = v[row: index]
        let largest = row.first { abs($0) == row.map(abs).max() } ?? 1
        return row.map { largest < 0 ? -$0 : $0 }
      })
  }

  /// Turns the plane of coordinates p and q by the angle that makes the element (p, q) zero.
  private static func turn(_ a: inout Matrix, _ v: inout Matrix, _ p: Int, _ q: Int) {
    let ratio = (a[q, q] - a[p, p]) / (2 * a[p, q])
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    let shift = tangent * a[p, q]
    a[p, p] -= shift
    a[q, q] += shift
    a[p, q] = 0
    for k in 0..<a.rows {
      if k != p && k != q {
        let (i, j) = ((min(k, p), max(k, p)), (min(k, q), max(k, q)))
        let (left, right) = (a[i.0, i.1], a[j.0, j.1])
        (a[i.0, i.1], a[j.0, j.1]) = (cosine * left - sine * right, sine * left + cosine * right)
      }
      let (left, right) = (v[p, k], v[q, k])
      (v[p, k], v[q, k]) = (cosine * left - sine * right, sine * left + cosine * right)
    }
  }
}
