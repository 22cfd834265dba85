import Glibc

extension DiagonalGaussian {
  /// Returns the Kullback–Leibler divergence from `self` to the standard Gaussian.
  ///
  ///     KL(q ‖ p) = ½ Σⱼ (μⱼ² + σⱼ² − 1 − log σⱼ²)
  ///
  /// The last three terms are computed together: near σ² = 1 each is near 0 or 1 while their sum is about
  /// (log σ²)²/2, and subtracting them one by one would leave rounding noise, even below 0.
  ///
  /// - Returns: The divergence, in nats, summed over dimensions; never negative.
  /// - Source: eq. (16); Kingma and Welling (2013), appendix B, with the sign reversed.
  public func divergenceFromStandard() -> Double {
    zip(mean, logVariance).reduce(0) { $0 + (0.5 * $1.0 * $1.0 + halfExcess(ofLogRatio: $1.1)) }
  }

  /// Returns the Kullback–Leibler divergence from `self` to another Gaussian.
  ///
  ///     KL(q ‖ r) = ½ Σⱼ [ ((μⱼ − mⱼ)/sⱼ)² + (σⱼ/sⱼ)² − 1 − log (σⱼ/sⱼ)² ]
  ///
  /// - Parameter other: r = N(m, diag s²), of as many dimensions.
  /// - Returns: The divergence, in nats, summed over dimensions; never negative.
  /// - Throws: `InvalidInput` if the dimensions differ.
  public func divergence(to other: DiagonalGaussian) throws(InvalidInput) -> Double {
    try InvalidInput.requireCount("second Gaussian", other.dimension, matches: dimension, of: "the first")
    var sum = 0.0
    for j in 0..<dimension {
      let shift = (mean[j] - other.mean[j]) / other.standardDeviation[j]
      sum += 0.5 * shift * shift
      sum += halfExcess(ofLogRatio: 2 * logRatio(standardDeviation[j], other.standardDeviation[j]))
    }
    return sum
  }

  /// The variance of one sampled log-ratio log q(z) − log N(z | 0, I) with z ~ q: Σⱼ [ (σⱼ² − 1)²/2 + μⱼ² σⱼ² ].
  ///
  /// It is what the standard error of a sampled divergence is made of: √(variance / samples).
  public var varianceOfSampledDivergence: Double {
    zip(mean, standardDeviation).reduce(0) { sum, parameters in
      let (mean, deviation) = parameters
      let excess = (deviation - 1) * (deviation + 1)
      return sum + (0.5 * excess * excess + mean * mean * deviation * deviation)
    }
  }

  /// The gradient of the divergence from the standard Gaussian: (∂/∂μ, ∂/∂σ) = (μⱼ, σⱼ − 1/σⱼ).
  ///
  /// - Source: eq. (16), differentiated.
  public func gradientOfDivergenceFromStandard() -> (mean: [Double], standardDeviation: [Double]) {
    (mean, standardDeviation.map { $0 - 1 / $0 })
  }
}

/// Returns ½ (eˡ − 1 − l), accurate relative to its own size for every l.
///
/// Near 0 it is ½ (l²/2! + l³/3! + …); above the range of exp, half of it may still be finite, as ½ (e^{l/2})².
func halfExcess(ofLogRatio l: Double) -> Double {
  if abs(l) < 0.5 {
    var term = 0.25 * l * l
    var sum = 0.0
    var order = 3.0
    while sum + term != sum {
      sum += term
      term *= l / order
      order += 1
    }
    return sum
  }
  if l > 709 {
    let root = exp(0.5 * l)
    return (0.5 * root) * root - 0.5 * (1 + l)
  }
  return 0.5 * (expm1(l) - l)
}

/// 1/(2 · n!) for n = 16 … 2: below |l| = ½ what follows is less than a rounding.
private let excessSeries = (2...16).reversed().map { 0.5 / (2...$0).reduce(1) { $0 * Double($1) } }

/// Replaces each l by ½ (eˡ − 1 − l), as `halfExcess` does for one, without a branch for each.
///
/// - Precondition: There are at most `tileOfSamples`.
func takeHalfExcess(ofLogRatios l: UnsafeMutableBufferPointer<Double>) {
  precondition(l.count <= tileOfSamples, "a chunk that stays on the stack")
  withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * tileOfSamples) { buffer in
    let root = UnsafeMutableBufferPointer(rebasing: buffer[..<l.count])
    let sum = UnsafeMutableBufferPointer(rebasing: buffer[tileOfSamples..<tileOfSamples + l.count])
    for index in l.indices { root[index] = 0.5 * l[index] }
    Double.exponentiate(root)
    // Term by term rather than value by value, which the compiler makes into vectors.
    sum.update(repeating: 0)
    for term in excessSeries {
      for index in l.indices { sum[index] = sum[index] * l[index] + term }
    }
    for index in l.indices {
      let far = (0.5 * root[index]) * root[index] - 0.5 * (1 + l[index])
      l[index] = abs(l[index]) < 0.5 ? sum[index] * l[index] * l[index] : far
    }
  }
}

/// Returns log (a/b) of positive numbers; where they are near each other, through their exact difference.
private func logRatio(_ a: Double, _ b: Double) -> Double {
  let ratio = a / b
  return ratio > 0.5 && ratio < 2 ? log1p((a - b) / b) : ratio > 0 && ratio.isFinite ? log(ratio) : log(a) - log(b)
}
