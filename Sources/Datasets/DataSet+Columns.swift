import VAEEngine

extension DataSet {
  /// The columns whose numbers are all the same, counted from 0; none where there is one row only.
  public var unvaryingColumns: [Int] {
    observations.rows > 1 ? unvarying(observations.elements, columns: observations.columns) : []
  }
}

/// Returns the least and the largest of some numbers.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func range<Scalar: NetworkScalar>(of numbers: [Scalar]) -> [Double] {
  var (least, most) = (Scalar.infinity, -Scalar.infinity)
  for number in numbers {
    least = number < least ? number : least
    most = number > most ? number : most
  }
  return [Double(least), Double(most)]
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func unvarying<Scalar: NetworkScalar>(_ numbers: [Scalar], columns: Int) -> [Int] {
  var candidates = Array(0..<columns)
  var first = columns
  while first < numbers.count, !candidates.isEmpty {
    var left = 0
    for column in candidates where numbers[first + column] == numbers[column] {
      candidates[left] = column
      left += 1
    }
    candidates.removeLast(candidates.count - left)
    first += columns
  }
  return candidates
}
