import Notebook
import VAECore
import VAEEngine

extension EvaluationResults {
  /// The mean of a log density in the data's units.
  private func inUnits(_ estimate: MonteCarloEstimate) -> MonteCarloEstimate {
    MonteCarloEstimate(
      count: estimate.count, mean: estimate.mean - facts.logVolume,
      sumOfSquaredDeviations: estimate.sumOfSquaredDeviations)
  }

  /// Reports the means, and saves the scores of each row where a table is wanted.
  ///
  /// - Throws: `NotFinite` for a number that is not finite, and then nothing is written.
  func report(to output: ShardOutput) throws -> Report {
    var evaluation = evaluation
    evaluation.objective = inUnits(evaluation.objective)
    evaluation.reconstruction = inUnits(evaluation.reconstruction)
    var report = Report()
    report.lines = [
      "model        \(facts.shape)",
      "data         \(facts.data), \(facts.part): \(NumberText.count(count))",
    ]
    report.lines += Estimates.lines(of: evaluation, over: "binarisation \(facts.binarization)")
    report.members = [
      ("command", .string(Self.command)), ("model", .string(facts.model)), ("part", .string(facts.part)),
      ("data", .integer(count)), ("binarization", .string(facts.binarization)),
    ]
    report.members += Estimates.members(of: evaluation)
    if let samples = facts.importanceSamples { addLikelihood(samples: samples, to: &report) }
    let active = evaluation.activeUnits
    report.lines.append("active units \(active.count) of \(facts.latentDimensions)")
    report.members.append(("activeUnits", .array(active.map(JSON.integer))))
    report.members.append(("latentDimensions", .integer(facts.latentDimensions)))
    if let out = output.out {
      try report.requireFinite()
      try scoreTable.save(to: out)
      report.lines.append("saved        \(out)")
      report.members.append(("out", .string(out)))
    }
    if Estimates.hasNoActiveUnit(evaluation) { complain(Estimates.noActiveUnit) }
    return report
  }

  private func addLikelihood(samples: Int, to report: inout Report) {
    let mean = inUnits(likelihood.mean)
    report.lines.append(
      "log p(x)     \(Estimates.text(mean)), \(NumberText.count(samples)) importance samples per example")
    report.members.append(("logLikelihood", Estimates.json(mean)))
    report.members.append(("importanceSamples", .integer(samples)))
    let sampling = likelihood.samplingStandardError
    if let sampling {
      report.lines.append("  of the error, due to sampling  \(NumberText.significant(sampling, digits: 2))")
    }
    report.members.append(("samplingStandardError", .optional(sampling)))
  }

  /// The scores of each row, in the data's units: its place in its file, its label if there is one, the bound and its
  /// terms, and log p(x) where it was estimated.
  private var scoreTable: Table {
    var table = Table("bound", values.map { $0.objective - facts.logVolume })
    table.append(Table("reconstruction", values.map { $0.bound.reconstruction - facts.logVolume }))
    table.append(Table("divergence", values.map(\.bound.divergence)))
    if facts.importanceSamples != nil {
      table.append(Table("logLikelihood", likelihoods.map { $0.logMean - facts.logVolume }))
      table.append(Table("standardError", likelihoods.map(\.standardError)))
      table.append(Table("effectiveSampleSize", likelihoods.map(\.effectiveSampleSize)))
      table.append(Table("paretoShape", paretoShapes))
    }
    if let labels { table.prepend("label", labels.texts) }
    table.prepend("row", rows.map { "\($0)" })
    return table
  }
}
