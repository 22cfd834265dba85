import CKernels
import VAECore

// Estimates of many samples at once: sums in eight lanes, then over the lanes, so that they have one order.

extension MonteCarloEstimate {
  /// Creates the estimate of the given samples.
  init(_ samples: UnsafeBufferPointer<Double>) {
    guard !samples.isEmpty else { self.init(); return }
    let mean = sumInLanes(samples) { $0 } / Double(samples.count)
    let centre = SIMD8(repeating: mean)
    self.init(
      count: samples.count, mean: mean, sumOfSquaredDeviations: sumInLanes(samples) { ($0 - centre) * ($0 - centre) })
  }
}

extension LogMeanEstimate {
  /// Creates the estimate of the given log-weights, and overwrites them with the weights relative to the largest.
  init(overwriting logWeights: UnsafeMutableBufferPointer<Double>) {
    var largest = -Double.infinity
    // A weight that is not a number stays: the comparison's negation lets it through.
    for weight in logWeights where !(weight <= largest) { largest = weight }
    guard let start = logWeights.baseAddress, largest.isFinite else {
      self.init(count: logWeights.count, largest: largest, sum: 0, sumOfSquares: 0)
      return
    }
    for index in logWeights.indices { start[index] -= largest }
    Double.kernels.pointee.map(LB_MAP_EXP, logWeights.count, start, start)
    let weights = UnsafeBufferPointer(logWeights)
    self.init(
      count: weights.count, largest: largest, sum: sumInLanes(weights) { $0 },
      sumOfSquares: sumInLanes(weights) { $0 * $0 })
  }
}

/// Sums a function of some numbers in eight lanes, lane l those with the numbers l, l + 8, …, then over the lanes.
@inline(__always)
func sumInLanes(
  _ numbers: UnsafeBufferPointer<Double>, _ function: (SIMD8<Double>) -> SIMD8<Double>
) -> Double {
  var lanes = SIMD8<Double>.zero
  let whole = numbers.count - numbers.count % 8
  for start in stride(from: 0, to: whole, by: 8) {
    var values = SIMD8<Double>.zero
    for lane in 0..<8 { values[lane] = numbers[start + lane] }
    lanes += function(values)
  }
  for index in whole..<numbers.count { lanes[index - whole] += function(SIMD8(repeating: numbers[index]))[0] }
  return lanes.sum()
}
