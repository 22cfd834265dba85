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
      A row has the datum's label, if it is known, the means and the logarithms of the variances of q(z | x). The figure
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
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { data.entries + figure.entries }

  func perform() throws -> Report {
    try OutputFile.requireWritable(out, keeping: [model] + data.paths)
    return try Codes(command: self).perform(onModel: model)
  }
}

private struct Codes: ModelWork {
  let command: Encode

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let (data, observations) = try file.loadBinarized(command.data, path: path, seed: command.general.seedToUse)
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
      command.figure.draw(plane(mean, of: data), beside: command.out, into: &report)
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
    let shown = Array((0..<mean.rows).prefix(5000))
    let kinds = Set(labels ?? []).sorted()
    let colours = Color.allCases
    let layers: [Layer] =
      if let labels, kinds.count <= 10 {
        // Ten kinds and eight colours: what is left is told apart by its numeral, at the mean of its points.
        kinds.enumerated().map { index, kind in
          .scatter(points(shown.filter { labels[$0] == kind }), color: colours[index % colours.count])
        }
          + kinds.map { kind in
            let rows = (0..<mean.rows).filter { labels[$0] == kind }
            let centre = { (column: Int) in rows.reduce(0.0) { $0 + Double(mean[$1, column]) } / Double(rows.count) }
            return .text(data.text(ofLabel: kind).onOneLine, at: Point(centre(x), centre(y)))
          }
      } else {
        [.scatter(points(shown))]
      }
    return Figure(
      slug: OutputFile.slug(of: command.out, suffix: "latent-plane"), title: "Means of the approximate posteriors",
      caption: "Each datum at the mean of its q(z | x); a numeral where the data of a label have their mean.",
      xAxis: Axis("latent dimension \(x + 1)"), yAxis: Axis("latent dimension \(y + 1)"), layers: layers,
      size: Size(width: 640, height: 600))
  }

  private func variance<Scalar: NetworkScalar>(_ matrix: Batch<Scalar>, _ column: Int) -> Double {
    let values = (0..<matrix.rows).map { Double(matrix[$0, column]) }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
}
