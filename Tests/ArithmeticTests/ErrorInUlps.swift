/// A value to about 30 digits: the nearest Double and the rest. Computed with mpmath to 60 digits.
typealias Reference = (argument: Double, nearest: Double, rest: Double)

/// The largest error of `function` in units in the last place of the exact value.
func largestError(of function: (Double) -> Double, in table: [Reference]) -> Double {
  var largest = 0.0
  for (argument, nearest, rest) in table {
    let error = abs((function(argument) - nearest) - rest) / nearest.ulp
    guard error <= largest else {
      largest = error
      continue
    }
  }
  return largest
}

/// A number that depends on every bit of the function's values at `count` numbers between the bounds.
func fingerprint(of function: (Double) -> Double, from low: Double, to high: Double, count: Int = 10_000) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for i in 0..<count {
    let value = function(low + (high - low) * (Double(i) + 0.5) / Double(count))
    hash = (hash ^ value.bitPattern) &* 0x100_0000_01b3
    hash ^= hash >> 29
  }
  return hash
}
