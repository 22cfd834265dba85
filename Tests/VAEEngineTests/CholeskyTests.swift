import Foundation
import Testing
import Verification

import VAECore
@testable import VAEEngine

@Suite("The triangular factor of a symmetric positive-definite matrix")
struct CholeskyTests {
  /// BᵀB + I with B normal: symmetric to the last bit, eigenvalues between 1 and about 4n.
  static func randomMatrix(order: Int, seed: UInt64) -> Batch<Double> {
    let b = RandomStream(seed: seed, purpose: "matrix").normals(0..<order * order)
    var matrix = Batch(rows: order, columns: order, repeating: 0.0)
    for i in 0..<order {
      for j in 0..<order {
        matrix[i, j] = (0..<order).reduce(i == j ? 1 : 0) { $0 + b[$1 * order + i] * b[$1 * order + j] }
      }
    }
    return matrix
  }

  @Test("A matrix of order 2, by hand")
  func byHand() throws {
    // (4 2; 2 10) = L Lᵀ with L = (2 0; 1 3).
    let factor = try Cholesky(Batch([[4.0, 2], [2, 10]]))
    #expect([factor.lower(0, 0), factor.lower(1, 0), factor.lower(1, 1)] == [2, 1, 3])
    #expect(factor.forwardSolve([2, 7]) == [1, 2])
    #expect(factor.transposedProduct([1, 2]) == [4, 6])
    #expect(abs(factor.logDeterminant - 3.58351893845611) <= 5e-15, "log 36")
    #expect(factor.solve([8, 22]) == [1, 2])
  }

  @Test("The solution solves, the inverse inverts and is symmetric to the bit", arguments: [1, 2, 5, 20])
  func inverse(order: Int) throws {
    let matrix = Self.randomMatrix(order: order, seed: UInt64(order))
    let factor = try Cholesky(matrix)
    let inverse = factor.inverse
    #expect(inverse == inverse.transposed)
    let b = RandomStream(seed: 1, purpose: "right side").normals(0..<order)
    let x = factor.solve(b)
    let largest = matrix.elements.map(abs).max() ?? 0
    // Backward stable: the residual is some n roundings of |A| |x|, and |x| ≤ |b| as no eigenvalue is below 1.
    let tolerance = Tolerance.rounding(operations: 20 * order * order, scale: largest * 4).value
    for row in 0..<order {
      #expect(abs(zip(matrix[row: row], x).reduce(0) { $0 + $1.0 * $1.1 } - b[row]) <= tolerance)
      #expect(abs(zip(inverse[row: row], b).reduce(0) { $0 + $1.0 * $1.1 } - x[row]) <= tolerance)
    }
  }

  @Test("The determinant is the product of the eigenvalues", arguments: [1, 2, 5, 20])
  func determinant(order: Int) throws {
    let matrix = Self.randomMatrix(order: order, seed: 7)
    let eigenvalues = try SymmetricEigen(matrix).values
    let sum = eigenvalues.reduce(0) { $0 + log($1) }
    // Each eigenvalue is right to n roundings of the largest, and none is below 1.
    let tolerance = Tolerance.rounding(operations: 40 * order * order, scale: eigenvalues[0]).value
    #expect(abs(try Cholesky(matrix).logDeterminant - sum) <= tolerance)
  }

  @Test("Matrices that are not symmetric, not definite, not square or not finite are refused by name")
  func refusals() throws {
    func refusal(_ rows: [[Double]]) throws -> String? {
      do { _ = try Cholesky(Batch(rows), named: "covariance") } catch { return "\(error)" }
      return nil
    }
    #expect(try refusal([[1, 0.5], [0.4, 1]]) == "covariance[1, 0]: expected 0.5, as in its mirror image, found 0.4")
    #expect(try refusal([[1, 2], [2, 1]])?.contains("a leading minor of order 2") == true)
    #expect(try refusal([[0]])?.contains("a leading minor of order 1") == true)
    #expect(try refusal([[1, 0]]) == "covariance: expected as many columns as rows, found 1 × 2")
    #expect(try refusal([[1, .nan], [.nan, 1]]) == "covariance[0, 1]: expected a finite number, found nan")
    #expect(try refusal([[1, 0.5], [(0.5).nextUp, 1]]) == nil, "a rounding is no asymmetry")
  }
}
