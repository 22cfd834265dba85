import Checkpoints
import Notebook
import VAECore
import VAEEngine

/// The computation behind `evaluate`: the bound of some rows, and log p(x) where it is wanted.
struct EvaluationWork<Scalar: NetworkScalar & TensorElement> {
  let model: VariationalAutoencoder<Scalar>
  let data: DataRows<Scalar>
  let objective: Objective
  let binarization: Binarization
  /// The importance samples of a row, if log p(x) is wanted.
  let importanceSamples: Int?
  let seed: UInt64
  let threads: Threads
  /// True if the results of each row are wanted.
  let keepsRows: Bool
  let facts: EvaluationResults.Facts

  /// Computes the results of some rows, a block of which is in memory at a time.
  ///
  /// - Throws: `NotFinite` for the first row whose bound or log p(x) is not finite.
  func results(of range: Range<Int>) throws -> EvaluationResults {
    var results = try EvaluationResults(facts, keepsRows: keepsRows)
    var progress = CountProgress(of: range.count, what: "rows")
    defer { progress.end() }
    var (bound, likelihood) = (ExtremeRow("bound", of: model), ExtremeRow("log p(x)", of: model))
    try data.forEachBlock(in: range) { block, first, places in
      let (values, means) = try evaluate(block, from: first)
      for (row, value) in values.enumerated() {
        try bound.see(value.representative, of: block[row: row], data.name(ofPlace: places[row]))
      }
      // The observations that the bound has seen, drawn alike.
      let estimates = try importanceSamples.map { samples in
        try model.importanceSampledLikelihood(
          of: block.binarized(binarization, seed: seed, from: first), from: first, amongAll: data.count,
          samples: samples, noise: RandomStream(seed: seed, purpose: "importance samples"), threads: threads,
          findsShapes: keepsRows
        ) { progress.show(first - range.lowerBound + $0) }
      }
      let d = facts.latentDimensions
      for (row, place) in places.enumerated() {
        let estimate = estimates?.data[row]
        if let estimate { try likelihood.see(estimate.logMean, of: block[row: row], data.name(ofPlace: place)) }
        results.add(
          EvaluationResults.Row(
            number: place + 1, label: data.outline.labels?[place], value: values[row],
            posteriorMean: means[row * d..<(row + 1) * d], likelihood: estimate,
            paretoShape: keepsRows ? estimates?.paretoShapes[row] : nil))
      }
      progress.show(first - range.lowerBound + block.rows)
    }
    let evaluation = results.evaluation
    try bound.require([evaluation.objective, evaluation.reconstruction, evaluation.divergence])
    if importanceSamples != nil { try likelihood.require([results.likelihood.mean]) }
    return results
  }

  /// The values and the posterior means, end to end, of a block of rows.
  private func evaluate(_ block: Batch<Scalar>, from first: Int) throws -> ([ObjectiveValue], [Double]) {
    var (values, means): ([ObjectiveValue], [Double]) = ([], [])
    _ = try model.evaluate(
      block, from: first, objective: objective, binarization: binarization, seed: seed, threads: threads
    ) { value, mean in
      values.append(value)
      means += mean
    }
    return (values, means)
  }
}

extension ObjectiveValue {
  /// The first of the three numbers that is not finite, or the objective.
  fileprivate var representative: Double {
    [objective, bound.reconstruction, bound.divergence].first { !$0.isFinite } ?? objective
  }
}
