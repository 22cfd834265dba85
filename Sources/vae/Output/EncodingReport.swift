import Notebook
import Plotting
import VAEEngine

/// The most points of a figure.
private let mostPoints = 5000

extension EncodingResults {
  /// Saves the table, draws the figure, and reports both.
  func report(to output: ShardOutput) throws -> Report {
    guard let out = output.out else { throw missingOut }
    var table = Table({ "mean\($0 + 1)" }, means)
    table.append(Table({ "logVariance\($0 + 1)" }, logVariances))
    if let labels { table.prepend("label", labels.texts) }
    try table.save(to: out)

    var report = Report()
    report.lines = ["encoded  \(NumberText.count(means.rows)) observations", "saved    \(out)"]
    report.members = [
      ("command", .string(Self.command)), ("model", .string(facts.model)), ("data", .integer(means.rows)),
      ("out", .string(out)),
    ]
    if means.columns >= 2 { output.figure?.draw(.latentPlane, plane, for: out, into: &report) }
    return report
  }

  /// The two dimensions whose means vary most, a colour for each label where there are few.
  private var plane: Figure {
    let (mean, labels) = (means, labels?.numbers)
    let columns = (0..<mean.columns).sorted { first, second in
      (variance(mean, first), second) > (variance(mean, second), first)
    }
    let (x, y) = (min(columns[0], columns[1]), max(columns[0], columns[1]))
    let points = { (rows: [Int]) in rows.map { Point(Double(mean[$0, x]), Double(mean[$0, y])) } }
    let kinds = Set(labels ?? []).sorted()
    let colours = Color.allCases
    // A figure of more points than can be told apart shows every k-th row of each label.
    let interval = (mean.rows - 1) / mostPoints + 1
    let everyOther = { (rows: [Int]) in stride(from: 0, to: rows.count, by: interval).map { rows[$0] } }
    let rowsOfKinds =
      if let labels, kinds.count <= 10 { kinds.map { kind in (0..<mean.rows).filter { labels[$0] == kind } } } else {
        [Array(0..<mean.rows)]
      }
    // Ten kinds and eight colours: what is left is told apart by its numeral, at the mean of its points.
    var layers = rowsOfKinds.enumerated().map { index, rows in
      Layer.scatter(
        points(everyOther(rows)), color: rowsOfKinds.count == 1 ? nil : colours[index % colours.count])
    }
    let isNamed = labels != nil && kinds.count <= 10
    for (kind, rows) in zip(isNamed ? kinds : [], rowsOfKinds) {
      let centre = { (column: Int) in rows.reduce(0.0) { $0 + Double(mean[$1, column]) } / Double(rows.count) }
      layers.append(.text((self.labels?.text(of: kind) ?? "").onOneLine, at: Point(centre(x), centre(y))))
    }
    let part =
      interval == 1
      ? "Each example" : isNamed ? "One example in \(interval) of each label" : "One example in \(interval)"
    return Figure(
      slug: "latent-plane", title: "Means of the approximate posteriors",
      caption: "\(part) at the mean of its q(z | x)"
        + (isNamed ? "; a label where all its data have their mean." : "."),
      xAxis: Axis("latent dimension \(x + 1)"), yAxis: Axis("latent dimension \(y + 1)"), layers: layers,
      size: Size(width: 640, height: 600))
  }

  private func variance(_ matrix: Batch<Scalar>, _ column: Int) -> Double {
    let values = (0..<matrix.rows).map { Double(matrix[$0, column]) }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
