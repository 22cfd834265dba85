import ArgumentParser
import Checkpoints
import Datasets
import Files
import Notebook
import Plotting
import VAEEngine

/// `vae encode`.
struct Encode: Command {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Gives each datum's approximate posterior.",
    discussion: """
      A row has the datum's label, if it is known, the means and the logarithms of the variances of q(z | x). The figure \
      shows the means of the two latent dimensions that vary most with the data.

      EXAMPLES
        vae encode --model model.safetensors --data digits --out codes.csv
        vae encode --model mnist.safetensors --data t10k-images-idx3-ubyte.gz \\
          --labels t10k-labels-idx1-ubyte.gz --out codes.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @OptionGroup var data: DataArguments

  @Option(help: ArgumentHelp("Where the table goes.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { data.entries + seeding.entries + figure.entries }

  func perform() throws -> Report {
    let output = try OutputFile.requireWritable(out, keeping: [model] + data.paths)
    try figure.require(.latentPlane, for: output, keeping: [model] + data.paths, json: general.json)
    return try Codes(command: self).perform(onModel: model)
  }
}

private struct Codes: ModelWork {
  let command: Encode
  /// The most points of a figure.
  private static let mostPoints = 5000

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let isRandom = try file.drawsObservations(path: path)
    try command.seeding.require(drawing: isRandom, because: "nothing is drawn, as the model's data were not")
    let latents = file.model.encoder.latentDimension
    if latents < 2 { try command.figure.requireNone(because: "a plane needs two latent dimensions, the model has 1") }
    let (data, observations) = try file.loadBinarized(command.data, path: path, seed: command.seeding.toUse)
    try OutputFile.requireRoom(command.out, rows: observations.rows, columns: 2 * latents)
    let (mean, logVariance) = try file.model.approximatePosteriors(of: observations)
    var table = Table({ "mean\($0 + 1)" }, mean)
    table.append(Table({ "logVariance\($0 + 1)" }, logVariance))
    if let labels = data.labels { table.prepend("label", labels.map(data.text(ofLabel:))) }
    try table.save(to: command.out)

    var report = Report()
    report.lines = ["encoded  \(NumberText.count(mean.rows)) observations", "saved    \(command.out)"]
    report.members = [
      ("command", .string("encode")), ("model", .string(path)), ("data", .integer(mean.rows)),
      ("out", .string(command.out)),
    ]
    if mean.columns >= 2 {
      command.figure.draw(.latentPlane, plane(mean, of: data), for: command.out, into: &report)
    }
    return report
  }

  /// The two dimensions whose means vary most, a colour for each label where there are few.
  private func plane<Scalar: NetworkScalar>(_ mean: Batch<Scalar>, of data: DataSet<Scalar>) -> Figure {
    let labels = data.labels
    let columns = (0..<mean.columns).sorted { first, second in
      (variance(mean, first), second) > (variance(mean, second), first)
    }
    let (x, y) = (min(columns[0], columns[1]), max(columns[0], columns[1]))
    let points = { (rows: [Int]) in rows.map { Point(Double(mean[$0, x]), Double(mean[$0, y])) } }
    let kinds = Set(labels ?? []).sorted()
    let colours = Color.allCases
    // A figure of more points than can be told apart shows every k-th row of each label.
    let interval = (mean.rows - 1) / Self.mostPoints + 1
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
      layers.append(.text(data.text(ofLabel: kind).onOneLine, at: Point(centre(x), centre(y))))
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

  private func variance<Scalar: NetworkScalar>(_ matrix: Batch<Scalar>, _ column: Int) -> Double {
    let values = (0..<matrix.rows).map { Double(matrix[$0, column]) }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
