@_exported import Arithmetic

/// Returns the logarithm of a sum of exponentials.
///
///     log Σᵢ exp xᵢ = xₖ + log1p Σ_{i ≠ k} exp(xᵢ − xₖ),   xₖ = maxᵢ xᵢ
///
/// Subtracting the maximum keeps every exponential in [0, 1]. The result is −∞ for no terms, and NaN if a term is NaN.
public func logSumExp(_ terms: [Double]) -> Double {
  guard let largest = terms.max(), !terms.contains(where: \.isNaN) else { return terms.isEmpty ? -.infinity : .nan }
  guard largest.isFinite, let position = terms.firstIndex(of: largest) else { return largest }
  var others = 0.0
  for (index, term) in terms.enumerated() where index != position { others += exp(term - largest) }
  return largest + log1p(others)
}

/// Returns the logarithm of a mean of exponentials: log Σᵢ exp xᵢ − log n; NaN for no terms.
public func logMeanExp(_ terms: [Double]) -> Double {
  terms.isEmpty ? .nan : logSumExp(terms) - log(Double(terms.count))
}

/// The logarithm of a Monte Carlo average of weights wᵢ ≥ 0, computed from their logarithms.
///
///     log p̂ = log (1/m) Σᵢ wᵢ,   standard error ≈ √( (m Σ wᵢ² / (Σ wᵢ)² − 1) / (m − 1) )
///
/// The weights are stored relative to the largest so far, so none overflows. On average the logarithm is too low, by
/// about R/(2m), where R is the relative variance of one weight. Trust the standard error only if the weights that
/// matter have been drawn: a small effective sample size is a warning, but a large one is no proof.
/// - Source: eq. (1), in logarithms; Kong (1992) for the effective sample size.
public struct LogMeanEstimate: Sendable, Equatable {
  /// The number of weights added.
  public private(set) var count = 0
  package private(set) var (largest, sum, sumOfSquares) = (-Double.infinity, 0.0, 0.0)
  /// Creates the estimate of the given log-weights.
  public init(_ logWeights: [Double] = []) { for weight in logWeights { add(weight) } }

  /// Creates an estimate from the largest log-weight, and the sums of the weights and of their squares relative to it.
  public init(count: Int, largest: Double, sum: Double, sumOfSquares: Double) {
    (self.count, self.largest, self.sum, self.sumOfSquares) = (count, largest, sum, sumOfSquares)
  }

  /// Adds one weight by its logarithm.
  public mutating func add(_ logWeight: Double) {
    merge(Self(count: 1, largest: logWeight, sum: 1, sumOfSquares: 1))
  }

  /// Adds all weights of another estimate.
  public mutating func merge(_ other: Self) {
    count += other.count
    guard other.largest != -.infinity else { return }
    // One NaN weight must make the estimate NaN for good; `max` could lose it.
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

  /// The variance of one weight over its squared mean; nil with fewer than two weights, if all are 0, or if one is NaN.
  public var relativeVariance: Double? {
    guard count > 1, sum > 0 else { return nil }
    let ratio = Double(count) * sumOfSquares / (sum * sum) - 1
    return max(0, ratio) * Double(count) / Double(count - 1)
  }

  /// The standard error of `logMean`, in nats: that of the mean weight, divided by it. Nil where `relativeVariance` is.
  public var standardError: Double? { relativeVariance.map { ($0 / Double(count)).squareRoot() } }
  /// The number of equal weights with the same relative error, (Σ wᵢ)² / Σ wᵢ².
  public var effectiveSampleSize: Double { sum == 0 ? 0 : sum * sum / sumOfSquares }
}
