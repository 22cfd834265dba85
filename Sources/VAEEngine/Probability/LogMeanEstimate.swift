import CKernels
import Glibc

/// The logarithm of a Monte Carlo average of positive weights that are known by their logarithms.
///
///     log p̂ = log (1/m) Σᵢ wᵢ,   standard error ≈ √( (m Σ wᵢ² / (Σ wᵢ)² − 1) / (m − 1) )
///
/// The weights are kept relative to the largest seen so far, so that they neither overflow nor underflow, in constant
/// memory. The standard error is the delta method's: it is itself an estimate, and it can be trusted only when the
/// weights that matter have been seen, which the effective sample size tells.
///
/// - Source: eq. (1), in logarithms; Kong (1992) for the effective sample size.
public struct LogMeanEstimate: Sendable, Equatable {
  /// How many weights the estimate has seen.
  public private(set) var count = 0
  private var largest = -Double.infinity
  private var sum = 0.0
  private var sumOfSquares = 0.0

  /// Creates the estimate that has seen nothing.
  public init() {}

  /// Takes in a block of log-weights, and overwrites it with the weights relative to the block's largest.
  public mutating func add(_ logWeights: UnsafeMutableBufferPointer<Double>) {
    guard let start = logWeights.baseAddress, !logWeights.isEmpty else { return }
    var block = Self()
    block.count = logWeights.count
    for weight in logWeights where !(weight <= block.largest) { block.largest = weight }
    if block.largest.isFinite {
      for index in logWeights.indices { start[index] -= block.largest }
      kernels.pointee.exp_double(start, logWeights.count, start)
      var sums = SIMD4<Double>.zero
      var squares = SIMD4<Double>.zero
      let whole = logWeights.count - logWeights.count % 4
      for index in stride(from: 0, to: whole, by: 4) {
        let weights = SIMD4(start[index], start[index + 1], start[index + 2], start[index + 3])
        sums += weights
        squares += weights * weights
      }
      block.sum = sums.sum()
      block.sumOfSquares = squares.sum()
      for index in whole..<logWeights.count {
        block.sum += start[index]
        block.sumOfSquares += start[index] * start[index]
      }
    }
    merge(block)
  }

  /// Takes in all weights of another estimate.
  public mutating func merge(_ other: Self) {
    count += other.count
    guard other.largest != -.infinity else { return }
    // NaN fails both comparisons of the usual maximum; here it wins and stays.
    let top = largest.isNaN || largest >= other.largest ? largest : other.largest
    let ownScale = largest == top ? 1 : exp(largest - top)
    let otherScale = other.largest == top ? 1 : exp(other.largest - top)
    sum = sum * ownScale + other.sum * otherScale
    sumOfSquares = sumOfSquares * ownScale * ownScale + other.sumOfSquares * otherScale * otherScale
    largest = top
  }

  /// The logarithm of the mean weight; −∞ if every weight was 0, NaN before the first.
  public var logMean: Double {
    guard count > 0 else { return .nan }
    return largest.isFinite ? largest + log(sum / Double(count)) : largest
  }

  /// The variance of one weight over its mean squared, or nil with fewer than two weights.
  public var relativeVariance: Double? {
    guard count > 1, sum > 0 else { return nil }
    let ratio = Double(count) * sumOfSquares / (sum * sum) - 1
    return Swift.max(0, ratio) * Double(count) / Double(count - 1)
  }

  /// The standard error of `logMean` by the delta method, in nats, or nil with fewer than two weights.
  public var standardError: Double? {
    relativeVariance.map { ($0 / Double(count)).squareRoot() }
  }

  /// How many equal weights would carry as much information: (Σ wᵢ)² / Σ wᵢ².
  public var effectiveSampleSize: Double { sum > 0 ? sum * sum / sumOfSquares : 0 }
}
