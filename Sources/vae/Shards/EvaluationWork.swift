import Checkpoints
import Notebook
import VAECore
import VAEEngine

/// The computation behind `evaluate`: the bound of some rows, and log p(x) where it is wanted.
struct EvaluationWork<Scalar: NetworkScalar & TensorElement> {
  let model: VariationalAutoencoder<Scalar>
  let judged: JudgedData<Scalar>
  let objective: Objective
  let binarization: Binarization
  /// The importance samples of a row, if log p(x) is wanted.
  let importanceSamples: Int?
  let seed: UInt64
  let threads: Threads
  /// True if the Pareto shapes of the importance weights are wanted.
  let findsShapes: Bool
  let facts: EvaluationResults.Facts

  /// Computes the results of some rows.
  ///
  /// - Throws: `NotFinite` for the first row whose bound or log p(x) is not finite.
  func results(of rows: Range<Int>) throws -> EvaluationResults {
    var results = EvaluationResults(facts)
    results.rows = rows.map { judged.number(ofRow: $0) }
    results.labels = RowLabels(judged.data, rows: rows)
    guard !rows.isEmpty else { return results }
    let all = judged.data.observations
    let data = rows == 0..<all.rows ? all : all.rows(rows)
    let name = { judged.name(ofRow: rows.lowerBound + $0) }
    let evaluation = try model.evaluate(
      data, from: rows.lowerBound, objective: objective, binarization: binarization, seed: seed, threads: threads
    ) { value, posteriorMean in
      results.values.append(value)
      results.posteriorMeans += posteriorMean
    }
    try model.requireFinite(
      evaluation, of: data, objective: objective, binarization: binarization, seed: seed, named: name)
    guard let importanceSamples else { return results }
    // The observations that the bound has seen, drawn alike.
    let likelihood = try likelihood(
      of: data.binarized(binarization, seed: seed, from: rows.lowerBound), samples: importanceSamples,
      from: rows.lowerBound, named: name)
    results.likelihoods = likelihood.data
    results.paretoShapes = findsShapes ? likelihood.paretoShapes : likelihood.data.map { _ in nil }
    return results
  }

  private func likelihood(
    of observations: Batch<Scalar>, samples: Int, from first: Int, named name: (Int) -> String
  ) throws -> ImportanceSampledLikelihood {
    var progress = CountProgress(of: observations.rows, what: "data")
    let noise = RandomStream(seed: seed, purpose: "importance samples")
    let likelihood = try model.importanceSampledLikelihood(
      of: observations, from: first, amongAll: judged.data.observations.rows, samples: samples, noise: noise,
      threads: threads, findsShapes: findsShapes
    ) { progress.show($0) }
    progress.end()
    try model.requireFinite([likelihood.mean], "log p(x)", of: observations, named: name) { row in
      try model.importanceSampledLikelihood(of: row, samples: samples, noise: noise).mean.mean
    }
    return likelihood
  }
}
