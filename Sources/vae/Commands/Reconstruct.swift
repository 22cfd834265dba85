import ArgumentParser
import Checkpoints
import DataReading
import Files
import Notebook
import Plotting
import VAECore
import VAEEngine

/// `vae reconstruct`.
struct Reconstruct: Command {
  static let configuration = CommandConfiguration(
    commandName: "reconstruct",
    abstract: "Encodes data and decodes them again.",
    discussion: """
      Each row is E[x | z] at the mean z of q(z | x), or with --draw at a z drawn from it. The figure has each image \
      above its reconstruction, the first 40, or with --count as many as a figure has room for, up to 50; of a table \
      it has the first columns in pairs, the data beside the reconstructions.

      EXAMPLES
        vae reconstruct --model model.safetensors --data digits \\
          --out reconstructions.csv
        vae reconstruct --model model.safetensors --data digits --draw --count 20 \\
          --out reconstructions.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @OptionGroup var data: DataArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Reconstruct only the first rows of the data, so many (default: all).", valueName: "count"))
  var count: Entry<Count>?

  @Flag(help: "Draw z from q(z | x) instead of taking its mean.")
  var draw = false

  @Option(help: ArgumentHelp("Where the table goes.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    data.entries + seeding.entries + figure.entries + (count.map { [Parameter("count", $0)] } ?? [])
  }

  func perform() throws -> Report {
    let output = try OutputFile.requireWritable(out, keeping: [model] + data.paths)
    try figure.require(.reconstructions, for: output, keeping: [model] + data.paths, json: general.json)
    try data.reading.requireNoLabels()
    return try Reconstructions(command: self).perform(onModel: model)
  }
}

private struct Reconstructions: ModelWork {
  let command: Reconstruct

  /// The posteriors' means, or draws of them.
  private func latents<Scalar>(
    of observations: Batch<Scalar>, _ model: VariationalAutoencoder<Scalar>
  ) throws -> Batch<Scalar> {
    guard command.draw else { return try model.approximatePosteriors(of: observations).mean }
    let random = RandomStream(seed: command.seeding.toUse, purpose: "draws of the posterior")
    return try model.drawLatents(ofPosteriorsOf: observations, random: random)
  }

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let shown = try ObservationFigure.of(file, path: path, asked: command.figure)
    let isRandom = try command.draw || file.drawsObservations(path: path)
    try command.seeding.require(drawing: isRandom, because: "nothing is drawn without --draw")
    let all = try file.loadBinarized(command.data, path: path, seed: command.seeding.toUse).observations
    if let count = command.count, count.value > all.rows {
      throw InvalidInput("--count", expected: "at most the \(all.rows) rows of the data", found: "'\(count.text)'")
    }
    let observations = command.count.map { all.rows(0..<$0.value) } ?? all
    try OutputFile.requireRoom(command.out, rows: observations.rows, columns: observations.columns)
    let reconstructions = try file.model.expectedObservations(of: latents(of: observations, file.model))
    let units = DataUnits(try file.trainingRecord(path: path), dimension: observations.columns)
    let count = observations.rows
    var squares = 0.0
    for (x, y) in zip(observations.elements, reconstructions.elements) { squares += Double(x - y) * Double(x - y) }
    let error = squares / Double(count * observations.columns)
    guard error.isFinite else {
      throw NotFinite(
        place: command.data.data, quantity: "squared error", value: error, hint: "scale the data to smaller numbers")
    }
    try units.table(reconstructions).save(to: command.out)
    var report = Report()
    report.lines = [
      "reconstructed  \(NumberText.count(count)) observations",
      "squared error  \(NumberText.significant(error, digits: 6)) a dimension"
        + (units.standardization == nil ? "" : ", of standardised columns"), "saved  \(command.out)",
    ]
    report.members = [
      ("command", .string("reconstruct")), ("model", .string(path)), ("data", .integer(count)),
      ("squaredError", .number(error)), ("out", .string(command.out)),
    ]
    if let shown {
      let (originals, results) = (units.undone(observations), units.undone(reconstructions))
      command.figure.draw(.reconstructions, figure(shown, originals, results), for: command.out, into: &report)
    }
    return report
  }

  private func figure(
    _ shown: ObservationFigure, _ observations: Batch<Double>, _ reconstructions: Batch<Double>
  ) -> Figure {
    let title = "Observations and reconstructions"
    guard case .images(let shape) = shown else {
      return shown.figure(
        of: reconstructions, called: "reconstructions", title: title,
        caption: "The data, and what the model makes of them.", beside: observations)
    }
    let (figure, count) = (ImageFigure(shape, atLeast: 2), observations.rows)
    // The last line may be filled up with paper, which counts as images too.
    let most = max(1, figure.most / 20 * 10)
    let pairs = min(command.count == nil ? 40 : count, count, figure.most < 20 ? figure.most / 2 : most)
    return figure.grid(
      lines(observations, reconstructions, count: pairs, paper: shape.least), columns: min(10, pairs), title: title,
      caption: "Each observation above what the model makes of it"
        + (pairs < count ? ": the first \(pairs) of \(count)." : "."))
  }

  /// The first observations, ten a line, each line above its reconstructions; what the last lines lack is paper.
  private func lines(
    _ observations: Batch<Double>, _ reconstructions: Batch<Double>, count: Int, paper: Double
  ) -> Batch<Double> {
    let across = min(10, count)
    var elements: [Double] = []
    for first in stride(from: 0, to: count, by: across) {
      for rows in [observations, reconstructions] {
        for row in first..<first + across {
          elements += row < count ? Array(rows[row: row]) : [Double](repeating: paper, count: rows.columns)
        }
      }
    }
    return Batch(rows: elements.count / observations.columns, columns: observations.columns, elements: elements)
  }
}
