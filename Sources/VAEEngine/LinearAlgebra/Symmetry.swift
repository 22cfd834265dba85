extension InvalidInput {
  /// Refuses a matrix that is not square, finite, and symmetric up to rounding.
  ///
  /// Routines for symmetric matrices read one triangle and would silently ignore what the other says. Half of a number's
  /// digits, relative to the largest element, lies far above any rounding and far below any mistake.
  static func requireSymmetric(_ input: String, _ matrix: Batch<Double>) throws(InvalidInput) {
    let (n, elements) = (matrix.rows, matrix.elements)
    guard matrix.columns == n else {
      throw InvalidInput(input, expected: "as many columns as rows", found: "\(n) × \(matrix.columns)")
    }
    var largest = 0.0
    for row in 0..<n {
      for column in 0..<n {
        let element = elements[row * n + column]
        guard element.isFinite else {
          throw InvalidInput("\(input)[\(row), \(column)]", expected: "a finite number", found: "\(element)")
        }
        largest = Swift.max(largest, abs(element))
      }
    }
    for row in 0..<n {
      for column in 0..<row {
        let (lower, upper) = (elements[row * n + column], elements[column * n + row])
        guard abs(lower - upper) <= 0x1p-26 * largest else {
          throw InvalidInput(
            "\(input)[\(row), \(column)]", expected: "\(upper), as in its mirror image", found: "\(lower)")
        }
      }
    }
  }
}
