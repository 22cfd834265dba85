extension Batch where Scalar: NetworkScalar {
  /// Becomes the product op(A)·op(B), in its own storage where that is large enough.
  ///
  /// - Parameters:
  ///   - a: A of shape (n, k), or (k, n) if it enters transposed.
  ///   - b: B of shape (k, m), or (m, k) if it enters transposed.
  ///   - adding: Whether the product is added to the matrix, whose shape must then be (n, m) already.
  /// - Precondition: The inner sizes agree.
  mutating func formProduct(
    of a: Batch, _ b: Batch, transposingFirst: Bool = false, transposingSecond: Bool = false, adding: Bool = false
  ) {
    let (rowsOfA, inner) = transposingFirst ? (a.columns, a.rows) : (a.rows, a.columns)
    let (innerOfB, columnsOfB) = transposingSecond ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(inner == innerOfB, "the inner sizes of a product agree")
    if adding {
      precondition(rows == rowsOfA && columns == columnsOfB, "a product is added to a matrix of its shape")
    } else {
      reshape(rows: rowsOfA, columns: columnsOfB)
    }
    a.elements.withUnsafeBufferPointer { a in
      b.elements.withUnsafeBufferPointer { b in
        elements.withUnsafeMutableBufferPointer { result in
          guard let c = result.baseAddress, !result.isEmpty else { return }
          guard inner > 0, let a = a.baseAddress, let b = b.baseAddress else {
            if !adding { result.update(repeating: 0) }
            return
          }
          Scalar.multiply(
            rows: rowsOfA, columns: columnsOfB, inner: inner, a, stride: transposingFirst ? rowsOfA : inner,
            transposed: transposingFirst, b, transposed: transposingSecond, adding: adding, into: c)
        }
      }
    }
  }

  /// Returns the product of two matrices.
  ///
  /// - Throws: `InvalidInput` if the right one has not as many rows as the left one columns.
  public func multiplied(by other: Batch) throws(InvalidInput) -> Batch {
    try InvalidInput.requireCount(
      "rows of the right factor", other.rows, matches: columns, of: "the left one's columns")
    var result = Batch.empty
    result.formProduct(of: self, other)
    return result
  }
}
