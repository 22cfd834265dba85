import Glibc

/// Returns the logarithm of a sum of exponentials.
///
///     log Σᵢ exp xᵢ = m + log1p Σ_{i ≠ argmax} exp(xᵢ − m),   m = maxᵢ xᵢ
///
/// Subtracting the maximum keeps every exponential in [0, 1]; `log1p` over the others keeps the result's relative
/// accuracy when the largest term is near 1 and the rest are tiny.
///
/// - Returns: −∞ for no terms; NaN as soon as one term is NaN.
public func logSumExp(_ terms: some Collection<Double>) -> Double {
  var largest = -Double.infinity
  for term in terms {
    if term.isNaN { return .nan }
    if term > largest { largest = term }
  }
  guard largest.isFinite else { return largest }
  var others = 0.0
  var seenLargest = false
  for term in terms {
    if term == largest && !seenLargest {
      seenLargest = true
    } else {
      others += exp(term - largest)
    }
  }
  return largest + (others < 1 ? log1p(others) : log(1 + others))
}

/// Returns the logarithm of a mean of exponentials: log Σᵢ exp xᵢ − log n.
///
/// - Returns: NaN for no terms: there is no mean of nothing.
public func logMeanExp(_ terms: some Collection<Double>) -> Double {
  terms.isEmpty ? .nan : logSumExp(terms) - log(Double(terms.count))
}
