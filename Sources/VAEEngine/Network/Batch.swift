import VAECore

/// A matrix, row by row.
///
/// In the network a row is one datum and a column one dimension.
@frozen
public struct Batch<Scalar> {
  /// The number of rows.
  public private(set) var rows: Int
  /// The number of columns.
  public private(set) var columns: Int
  /// The elements, of shape (rows, columns): element (i, j) is at i · columns + j.
  ///
  /// - Precondition: Their number never changes.
  public var elements: [Scalar]

  /// Creates a matrix from its elements, row by row.
  ///
  /// - Precondition: There are rows · columns elements.
  public init(rows: Int, columns: Int, elements: [Scalar]) {
    precondition(rows >= 0 && columns >= 0, "a shape is not negative")
    precondition(elements.count == rows * columns, "\(rows) × \(columns) elements make this matrix")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Creates a matrix of equal elements.
  public init(rows: Int, columns: Int, repeating element: Scalar) {
    self.init(rows: rows, columns: columns, elements: [Scalar](repeating: element, count: rows * columns))
  }

  /// Creates a matrix from its rows.
  ///
  /// - Throws: `InvalidInput` if a row is longer or shorter than the first.
  public init(_ rows: [[Scalar]]) throws(InvalidInput) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      try InvalidInput.requireCount("row \(index)", row.count, matches: columns, of: "row 0")
    }
    self.init(rows: rows.count, columns: columns, elements: Array(rows.joined()))
  }

  /// The element of a row and a column.
  @inlinable
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "an index within the shape")
      return elements[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "an index within the shape")
      elements[row * columns + column] = newValue
    }
  }

  /// The elements of a row.
  public subscript(row row: Int) -> ArraySlice<Scalar> { elements[row * columns..<(row + 1) * columns] }

  /// The matrix with rows and columns exchanged.
  public var transposed: Batch {
    var elements: [Scalar] = []
    elements.reserveCapacity(rows * columns)
    for column in 0..<columns {
      for row in 0..<rows { elements.append(self.elements[row * columns + column]) }
    }
    return Batch(rows: columns, columns: rows, elements: elements)
  }
}

extension Batch where Scalar: NetworkScalar {
  /// The batch of a shape whose elements are all 0.
  static func zeros(rows: Int, columns: Int) -> Batch {
    Batch(rows: rows, columns: columns, elements: Scalar.zeros(rows * columns))
  }
}

extension Batch: Sendable where Scalar: Sendable {}
extension Batch: Equatable where Scalar: Equatable {}
