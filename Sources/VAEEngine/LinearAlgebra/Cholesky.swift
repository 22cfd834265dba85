import CKernels
import Glibc

/// A symmetric positive-definite matrix A, factored as A = L Lᵀ with L lower triangular.
public struct Cholesky: Sendable {
  /// n, the number of rows and columns.
  public let order: Int
  /// L, row by row; what lies above the diagonal has no meaning.
  private let factor: [Double]

  /// Factors a matrix.
  ///
  /// - Parameters:
  ///   - matrix: A, of shape (n, n).
  ///   - name: What an error calls it.
  /// - Throws: `InvalidInput` if it is not square, finite, symmetric and positive definite.
  public init(_ matrix: Batch<Double>, named name: String = "matrix") throws(InvalidInput) {
    try InvalidInput.requireSymmetric(name, matrix)
    var elements = matrix.elements
    let failed = matrix.rows == 0 ? 0 : lb_cholesky(Int32(matrix.rows), &elements)
    guard failed == 0 else {
      throw InvalidInput(
        name, expected: "a positive-definite matrix", found: "a leading minor of order \(failed) that is not positive")
    }
    order = matrix.rows
    factor = elements
  }

  /// The element Lᵢⱼ, for j ≤ i.
  func lower(_ i: Int, _ j: Int) -> Double { factor[i * order + j] }

  /// log det A = 2 Σᵢ log Lᵢᵢ.
  public var logDeterminant: Double {
    (0..<order).reduce(0) { $0 + 2 * log(lower($1, $1)) }
  }

  /// Returns Lᵀ b, whose squared length is bᵀ A b: a sum of squares, never negative.
  ///
  /// - Precondition: b has n values.
  func transposedProduct(_ b: [Double]) -> [Double] {
    precondition(b.count == order, "as many values as rows")
    return (0..<order).map { column in
      (column..<order).reduce(0) { $0 + factor[$1 * order + column] * b[$1] }
    }
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
      for later in row + 1..<order { x[row] -= factor[later * order + row] * x[later] }
      x[row] /= factor[row * order + row]
    }
    return x
  }

  /// A⁻¹ = (L⁻¹)ᵀ L⁻¹, symmetric to the last bit.
  public var inverse: Batch<Double> {
    let columns = (0..<order).map { column in forwardSolve((0..<order).map { $0 == column ? 1 : 0 }) }
    var result = Batch(rows: order, columns: order, repeating: 0.0)
    for row in 0..<order {
      for column in 0...row {
        // L⁻¹ is lower triangular: the sum begins at the later of the two columns.
        result[row, column] = (row..<order).reduce(0) { $0 + columns[row][$1] * columns[column][$1] }
        result[column, row] = result[row, column]
      }
    }
    return result
  }
}
