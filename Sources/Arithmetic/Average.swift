/// Returns the average of values; NaN if there are none.
///
/// The values are added pair by pair, then the pairs, and so on: a million values cost some 20 roundings and not a million.
/// - Source: Higham (1993), "The accuracy of floating point summation".
public func average(_ values: some Collection<Double>) -> Double {
  let values = Array(values)
  return pairwiseSum(values[...]) / Double(values.count)
}

/// Returns the sum of values: the sum of one half plus that of the other.
private func pairwiseSum(_ values: ArraySlice<Double>) -> Double {
  guard values.count > 8 else { return values.reduce(0, +) }
  let middle = (values.startIndex + values.endIndex) / 2
  return pairwiseSum(values[..<middle]) + pairwiseSum(values[middle...])
}
