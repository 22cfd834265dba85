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
    var (a, v) = (matrix.elements, Matrix.identity(n).elements)
    let negligible = 0x1p-100 * (a.map(abs).max() ?? 0)
    for _ in 0..<64 {
      var turned = false
      for p in 0..<n {
        for q in p + 1..<max(p + 1, n) {
          let diagonal = (abs(a[p * n + p]) * abs(a[q * n + q])).squareRoot()
          guard abs(a[p * n + q]) > max(negligible, 0x1p-54 * diagonal) else { continue }
          Self.turn(&a, &v, p, q, n)
          turned = true
        }
      }
      if !turned { break }
    }
    let order = (0..<n).sorted { (a[$0 * n + $0], $1) > (a[$1 * n + $1], $0) }
    values = order.map { a[$0 * n + $0] }
    vectors = Matrix(rows: n, columns: n, elements: order.flatMap { Self.signed(Array(v[$0 * n..<($0 + 1) * n])) })
  }

  /// Turns the plane of coordinates p and q by the angle that makes the element (p, q) zero.
  private static func turn(_ a: inout [Double], _ v: inout [Double], _ p: Int, _ q: Int, _ n: Int) {
    let ratio = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    let shift = tangent * a[p * n + q]
    a[p * n + p] -= shift
    a[q * n + q] += shift
    a[p * n + q] = 0
    for k in 0..<n {
      if k != p && k != q {
        let (i, j) = (min(k, p) * n + max(k, p), min(k, q) * n + max(k, q))
        let (left, right) = (a[i], a[j])
        a[i] = cosine * left - sine * right
        a[j] = sine * left + cosine * right
      }
      let (left, right) = (v[p * n + k], v[q * n + k])
      v[p * n + k] = cosine * left - sine * right
      v[q * n + k] = sine * left + cosine * right
    }
  }

  /// Returns a vector or its negative: the component of largest magnitude, the first if several, is positive.
  private static func signed(_ vector: [Double]) -> [Double] {
    let largest = vector.map(abs).max() ?? 0
    return (vector.first { abs($0) == largest } ?? 0) < 0 ? vector.map { -$0 } : vector
  }
}
