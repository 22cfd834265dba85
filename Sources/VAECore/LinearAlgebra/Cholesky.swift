import CNumerics
import Glibc

/// A symmetric positive-definite matrix A, factored as A = L Lᵀ with L lower triangular.
public struct Cholesky: Sendable {
  /// n, the number of rows and columns.
  public let order: Int
  /// L, row by row; what lies above the diagonal has no meaning.
  private let factor: [Double]

  /// Factors a matrix.
  ///
  /// - Throws: `InvalidInput` if it is not square, not finite, or not positive definite.
  public init(_ matrix: Matrix<Double>) throws(InvalidInput) {
    try InvalidInput.requireCount("columns of a symmetric matrix", matrix.columns, matches: matrix.rows, of: "its rows")
    try InvalidInput.requireFinite("matrix", matrix.elements)
    var elements = matrix.elements
    let failed = matrix.rows == 0 ? 0 : lb_cholesky(Int32(matrix.rows), &elements)
    guard failed == 0 else {
      throw InvalidInput(
        "matrix", expected: "a positive-definite one", found: "a leading minor of order \(failed) that is not positive")
    }
    order = matrix.rows
    factor = elements
  }

  /// log det A = 2 Σᵢ log Lᵢᵢ.
  public var logDeterminant: Double {
    (0..<order).reduce(0) { $0 + 2 * log(factor[$1 * order + $1]) }
  }

  /// Returns L⁻¹ b, by forward substitution.
  ///
  /// - Precondition: b has n values.
  public func forwardSolve(_ b: [Double]) -> [Double] {
    precondition(b.count == order, "as many values as rows")
    var y = b
    for row in 0..<order {
      for column in 0..<row { y[row] -= factor[row * order + column] * y[column] }
      y[row] /= factor[row * order + row]
    }
    return y
  }

  /// Returns A⁻¹ b = L⁻ᵀ (L⁻¹ b).
  ///
  /// - Precondition: b has n values.
  public func solve(_ b: [Double]) -> [Double] {
    var x = forwardSolve(b)
    for row in stride(from: order - 1, through: 0, by: -1) {
      for later in row + 1..<Swift.max(order, row + 1) { x[row] -= factor[later * order + row] * x[later] }
      x[row] /= factor[row * order + row]
    }
    return x
  }

  /// A⁻¹.
  public var inverse: Matrix<Double> {
    var result = Matrix(rows: order, columns: order, repeating: 0.0)
    for column in 0..<order {
      let solution = solve((0..<order).map { $0 == column ? 1 : 0 })
      for row in 0..<order { result[row, column] = solution[row] }
    }
    return result
  }
}
