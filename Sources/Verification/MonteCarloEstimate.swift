/// A sample mean that knows its own uncertainty.
///
///     x̄ = (1/m) Σᵢ xᵢ      standard error = √( Σᵢ (xᵢ − x̄)² / (m (m − 1)) )
///
/// Samples enter block by block and estimates merge by the update of Chan, Golub and LeVeque, which never subtracts two
/// large sums: the variance stays accurate for samples whose mean is huge beside their spread. A block's own sums run
/// in eight interleaved lanes, always in the same order, so the result depends on the samples and their blocks alone.
///
/// - Source: Chan, Golub and LeVeque (1983), "Algorithms for computing the sample variance".
public struct MonteCarloEstimate: Sendable, Equatable {
  /// How many samples the estimate has seen.
  public private(set) var count: Int
  /// The mean of the samples; 0 before the first.
  public private(set) var mean: Double
  /// Σᵢ (xᵢ − x̄)².
  public private(set) var sumOfSquaredDeviations: Double

  /// Creates the estimate that has seen nothing.
  public init() {
    (count, mean, sumOfSquaredDeviations) = (0, 0, 0)
  }

  /// Creates the estimate of the given samples.
  public init(_ samples: [Double]) {
    self.init()
    samples.withUnsafeBufferPointer { add($0) }
  }

  /// Takes in one sample.
  public mutating func add(_ sample: Double) {
    count += 1
    let difference = sample - mean
    mean += difference / Double(count)
    sumOfSquaredDeviations += difference * (sample - mean)
  }

  /// Takes in a block of samples.
  public mutating func add(_ block: UnsafeBufferPointer<Double>) {
    guard !block.isEmpty else { return }
    let blockMean = interleavedSum(block) { $0 } / Double(block.count)
    var blockEstimate = Self()
    blockEstimate.count = block.count
    blockEstimate.mean = blockMean
    blockEstimate.sumOfSquaredDeviations = interleavedSum(block) { ($0 - blockMean) * ($0 - blockMean) }
    merge(blockEstimate)
  }

  /// Takes in all samples of another estimate.
  public mutating func merge(_ other: Self) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = Double(count + other.count)
    let difference = other.mean - mean
    mean += difference * (Double(other.count) / total)
    sumOfSquaredDeviations +=
      other.sumOfSquaredDeviations + difference * difference * (Double(count) * Double(other.count) / total)
    count += other.count
  }

  /// The unbiased variance of one sample, or nil with fewer than two samples.
  public var variance: Double? {
    count < 2 ? nil : sumOfSquaredDeviations / Double(count - 1)
  }

  /// The standard error of the mean, estimated from the samples, or nil with fewer than two.
  public var standardError: Double? {
    variance.map { ($0 / Double(count)).squareRoot() }
  }

  /// How many standard errors the mean lies above an expected value, or nil where there is no standard error.
  ///
  /// - Parameters:
  ///   - expected: The value that the mean is held against.
  ///   - exactStandardError: The standard error where theory gives one; the estimated one otherwise.
  public func zScore(against expected: Double, exactStandardError: Double? = nil) -> Double? {
    guard let standardError = exactStandardError ?? standardError else { return nil }
    let difference = mean - expected
    return difference == 0 ? 0 : difference / standardError
  }
}

/// Sums a transform of a block in eight interleaved lanes, then over the lanes.
@inline(__always)
private func interleavedSum(
  _ block: UnsafeBufferPointer<Double>, _ transform: (SIMD8<Double>) -> SIMD8<Double>
) -> Double {
  var lanes = SIMD8<Double>.zero
  let whole = block.count - block.count % 8
  for start in stride(from: 0, to: whole, by: 8) {
    var values = SIMD8<Double>.zero
    for lane in 0..<8 { values[lane] = block[start + lane] }
    lanes += transform(values)
  }
  var sum = lanes.sum()
  for index in whole..<block.count { sum += transform(SIMD8(repeating: block[index]))[0] }
  return sum
}

extension SIMD8 where Scalar == Double {
  /// SIMD transforms receive scalars as broadcasts, so that a closure is written once for both.
  @inline(__always)
  fileprivate static func - (vector: Self, scalar: Double) -> Self { vector - Self(repeating: scalar) }
}

extension MonteCarloEstimate: CustomStringConvertible {
  /// The mean and its standard error, or the reason why there is none.
  public var description: String {
    guard let standardError else {
      return "\(mean) (no standard error: \(count) sample\(count == 1 ? "" : "s"), at least 2 needed)"
    }
    return "\(mean) ± \(standardError)"
  }
}
