import VAEEngine

/// The scores of each example, as a table in the data's units: the bound and its terms, and log p(x) where it was estimated.
struct ScoreTable {
  /// The bound and its terms of each example.
  var values: [ObjectiveValue] = []
  /// The estimates of log p(x).
  var likelihood: ImportanceSampledLikelihood?

  /// The table, with the row of each example in its file, and its label if there is one.
  func table<Scalar: NetworkScalar>(of judged: JudgedData<Scalar>, in units: DataUnits) -> Table {
    var table = Table("bound", values.map { $0.objective - units.logVolume })
    table.append(Table("reconstruction", values.map { $0.bound.reconstruction - units.logVolume }))
    table.append(Table("divergence", values.map(\.bound.divergence)))
    if let likelihood {
      table.append(Table("logLikelihood", likelihood.data.map { $0.logMean - units.logVolume }))
      table.append(Table("standardError", likelihood.data.map(\.standardError)))
      table.append(Table("effectiveSampleSize", likelihood.data.map(\.effectiveSampleSize)))
      table.append(Table("paretoShape", likelihood.paretoShapes))
    }
    if let labels = judged.data.labels { table.prepend("label", labels.map(judged.data.text(ofLabel:))) }
    table.prepend("row", values.indices.map { "\(judged.number(ofRow: $0))" })
    return table
  }
}
