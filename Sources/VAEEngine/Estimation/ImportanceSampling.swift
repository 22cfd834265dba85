import Verification

/// The log marginal likelihood of each datum, by importance sampling with the encoder's q as the proposal.
public struct ImportanceSampledLikelihood: Sendable, Equatable {
  /// log p(xᵢ) of each datum, with its standard error by the delta method and its effective sample size.
  public let data: [LogMeanEstimate]

  /// The mean of log p(xᵢ) over the data, in nats; its standard error holds the spread of the data and the sampling.
  public var mean: MonteCarloEstimate { MonteCarloEstimate(data.map(\.logMean)) }

  /// The part of the mean's standard error that is due to sampling alone, √(Σᵢ errorᵢ²)/n, or nil with one sample a datum.
  ///
  /// More samples shrink this part; only more data shrink the rest.
  public var samplingStandardError: Double? {
    var sum = 0.0
    for datum in data {
      guard let error = datum.standardError else { return nil }
      sum += error * error
    }
    return data.isEmpty ? nil : sum.squareRoot() / Double(data.count)
  }
}

extension VariationalAutoencoder {
  /// Returns the log marginal likelihood of each datum, by importance sampling.
  ///
  ///     log p(x) ≈ log (1/K) Σₖ p(x | zₖ) p(zₖ) / q(zₖ | x),   zₖ ~ q(z | x)
  ///
  /// The average is unbiased; its logarithm is below log p(x) in expectation by ≈ ½ of the squared standard error, which
  /// is why it can be trusted only where the effective sample size is large. Memory does not grow with K, and the bits
  /// do not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - data: x, of shape (n, D).
  ///   - samples: K, at least 1.
  ///   - noise: Datum i takes the draws of substream i, sample k those from k·d.
  ///   - threads: How many threads share the data and their samples.
  ///   - afterDatum: Called with the number of data that are done, after each.
  /// - Throws: `InvalidInput` if there are no samples or data, or the data do not fit the model.
  /// - Source: eq. (1), as an average over q; Burda, Grosse and Salakhutdinov (2015), section 5.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func importanceSampledLikelihood(
    of data: Batch<Scalar>, samples: Int, noise: RandomStream, threads: Threads = .all,
    afterDatum: (Int) -> Void = { _ in }
  ) throws(InvalidInput) -> ImportanceSampledLikelihood {
    try requireObservations(data, asProbabilities: false)
    guard samples > 0 else { throw InvalidInput("importance samples", expected: "at least 1", found: "\(samples)") }
    let shard = ImportanceShard(
      model: self, data: data, samples: samples, noise: noise, shards: (samples - 1) / MonteCarlo.shard + 1)
    var estimates = [LogMeanEstimate](repeating: LogMeanEstimate(), count: data.rows)
    var next = 0
    orderedReduction(data.rows * shard.shards, shardSize: 1, threads: threads) { range in
      shard.average(range.lowerBound)
    } merge: {
      estimates[next / shard.shards].merge($0)
      next += 1
      if next % shard.shards == 0 { afterDatum(next / shard.shards) }
    }
    return ImportanceSampledLikelihood(data: estimates)
  }
}

/// What every thread needs to average some of the samples of one datum.
private struct ImportanceShard<Scalar: NetworkScalar>: Sendable {
  let model: VariationalAutoencoder<Scalar>
  let data: Batch<Scalar>
  let samples: Int
  let noise: RandomStream
  /// How many shards the samples of a datum make.
  let shards: Int
  private let layer: TriangularLayer<Scalar>?

  init(model: VariationalAutoencoder<Scalar>, data: Batch<Scalar>, samples: Int, noise: RandomStream, shards: Int) {
    self.model = model
    self.data = data
    self.samples = samples
    self.noise = noise
    self.shards = shards
    // The rotation costs some 2 D H² operations and saves about D H a sample.
    let worthwhile = Double(data.rows) * Double(samples) > Double(64 * model.decoder.output.inputs)
    layer = worthwhile ? TriangularLayer(of: model.decoder) : nil
  }

  /// Averages the weights of shard `index` of all data's.
  func average(_ index: Int) -> LogMeanEstimate {
    let datum = index / shards
    let first = index % shards * MonteCarlo.shard
    let observation = Array(data[row: datum])
    var tape = EncoderNetwork<Scalar>.Tape()
    model.encoder.value(of: Batch(rows: 1, columns: observation.count, elements: observation), tape: &tape)
    var tiles = DecoderTiles(
      decoder: model.decoder, observation: observation, distance: layer?.distance(to: observation),
      proposal: Proposal(mean: tape.mean.elements, logVariance: tape.logVariance.elements))
    return tiles.average(
      over: first..<Swift.min(samples, first + MonteCarlo.shard), noise: noise.substream(datum))
  }
}
