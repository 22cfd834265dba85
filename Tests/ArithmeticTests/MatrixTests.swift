import Arithmetic
import Testing

@Suite("Matrices")
struct MatrixTests {
  private let a = Matrix([[1, 2], [3, 4], [5, 6]])
  private let b = Matrix([[1, -1, 0.25], [0.5, 2, -2]])

  @Test("Rows make a matrix; element (i, j) is row i's jth")
  func layout() {
    #expect(b.rows == 2 && b.columns == 3 && b.elements == [1, -1, 0.25, 0.5, 2, -2])
    #expect(b[1, 0] == 0.5 && b[0, 2] == 0.25 && b[row: 1] == [0.5, 2, -2])
    #expect(b == Matrix(rows: 2, columns: 3, elements: [1, -1, 0.25, 0.5, 2, -2]))
    #expect(Matrix(rows: 2, columns: 3).elements == [0, 0, 0, 0, 0, 0])
    let none = Matrix([])
    #expect(none.rows == 0 && none.columns == 0)
    var changed = b
    changed[1, 2] = 7
    #expect(changed.elements == [1, -1, 0.25, 0.5, 2, 7])
  }

  @Test("Transposed, diagonal and identity matrices by hand")
  func special() {
    #expect(b.transposed == Matrix([[1, 0.5], [-1, 2], [0.25, -2]]))
    #expect(Matrix.diagonal([2, -3]) == Matrix([[2, 0], [0, -3]]))
    #expect(Matrix.identity(2) == Matrix([[1, 0], [0, 1]]))
  }

  @Test("Products by hand")
  func products() {
    #expect(a.times([1, -2]) == [-3, -5, -7])
    #expect(a.transposedTimes([1, -2, 0.5]) == [-2.5, -3])
    #expect(a.times(b) == Matrix([[2, 3, -3.75], [5, 5, -7.25], [8, 7, -10.75]]))
    #expect(Matrix.outer([1, 2], [3, 4, 5]) == Matrix([[3, 4, 5], [6, 8, 10]]))
    #expect(dot([1, 2, 3], [4, -5, 6]) == 12 && dot([], []) == 0)
    #expect((-1.5).squared == 2.25)
  }

  @Test("⟨w, A v⟩ = ⟨Aᵀ w, v⟩ = ⟨w vᵀ, A⟩, exactly")
  func transposedProduct() {
    let (v, w) = ([1, -0.5], [2.0, 0.25, -3])
    #expect(dot(w, a.times(v)) == dot(a.transposedTimes(w), v))
    #expect(dot(w, a.times(v)) == dot(Matrix.outer(w, v).elements, a.elements))
    #expect(a.transposedTimes(w) == a.transposed.times(w))
  }

  @Test("A function of one or of two matrices goes element by element")
  func elementwise() {
    #expect(b.map { 2 * $0 }.elements == [2, -2, 0.5, 1, 4, -4])
    #expect(b.combined(with: b.map { $0 + 1 }) { $0 - $1 } == Matrix([[-1, -1, -1], [-1, -1, -1]]))
  }

  @Test("Factors that do not fit are a programming error")
  func shapes() async {
    await #expect(processExitsWith: .failure) { _ = Matrix([[1, 2]]).times(Matrix([[1, 2]])) }
  }
}
