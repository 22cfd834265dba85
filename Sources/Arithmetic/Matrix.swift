/// A matrix of double-precision numbers, row by row.
///
///     let w = Matrix([[2, 0], [0, 1], [1, 1]])          // 3 × 2
///     w.times([1, 2])                                    // (3, 2) (2) -> (3): [2, 2, 3]
///     w.transposedTimes([1, 0, 1])                       // (2, 3) (3) -> (2): [3, 1]
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row by row.
  public private(set) var elements: [Double]

  /// Creates a matrix of given elements, row by row.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "rows × columns elements")
    (self.rows, self.columns, self.elements) = (rows, columns, elements)
  }

  /// Creates a matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
  }

  /// Creates a matrix of given rows, all of one length.
  public init(_ rows: [[Double]]) {
    precondition(rows.allSatisfy { $0.count == rows.first?.count }, "rows of one length")
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap(\.self))
  }

  /// Returns the square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ diagonal: [Double]) -> Matrix {
    var matrix = Matrix(rows: diagonal.count, columns: diagonal.count)
    for (index, element) in diagonal.enumerated() { matrix[index, index] = element }
    return matrix
  }

  /// Returns the identity of n rows and columns.
  public static func identity(_ n: Int) -> Matrix { .diagonal([Double](repeating: 1, count: n)) }

  /// The element of a row and a column.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row, of shape (columns).
  public subscript(row row: Int) -> [Double] { Array(elements[row * columns..<(row + 1) * columns]) }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    Matrix(
      rows: columns, columns: rows, elements: (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } })
  }

  /// Returns the matrix with a function applied to each element.
  public func map(_ function: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map(function))
  }

  /// Returns the matrix of a function of the elements of two matrices of one shape.
  public func combined(with other: Matrix, _ function: (Double, Double) -> Double) -> Matrix {
    precondition(rows == other.rows && columns == other.columns, "matrices of one shape")
    let (left, right) = (elements, other.elements)
    return Matrix(rows: rows, columns: columns, elements: left.indices.map { function(left[$0], right[$0]) })
  }

  /// Returns A x.  (rows, columns) (columns) -> (rows)
  public func times(_ x: [Double]) -> [Double] {
    precondition(x.count == columns, "as many values as columns")
    return (0..<rows).map { row in
      var sum = 0.0
      for column in 0..<columns { sum += elements[row * columns + column] * x[column] }
      return sum
    }
  }

  /// Returns Aᵀ y.  (columns, rows) (rows) -> (columns)
  public func transposedTimes(_ y: [Double]) -> [Double] {
    precondition(y.count == rows, "as many values as rows")
    var result = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { result[column] += elements[row * columns + column] * y[row] }
    }
    return result
  }

  /// Returns A B.  (rows, k) (k, columns) -> (rows, columns)
  public func times(_ other: Matrix) -> Matrix {
    precondition(other.rows == columns, "as many rows as the left matrix has columns")
    let product = (0..<rows).flatMap { other.transposedTimes(self[row: $0]) }
    return Matrix(rows: rows, columns: other.columns, elements: product)
  }

  /// Returns the outer product y xᵀ.  (rows) (columns) -> (rows, columns)
  public static func outer(_ y: [Double], _ x: [Double]) -> Matrix {
    var elements = [Double](repeating: 0, count: y.count * x.count)
    for row in y.indices {
      for column in x.indices { elements[row * x.count + column] = y[row] * x[column] }
    }
    return Matrix(rows: y.count, columns: x.count, elements: elements)
  }
}

/// Returns the inner product of two vectors of one length.
public func dot(_ left: [Double], _ right: [Double]) -> Double {
  precondition(left.count == right.count, "vectors of one length")
  var sum = 0.0
  for index in left.indices { sum += left[index] * right[index] }
  return sum
}

extension Double {
  /// The number times itself.
  public var squared: Double { self * self }
}
