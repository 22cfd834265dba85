import Testing
import VAECore
import VAEEngine
import Verification

@Suite("Eigenvalues and eigenvectors of a symmetric matrix")
struct SymmetricEigenTests {
  @Test("Eigenvalues descend, and the largest component of each vector is positive, the first of equals")
  func order() throws {
    let diagonal = try SymmetricEigen(Batch([[1.0, 0, 0], [0, 3, 0], [0, 0, 2]]))
    #expect(diagonal.values == [3, 2, 1])
    #expect(diagonal.vectors.elements == [0, 1, 0, 0, 0, 1, 1, 0, 0])
    // (0 −1; −1 0): the vectors are (1, −1)/√2 for 1 and (1, 1)/√2 for −1.
    let mirrored = try SymmetricEigen(Batch([[0.0, -1], [-1, 0]]))
    let tolerance = Tolerance.rounding(operations: 8, scale: 1).value
    #expect(zip(mirrored.values, [1, -1]).allSatisfy { abs($0 - $1) <= tolerance })
    let root = 0.5.squareRoot()
    #expect(zip(mirrored.vectors.elements, [root, -root, root, root]).allSatisfy { abs($0 - $1) <= tolerance })
  }

  @Test("Rows are orthonormal eigenvectors", arguments: [1, 2, 7, 30])
  func decomposition(order: Int) throws {
    let matrix = CholeskyTests.randomMatrix(order: order, seed: 3)
    let eigen = try SymmetricEigen(matrix)
    // LAPACK's residuals are a few n roundings of the matrix's norm.
    let tolerance = Tolerance.rounding(operations: 16 * order, scale: eigen.values[0]).value
    for i in 0..<order {
      let vector = Array(eigen.vectors[row: i])
      for row in 0..<order {
        let product = zip(matrix[row: row], vector).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - eigen.values[i] * vector[row]) <= tolerance)
      }
      for j in 0...i {
        let product = zip(eigen.vectors[row: j], vector).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) <= tolerance)
      }
    }
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("A matrix that is not symmetric is refused")
  func refusals() {
    #expect(throws: InvalidInput.self) { try SymmetricEigen(Batch([[1.0, 2], [3, 4]])) }
    #expect(throws: InvalidInput.self) { try SymmetricEigen(Batch([[1.0, 2]])) }
    #expect(throws: InvalidInput.self) { try SymmetricEigen(Batch([[Double.infinity]])) }
  }
}
