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

  @Test("A ragged row is refused, by name")
  func ragged() {
    let error = #expect(throws: InvalidInput.self) { try Batch([[1, 2], [3]]) }
    #expect(error?.input == "row 1")
  }

  @Test("A product by hand, in both precisions; factors that do not fit are refused")
  func product() throws {
    let (a, b) = (try Batch([[1.0, 2], [3, 4], [5, 6]]), try Batch([[1.0, -1], [0.5, 2]]))
    #expect(try a.multiplied(by: b).elements == [2, 3, 5, 5, 8, 7])
    let single = try Batch([[Float(1), 2]]).multiplied(by: Batch([[Float(3)], [4]]))
    #expect(single.elements == [11])
    #expect(throws: InvalidInput.self) { try b.multiplied(by: a) }
  }
}
