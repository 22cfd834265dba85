/// A sample mean with its standard error.
///
///     x̄ = (1/m) Σᵢ xᵢ      standard error = √( Σᵢ (xᵢ − x̄)² / (m (m − 1)) )
/// - Source: Welford (1962); Chan, Golub and LeVeque (1983) for the merging of two estimates.
public struct MonteCarloEstimate: Sendable, Equatable {
  /// The number of samples.
  public private(set) var count = 0
  /// The mean of the samples; 0 before the first.
  public private(set) var mean = 0.0
  /// Σᵢ (xᵢ − x̄)².
  public private(set) var sumOfSquaredDeviations = 0.0

  /// Creates the estimate of the given samples.
  public init(_ samples: [Double] = []) { for sample in samples { add(sample) } }

  /// Creates an estimate from its stored values.
  public init(count: Int, mean: Double, sumOfSquaredDeviations: Double) {
    (self.count, self.mean, self.sumOfSquaredDeviations) = (count, mean, sumOfSquaredDeviations)
  }

  /// Adds one sample.
  public mutating func add(_ sample: Double) {
    count += 1
    let difference = sample - mean
    mean += difference / Double(count)
    sumOfSquaredDeviations += difference * (sample - mean)
  }

  /// Adds all samples of another estimate.
  public mutating func merge(_ other: Self) {
    guard other.count > 0 else { return }
    let (own, others, total) = (Double(count), Double(other.count), Double(count + other.count))
    let difference = other.mean - mean
    mean += difference * (others / total)
    sumOfSquaredDeviations += other.sumOfSquaredDeviations + difference * (own * others / total) * difference
    count += other.count
  }

  /// The unbiased variance of one sample, or nil with fewer than two samples.
  public var variance: Double? { count < 2 ? nil : sumOfSquaredDeviations / Double(count - 1) }
  /// The standard error of the mean, estimated from the samples, or nil with fewer than two.
  public var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }

  /// Returns (mean − expected)/standard error, with the exact standard error if it is given; nil if there is none.
  public func zScore(against expected: Double, exactStandardError: Double? = nil) -> Double? {
    (exactStandardError ?? standardError).map { mean == expected ? 0 : (mean - expected) / $0 }
  }
}

/// Averages over standard normal draws: E f(ε) ≈ (1/m) Σᵢ f(εᵢ), εᵢ ~ N(0, I_d).
///
/// Sample i uses the draws i·d … i·d + d − 1 of the noise stream. For example, E ε² = 1:
///
///     let sampling = MonteCarlo(samples: 100_000, noise: RandomStream(seed: 1, purpose: "example"))
///     sampling.average { $0 * $0 }          // mean 1.00, standard error 0.0045
/// - Source: eq. (1) for a prior, eq. (19) for an approximate posterior.
public struct MonteCarlo: Sendable {
  /// The number of samples, m.
  public let samples: Int
  /// The stream of draws.
  public let noise: RandomStream
  /// Creates the sampling, with m samples from a stream.
  public init(samples: Int, noise: RandomStream) { (self.samples, self.noise) = (samples, noise) }

  /// Returns the average of a function of one standard normal draw.
  public func average(_ function: (_ noise: Double) -> Double) -> MonteCarloEstimate {
    averages(of: 1) { noise, values in values[0] = function(noise) }[0]
  }

  /// Returns the averages of several functions of the same standard normal draw; the closure writes their values.
  public func averages(
    of functions: Int, _ evaluate: (_ noise: Double, _ values: inout [Double]) -> Void
  ) -> [MonteCarloEstimate] {
    averages(dimension: 1, of: functions) { noise, values in evaluate(noise[0], &values) }
  }

  /// Returns the averages of several functions of one draw of d standard normals; the closure writes their values.
  public func averages(
    dimension: Int, of functions: Int, _ evaluate: (_ noise: [Double], _ values: inout [Double]) -> Void
  ) -> [MonteCarloEstimate] {
    var estimates = [MonteCarloEstimate](repeating: MonteCarloEstimate(), count: functions)
    var values = [Double](repeating: 0, count: functions)
    forEachPart { part in
      var ofPart = [MonteCarloEstimate](repeating: MonteCarloEstimate(), count: functions)
      forEachDraw(in: part, dimension: dimension) { draw in
        evaluate(draw, &values)
        for function in 0..<functions { ofPart[function].add(values[function]) }
      }
      for function in 0..<functions { estimates[function].merge(ofPart[function]) }
    }
    return estimates
  }

  /// Returns the log of a weight's average over draws of d standard normals; the closure returns the weight's log.
  public func logMean(dimension: Int = 1, _ logWeight: (_ noise: [Double]) -> Double) -> LogMeanEstimate {
    var estimate = LogMeanEstimate()
    forEachPart { part in
      var ofPart = LogMeanEstimate()
      forEachDraw(in: part, dimension: dimension) { ofPart.add(logWeight($0)) }
      estimate.merge(ofPart)
    }
    return estimate
  }

  /// Calls a closure with parts of at most 16,384 samples: merging short averages keeps the rounding errors small.
  private func forEachPart(_ body: (Range<Int>) -> Void) {
    for first in stride(from: 0, to: samples, by: 16384) { body(first..<min(samples, first + 16384)) }
  }

  /// Calls a closure with each draw of a part; a draw has shape (d).
  private func forEachDraw(in part: Range<Int>, dimension: Int, _ body: ([Double]) -> Void) {
    var draw = [Double](repeating: 0, count: dimension)
    let samplesAtOnce = max(1, 4096 / max(1, dimension))
    for first in stride(from: part.lowerBound, to: part.upperBound, by: samplesAtOnce) {
      let count = min(samplesAtOnce, part.upperBound - first)
      let normals = noise.normals(first * dimension..<(first + count) * dimension)
      for sample in 0..<count {
        for j in 0..<dimension { draw[j] = normals[sample * dimension + j] }
        body(draw)
      }
    }
  }
}
