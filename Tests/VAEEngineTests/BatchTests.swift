import Testing
import VAECore
import VAEEngine

@Suite("Matrices")
struct MatrixTests {
  @Test("Rows make a matrix; element (i, j) is row i's jth")
  func layout() throws {
    let matrix = try Batch([[1, 2, 3], [4, 5, 6]])
    #expect(matrix.rows == 2 && matrix.columns == 3)
    #expect(matrix[1, 0] == 4 && Array(matrix[row: 0]) == [1, 2, 3])
    #expect(matrix.transposed.elements == [1, 4, 2, 5, 3, 6])
  }

  @Test("An index outside of the shape is a programming error, also where the array has an element there")
  func outside() async {
    await #expect(processExitsWith: .failure) { _ = Batch(rows: 2, columns: 3, repeating: 1.0)[0, 3] }
    await #expect(processExitsWith: .failure) { _ = Batch(rows: 2, columns: 3, repeating: 1.0)[1, -1] }
    await #expect(processExitsWith: .failure) {
      var batch = Batch(rows: 2, columns: 3, repeating: 1.0)
      batch[0, 3] = 2
    }
  }

  @Test("A ragged row is refused, by name")
  func ragged() {
    let error = #expect(throws: InvalidInput.self) { try Batch([[1, 2], [3]]) }
    #expect(error?.input == "row 1")
  }
}
