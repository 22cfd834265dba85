import VAECore

/// How well a model explains data: means over the data with standard errors, in nats.
///
/// The standard errors hold both the spread of the data and the noise of the draws.
public struct Evaluation: Sendable, Equatable {
  /// The objective: the bound, or its importance-weighted relative.
  public var objective = MonteCarloEstimate()
  /// The expected log-likelihood E_q log p(x | z).
  public var reconstruction = MonteCarloEstimate()
  /// The divergence from the approximate posterior to the prior.
  public var divergence = MonteCarloEstimate()
  /// The posterior means of each latent dimension, over the data.
  public var posteriorMeans: [MonteCarloEstimate]

  /// Creates an evaluation of no data.
  init(latentDimension: Int) {
    posteriorMeans = [MonteCarloEstimate](repeating: MonteCarloEstimate(), count: latentDimension)
  }

  /// The latent dimensions whose posterior mean varies with the data: its variance over the data is above 0.01.
  ///
  /// - Source: Burda, Grosse and Salakhutdinov (2015), section 5.2.
  public var activeUnits: [Int] {
    posteriorMeans.indices.filter {
      posteriorMeans[$0].sumOfSquaredDeviations > 0.01 * Double(posteriorMeans[$0].count)
    }
  }

  /// Takes in the evaluation of one more datum.
  mutating func add(_ value: ObjectiveValue, posteriorMean: ArraySlice<Double>) {
    objective.add(value.objective)
    reconstruction.add(value.bound.reconstruction)
    divergence.add(value.bound.divergence)
    for (index, mean) in zip(posteriorMeans.indices, posteriorMean) { posteriorMeans[index].add(mean) }
  }

  /// Takes in the evaluation of further data.
  mutating func merge(_ other: Evaluation) {
    objective.merge(other.objective)
    reconstruction.merge(other.reconstruction)
    divergence.merge(other.divergence)
    for index in posteriorMeans.indices { posteriorMeans[index].merge(other.posteriorMeans[index]) }
  }
}

/// The evaluation of single data that come in order, with the bits that `evaluate` gives of all of them.
public struct EvaluationSum: Sendable, Equatable {
  private var whole, block: Evaluation
  private let dataOfBlock: Int

  /// Begins with no data.
  ///
  /// - Parameters:
  ///   - objective: What is evaluated.
  ///   - latentDimension: d.
  public init(of objective: Objective, latentDimension: Int) {
    (whole, block) = (Evaluation(latentDimension: latentDimension), Evaluation(latentDimension: latentDimension))
    dataOfBlock = objective.dataOfBlock
  }

  /// Adds the next datum.
  ///
  /// - Parameters:
  ///   - value: Its values.
  ///   - posteriorMean: μ, of shape (d).
  public mutating func add(_ value: ObjectiveValue, posteriorMean: ArraySlice<Double>) {
    block.add(value, posteriorMean: posteriorMean)
    guard block.objective.count == dataOfBlock else { return }
    whole.merge(block)
    block = Evaluation(latentDimension: whole.posteriorMeans.count)
  }

  /// The evaluation of all data so far.
  public var evaluation: Evaluation {
    var result = whole
    result.merge(block)
    return result
  }
}

extension Objective {
  /// The number of data that are evaluated together: some hundred draws, of a multiple of four data, so whole blocks of noise.
  var dataOfBlock: Int { Swift.max(1, 128 / drawsOfDatum) * 4 }
}

extension VariationalAutoencoder {
  /// Returns the means over data of an objective and its terms, without a gradient.
  ///
  /// The result has the same bits for any number of threads. The values of a datum do not depend on the others: data may
  /// be evaluated in parts, and an `EvaluationSum` has the bits of the whole.
  ///
  /// Defined by `VAECore.Autoencoder.evidenceLowerBound(of:noises:)`.
  ///
  /// - Parameters:
  ///   - data: x, of shape (n, D).
  ///   - first: The number of the first datum among all data, by which its draws are numbered.
  ///   - objective: What is evaluated; with K importance samples its mean is a bound nearer to log p(x).
  ///   - binarization: What is done to the observations; `dynamic` draws each datum once.
  ///   - seed: The seed of the latents' noise and of the binarisation.
  ///   - threads: How many threads share the data.
  ///   - eachDatum: Called with the values of each datum and its posterior mean μ, in the order of the data.
  /// - Throws: `InvalidInput` as `Trainer` does.
  /// - Source: eqs. (7) and (19).
  public func evaluate(
    _ data: Batch<Scalar>, from first: Int = 0, objective: Objective = .evidenceLowerBound,
    binarization: Binarization = .none, seed: UInt64, threads: Threads = .all,
    eachDatum: (_ value: ObjectiveValue, _ posteriorMean: ArraySlice<Double>) -> Void = { _, _ in }
  ) throws(InvalidInput) -> Evaluation {
    try requireObservations(data, asProbabilities: binarization == .dynamic)
    let noise = RandomStream(seed: seed, purpose: "noise of the evaluation")
    let draws = Binarization.stream(seed: seed)
    var result = Evaluation(latentDimension: encoder.latentDimension)
    reduceInOrder(data.rows, partsOf: objective.dataOfBlock, threads: threads) { rows in
      let tape = Tape(for: self, learns: false)
      tape.reshape(data: rows.count, of: self, objective)
      data.withRows { data in
        for row in rows {
          binarization.apply(
            to: data[row], count: data.columns, use: first + row, stream: draws,
            into: tape.observations.all[row - rows.lowerBound])
        }
      }
      let values = tape.noise.all
      noise.fillNormals(
        values.start, count: values.count * values.columns,
        from: (first + rows.lowerBound) * objective.drawsOfDatum * values.columns)
      return evaluation(of: objective, tape: tape)
    } merge: { part, values, means in
      result.merge(part)
      let d = encoder.latentDimension
      for (datum, value) in values.enumerated() { eachDatum(value, means[datum * d..<(datum + 1) * d]) }
    }
    return result
  }

  /// Evaluates the data whose observations and noise are on a tape: together, and each with its posterior mean.
  private func evaluation(
    of objective: Objective, tape: Tape<Scalar>
  ) -> (Evaluation, values: [ObjectiveValue], posteriorMeans: [Double]) {
    let (data, d) = (tape.observations.all.count, encoder.latentDimension)
    tape.pass(of: objective, through: self).formValues(of: 0..<data)
    var result = Evaluation(latentDimension: d)
    let values = (0..<data).map { tape.value(of: $0) }
    var means: [Double] = []
    means.reserveCapacity(data * d)
    for (datum, value) in values.enumerated() {
      let mean = tape.encoder.output.all[datum]
      for j in 0..<d { means.append(Double(mean[j])) }
      result.add(value, posteriorMean: means[datum * d..<(datum + 1) * d])
    }
    return (result, values, means)
  }
}
