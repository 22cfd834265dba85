import ArgumentParser
import Checkpoints
import DataReading
import Files
import Notebook
import VAECore
import VAEEngine

/// `vae reconstruct`.
struct Reconstruct: Command {
  static let configuration = CommandConfiguration(
    commandName: "reconstruct",
    abstract: "Encodes data and decodes them again.",
    discussion: """
      Each row is E[x | z] at the mean z of q(z | x), or with --draw at a z drawn from it. The figure has each
      observation above its reconstruction.

      EXAMPLES
        vae reconstruct --model model.safetensors --data digits \\
          --out reconstructions.csv
        vae reconstruct --model model.safetensors --data digits --draw \\
          --out reconstructions.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @OptionGroup var data: DataArguments

  @Flag(help: "Draw z from q(z | x) instead of taking its mean.")
  var draw = false

  @Option(help: ArgumentHelp("Where the table goes.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { data.entries + seeding.entries + figure.entries }

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
    let shape = try ImageFigure.shape(of: file, path: path)
    if shape == nil { try command.figure.requireNone(because: "the data of this model are not known to be images") }
    let isRandom = try command.draw || file.drawsObservations(path: path)
    try command.seeding.require(drawing: isRandom, because: "nothing is drawn without --draw")
    let observations = try file.loadBinarized(command.data, path: path, seed: command.seeding.toUse).observations
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
    if let shape {
      let figure = ImageFigure(shape, atLeast: 2)
      let shown = min(40, count, figure.most / 2)
      command.figure.draw(
        .reconstructions,
        figure.grid(
          units.undone(pairs(observations, reconstructions, count: shown)), columns: min(10, shown),
          title: "Observations and reconstructions",
          caption: "Each observation above what the model makes of it"
            + (shown < count ? ": the first of \(count)." : ".")),
        for: command.out, into: &report)
    }
    return report
  }

  /// The first observations, ten a line, each line above its reconstructions.
  private func pairs<Scalar>(
    _ observations: Batch<Scalar>, _ reconstructions: Batch<Scalar>, count: Int
  ) -> Batch<Scalar> {
    let across = min(10, count)
    var elements: [Scalar] = []
    for first in stride(from: 0, to: count - count % across, by: across) {
      for row in first..<first + across { elements += observations[row: row] }
      for row in first..<first + across { elements += reconstructions[row: row] }
    }
    return Batch(
      rows: elements.count / observations.columns, columns: observations.columns, elements: elements)
  }
}
