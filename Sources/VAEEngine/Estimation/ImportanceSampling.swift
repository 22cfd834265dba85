import VAECore

/// The log marginal likelihood of each datum, by importance sampling with the encoder's q as the proposal.
public struct ImportanceSampledLikelihood: Sendable, Equatable {
  /// log p(xᵢ) of each datum, with its standard error by the delta method and its effective sample size.
  public let data: [LogMeanEstimate]
  /// The Pareto shape of each datum's weights, if it was asked for; nil where they have no tail, as with fewer than 21
  /// samples or equal weights. Above 0.7, do not trust the estimate, whatever its standard error says.
  public var paretoShapes: [Double?] = []

  /// Creates the estimates from their stored values.
  public init(data: [LogMeanEstimate], paretoShapes: [Double?] = []) {
    (self.data, self.paretoShapes) = (data, paretoShapes)
  }

  /// The mean of log p(xᵢ) over the data, in nats; its standard error holds the spread of the data and the sampling.
  public var mean: MonteCarloEstimate { sum.mean }

  /// The part of the mean's standard error that is due to sampling alone; see `LikelihoodSum`.
  public var samplingStandardError: Double? { sum.samplingStandardError }

  private var sum: LikelihoodSum { data.reduce(into: LikelihoodSum()) { $0.add($1) } }
}

/// The mean of log p(x) over data that come one by one.
public struct LikelihoodSum: Sendable, Equatable {
  /// The mean over the data, in nats; its standard error holds the spread of the data and the sampling.
  public private(set) var mean = MonteCarloEstimate()
  /// Σᵢ errorᵢ², or nil if a datum has one sample.
  private var sumOfSquaredErrors: Double? = 0

  /// Begins with no data.
  public init() {}

  /// Adds the estimate of the next datum.
  public mutating func add(_ datum: LogMeanEstimate) {
    mean.add(datum.logMean)
    guard let sum = sumOfSquaredErrors, let error = datum.standardError else {
      sumOfSquaredErrors = nil
      return
    }
    sumOfSquaredErrors = sum + error * error
  }

  /// The part of the mean's standard error that is due to sampling alone, √(Σᵢ errorᵢ²)/n, or nil with one sample a datum.
  ///
  /// More samples shrink this part; only more data shrink the rest.
  public var samplingStandardError: Double? {
    mean.count == 0 ? nil : sumOfSquaredErrors.map { $0.squareRoot() / Double(mean.count) }
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
  /// Defined by `VAECore.Autoencoder.logMarginalLikelihood(of:samples:noise:)`.
  ///
  /// - Parameters:
  ///   - data: x, of shape (n, D).
  ///   - first: The number of the first datum among all data, i.
  ///   - total: The number of all data, if these are a part of them: with many, the last layer is computed in another way.
  ///   - samples: K, at least 1.
  ///   - noise: Datum i takes the draws of substream i, sample k those from k·d.
  ///   - threads: How many threads share the data and their samples.
  ///   - findsShapes: True if the Pareto shape of each datum's weights is wanted too.
  ///   - afterDatum: Called with the number of data that are done, after each.
  /// - Throws: `InvalidInput` if there are no samples or data, or the data do not fit the model.
  /// - Source: eq. (1), as an average over q; Burda, Grosse and Salakhutdinov (2015), section 5.
  public func importanceSampledLikelihood(
    of data: Batch<Scalar>, from first: Int = 0, amongAll total: Int? = nil, samples: Int, noise: RandomStream,
    threads: Threads = .all,
    findsShapes: Bool = false, afterDatum: (Int) -> Void = { _ in }
  ) throws(InvalidInput) -> ImportanceSampledLikelihood {
    try requireObservations(data, asProbabilities: false)
    guard samples > 0 else { throw InvalidInput("importance samples", expected: "at least 1", found: "\(samples)") }
    let (means, logVariances) = encoder.posteriors(of: data)
    let triangle = TriangularLayer(of: decoder, samples: (total ?? data.rows) * samples, threads: threads)
    let parts = (samples - 1) / samplesOfPart + 1
    var estimates = [LogMeanEstimate](repeating: LogMeanEstimate(), count: data.rows)
    var shapes: [Double?] = []
    var ofDatum = LargestWeights(of: samples)
    var next = 0
    reduceInOrder(data.rows * parts, partsOf: 1, threads: threads) { range in
      let (datum, sample) = (range.lowerBound / parts, range.lowerBound % parts * samplesOfPart)
      let observation = Batch(rows: 1, columns: data.columns, elements: Array(data[row: datum]))
      let draws = DrawsThroughDecoder(
        decoder: decoder, observation: observation,
        proposal: Proposal(mean: means, logVariance: logVariances, row: datum),
        triangle: triangle?.distance(to: observation.elements))
      var largest = findsShapes ? LargestWeights(of: samples) : nil
      let average = draws.average(
        over: sample..<Swift.min(samples, sample + samplesOfPart), noise: noise.substream(first + datum),
        keeping: &largest)
      return (average, largest)
    } merge: { average, largest in
      estimates[next / parts].merge(average)
      if let largest { ofDatum.merge(largest) }
      next += 1
      guard next % parts == 0 else { return }
      if findsShapes {
        shapes.append(ofDatum.shape())
        ofDatum = LargestWeights(of: samples)
      }
      afterDatum(next / parts)
    }
    return ImportanceSampledLikelihood(data: estimates, paretoShapes: shapes)
  }
}
