import Glibc
import Verification

/// The number of processors that are online.
func processorCount() -> Int { Swift.max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Averages over standard normal draws, streamed: constant memory, any number of samples, any number of threads.
///
///     E f(ε) ≈ (1/m) Σᵢ f(εᵢ),   εᵢ ~ N(0, I)
///
/// Sample i takes draws i·d … i·d + d − 1 of the noise stream. Each shard of samples is averaged on its own and the
/// averages merge in order, so that the same seed gives the same bits whatever the number of threads.
///
/// - Source: eq. (1) for a prior, eq. (19) for an approximate posterior.
public struct MonteCarlo: Sendable {
  /// The number of samples, m.
  public let samples: Int
  /// Where the draws come from.
  public let noise: RandomStream
  /// How many threads share the work.
  public let threads: Threads

  /// How many normal draws a shard holds at a time: they stay in a core's own cache.
  static let tile = 4096
  /// How many samples make a shard, whatever their dimension.
  static let shard = 16384

  /// Creates a plan of averaging.
  public init(samples: Int, noise: RandomStream, threads: Threads = .all) {
    self.samples = samples
    self.noise = noise
    self.threads = threads
  }

  /// Returns the average of a function of one standard normal draw.
  public func average(_ function: @Sendable (_ noise: Double) -> Double) -> MonteCarloEstimate {
    averages { noise, values in values[0] = function(noise) }[0]
  }

  /// Returns the averages of several functions of the same draw of one standard normal.
  ///
  /// - Parameters:
  ///   - functions: How many functions there are.
  ///   - evaluate: Writes the functions' values at the noise.
  public func averages(
    of functions: Int = 1, _ evaluate: @Sendable (_ noise: Double, _ values: inout [Double]) -> Void
  ) -> [MonteCarloEstimate] {
    averages(dimension: 1, of: functions) { noise, values in evaluate(noise[0], &values) }
  }

  /// Returns the averages of several functions of one draw of d standard normals.
  ///
  /// - Parameters:
  ///   - dimension: d, the number of normals in a draw.
  ///   - functions: How many functions there are.
  ///   - evaluate: Writes the functions' values at a noise of shape (d).
  public func averages(
    dimension: Int, of functions: Int,
    _ evaluate: @Sendable (_ noise: UnsafeBufferPointer<Double>, _ values: inout [Double]) -> Void
  ) -> [MonteCarloEstimate] {
    var estimates = [MonteCarloEstimate](repeating: MonteCarloEstimate(), count: functions)
    forEachTile(dimension: dimension) {
      [MonteCarloEstimate](repeating: MonteCarloEstimate(), count: functions)
    } tile: { noise, count, partial in
      var values = [Double](repeating: 0, count: functions)
      for sample in 0..<count {
        evaluate(UnsafeBufferPointer(rebasing: noise[sample * dimension..<(sample + 1) * dimension]), &values)
        for function in 0..<functions { partial[function].add(values[function]) }
      }
    } merge: { partial in
      for function in 0..<functions { estimates[function].merge(partial[function]) }
    }
    return estimates
  }

  /// Returns the logarithm of the average of weights known by their logarithms, over one draw of d standard normals.
  ///
  /// - Source: eq. (1).
  public func logMean(
    dimension: Int = 1, _ logWeight: @Sendable (_ noise: UnsafeBufferPointer<Double>) -> Double
  ) -> LogMeanEstimate {
    logMean(dimension: dimension) { noise, logWeights in
      for sample in logWeights.indices {
        logWeights[sample] =
          logWeight(UnsafeBufferPointer(rebasing: noise[sample * dimension..<(sample + 1) * dimension]))
      }
    }
  }

  /// The same, for log-weights that are computed a tile of samples at a time.
  func logMean(
    dimension: Int,
    tile logWeights:
      @Sendable (
        _ noise: UnsafeMutableBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>
      ) -> Void
  ) -> LogMeanEstimate {
    var estimate = LogMeanEstimate()
    forEachTile(dimension: dimension) {
      LogMeanEstimate()
    } tile: { noise, count, partial in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { weights in
        logWeights(noise, weights)
        partial.add(weights)
      }
    } merge: {
      estimate.merge($0)
    }
    return estimate
  }

  /// Draws the noise of every shard, tile by tile, and reduces it in order.
  ///
  /// - Parameters:
  ///   - dimension: d, the number of normals in a sample.
  ///   - initial: A shard's result before its first tile.
  ///   - tile: Takes in the noise of `count` samples, of shape (count, d).
  ///   - merge: Takes in the next shard's result.
  func forEachTile<Partial: Sendable>(
    dimension: Int, initial: @Sendable () -> Partial,
    tile: @Sendable (_ noise: UnsafeMutableBufferPointer<Double>, _ count: Int, inout Partial) -> Void,
    merge: (Partial) -> Void
  ) {
    let samplesInTile = Swift.max(1, Self.tile / Swift.max(1, dimension))
    orderedReduction(samples, shardSize: Self.shard, threads: threads) { range in
      var partial = initial()
      withUnsafeTemporaryAllocation(of: Double.self, capacity: samplesInTile * dimension) { buffer in
        for first in stride(from: range.lowerBound, to: range.upperBound, by: samplesInTile) {
          let count = Swift.min(samplesInTile, range.upperBound - first)
          let noiseOfTile = UnsafeMutableBufferPointer(rebasing: buffer[..<(count * dimension)])
          noise.fillNormals(noiseOfTile, from: first * dimension)
          tile(noiseOfTile, count, &partial)
        }
      }
      return partial
    } merge: {
      merge($0)
    }
  }
}
