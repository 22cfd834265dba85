import Arithmetic
import Testing

@Suite("Eigenvalues and eigenvectors of a symmetric matrix")
struct SymmetricEigenTests {
  @Test("Eigenvalues descend, and the largest component of each vector is positive, the first of equals")
  func order() {
    let diagonal = SymmetricEigen(Matrix([[1, 0, 0], [0, 3, 0], [0, 0, 2]]))
    #expect(diagonal.values == [3, 2, 1])
    #expect(diagonal.vectors.elements == [0, 1, 0, 0, 0, 1, 1, 0, 0])
    // (0 −1; −1 0): the vectors are (1, −1)/√2 for 1 and (1, 1)/√2 for −1.
    let mirrored = SymmetricEigen(Matrix([[0, -1], [-1, 0]]))
    let root = 0.5.squareRoot()
    #expect(near(mirrored.values, [1, -1], 8 * 0x1p-53))
    #expect(near(mirrored.vectors.elements, [root, -root, root, root], 8 * 0x1p-53))
  }

  @Test("A matrix of two rows by hand, with unequal diagonal: values 6 and 1, vectors (2, 1)/√5 and (−1, 2)/√5")
  func byHand() {
    let eigen = SymmetricEigen(Matrix([[5, 2], [2, 2]]))
    let length = 0.2.squareRoot()
    #expect(near(eigen.values, [6, 1], 16 * 0x1p-53 * 6))
    #expect(near(eigen.vectors.elements, [2 * length, length, -length, 2 * length], 16 * 0x1p-53))
  }

  @Test("Only the upper triangle is read")
  func upperTriangle() {
    let whole = SymmetricEigen(Matrix([[5, 2], [2, 2]]))
    let upper = SymmetricEigen(Matrix([[5, 2], [9, 2]]))
    #expect(upper.values == whole.values && upper.vectors == whole.vectors)
  }

  @Test("Rows are orthonormal eigenvectors, and the values add up to the trace", arguments: [1, 2, 3, 7, 30])
  func decomposition(order: Int) {
    let matrix = symmetric(order)
    let eigen = SymmetricEigen(matrix)
    // Rounding grows with the matrix's size and its largest eigenvalue.
    let largest = eigen.values.map(abs).max() ?? 0
    let tolerance = 16 * Double(order) * 0x1p-53 * largest
    for i in 0..<order {
      let vector = eigen.vectors[row: i]
      #expect(near(matrix.times(vector), vector.map { eigen.values[i] * $0 }, tolerance))
      for j in 0...i {
        #expect(abs(dot(eigen.vectors[row: j], vector) - (i == j ? 1 : 0)) <= 16 * Double(order) * 0x1p-53)
      }
      let top = vector.map(abs).max() ?? 0
      #expect((vector.first { abs($0) == top } ?? 0) > 0)
    }
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    let trace = (0..<order).reduce(0) { $0 + matrix[$1, $1] }
    #expect(abs(eigen.values.reduce(0, +) - trace) <= tolerance)
  }

  @Test("Small eigenvalues of a graded matrix keep their relative accuracy")
  func graded() {
    // diag(1, 10⁻⁸) (4 1; 1 2) diag(1, 10⁻⁸): determinant 7 · 10⁻¹⁶, larger eigenvalue 4 to first order.
    let eigen = SymmetricEigen(Matrix([[4, 1e-8], [1e-8, 2e-16]]))
    #expect(abs(eigen.values[1] / 1.75e-16 - 1) <= 16 * 0x1p-53)
    #expect(abs(eigen.values[0] / 4 - 1) <= 16 * 0x1p-53)
  }

  @Test("A matrix of zeros, and one without rows")
  func nothing() {
    #expect(SymmetricEigen(Matrix(rows: 2, columns: 2)).values == [0, 0])
    #expect(SymmetricEigen(Matrix(rows: 2, columns: 2)).vectors == .identity(2))
    #expect(SymmetricEigen(Matrix([])).values.isEmpty)
  }

  /// A full symmetric matrix of both signs, without a pattern.
  private func symmetric(_ order: Int) -> Matrix {
    var matrix = Matrix(rows: order, columns: order)
    for i in 0..<order {
      for j in i..<order {
        let number = (7919 * (i + 1) * (j + 3)) % 201
        matrix[i, j] = Double(number - 100) / 100
        matrix[j, i] = matrix[i, j]
      }
    }
    return matrix
  }

  private func near(_ left: [Double], _ right: [Double], _ tolerance: Double) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
  }
}
