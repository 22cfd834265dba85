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

  /// Takes in the evaluation of further data.
  mutating func merge(_ other: Evaluation) {
    objective.merge(other.objective)
    reconstruction.merge(other.reconstruction)
    divergence.merge(other.divergence)
    for index in posteriorMeans.indices { posteriorMeans[index].merge(other.posteriorMeans[index]) }
  }
}

extension VariationalAutoencoder {
  /// Returns the means over data of an objective and its terms, without a gradient.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// Defined by `VAECore.Autoencoder.evidenceLowerBound(of:noises:)`.
  ///
  /// - Parameters:
  ///   - data: x, of shape (n, D).
  ///   - objective: What is evaluated; with K importance samples its mean is a bound nearer to log p(x).
  ///   - binarization: What is done to the observations; `dynamic` draws each datum once.
  ///   - seed: The seed of the latents' noise and of the binarisation.
  ///   - threads: How many threads share the data.
  ///   - eachDatum: Called with the values of each datum, in the order of the data.
  /// - Throws: `InvalidInput` as `Trainer` does.
  /// - Source: eqs. (7) and (19).
  public func evaluate(
    _ data: Batch<Scalar>, objective: Objective = .evidenceLowerBound, binarization: Binarization = .none,
    seed: UInt64, threads: Threads = .all, eachDatum: (ObjectiveValue) -> Void = { _ in }
  ) throws(InvalidInput) -> Evaluation {
    try requireObservations(data, asProbabilities: binarization == .dynamic)
    let noise = RandomStream(seed: seed, purpose: "noise of the evaluation")
    let draws = Binarization.stream(seed: seed)
    var result = Evaluation(latentDimension: encoder.latentDimension)
    // A part has some hundred draws, of a multiple of four data: whole blocks of noise.
    let size = Swift.max(1, 128 / objective.drawsOfDatum) * 4
    reduceInOrder(data.rows, partsOf: size, threads: threads) { rows in
      let tape = Tape(for: self, learns: false)
      tape.reshape(data: rows.count, of: self, objective)
      data.withRows { data in
        for row in rows {
          binarization.apply(
            to: data[row], count: data.columns, use: row, stream: draws,
            into: tape.observations.all[row - rows.lowerBound])
        }
      }
      let values = tape.noise.all
      noise.fillNormals(
        values.start, count: values.count * values.columns,
        from: rows.lowerBound * objective.drawsOfDatum * values.columns)
      return evaluation(of: objective, tape: tape)
    } merge: { part, values in
      result.merge(part)
      values.forEach(eachDatum)
    }
    return result
  }

  /// Evaluates the data whose observations and noise are on a tape: together, and each.
  private func evaluation(of objective: Objective, tape: Tape<Scalar>) -> (Evaluation, [ObjectiveValue]) {
    let data = tape.observations.all.count
    tape.pass(of: objective, through: self).formValues(of: 0..<data)
    var result = Evaluation(latentDimension: encoder.latentDimension)
    let values = (0..<data).map { tape.value(of: $0) }
    for (datum, value) in values.enumerated() {
      result.objective.add(value.objective)
      result.reconstruction.add(value.bound.reconstruction)
      result.divergence.add(value.bound.divergence)
      let mean = tape.encoder.output.all[datum]
      for j in result.posteriorMeans.indices { result.posteriorMeans[j].add(Double(mean[j])) }
    }
    return (result, values)
  }
}
