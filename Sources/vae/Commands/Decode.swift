import ArgumentParser
import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine

/// `vae decode`.
struct Decode: Command {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Decodes a table of latent vectors.",
    discussion: """
      Each row is E[x | z] in the data's units. Of the table, the columns mean1, mean2, … are z, as encode writes them, \
      or else z1, z2, … as sample and interpolate do; a table without such names must have exactly as many columns as \
      the model has latent dimensions. The figure is like that of sample.

      EXAMPLES
        vae encode --model model.safetensors --data digits --out codes.csv
        vae decode --model model.safetensors --latents codes.csv --out decoded.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @Option(help: ArgumentHelp("The table of latent vectors, CSV, plain or gzipped.", valueName: "file|-"))
  var latents: String

  @Flag(
    inversion: .prefixedNo,
    help: "The table's first line gives the columns' names, or does not (default: recognised).")
  var header: Bool?

  @Option(help: ArgumentHelp("Where the table goes.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { figure.entries }

  func perform() throws -> Report {
    let output = try OutputFile.requireWritable(out, keeping: [model, latents])
    try figure.require(.decoded, for: output, keeping: [model, latents], json: general.json)
    return try Decoding(command: self).perform(onModel: model)
  }
}

private struct Decoding: ModelWork {
  let command: Decode

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let shown = try ObservationFigure.of(file, path: path, asked: command.figure)
    let latents = try latents(of: file.model, path: path)
    let dimension = file.model.encoder.observationDimension
    try OutputFile.requireRoom(command.out, rows: latents.rows, columns: dimension)
    let observations = try file.model.expectedObservations(of: latents)
    let units = DataUnits(try file.trainingRecord(path: path), dimension: dimension)
    try units.table(observations).save(to: command.out)

    var report = Report()
    report.lines = ["decoded  \(NumberText.count(latents.rows)) latent vectors", "saved    \(command.out)"]
    report.members = [
      ("command", .string("decode")), ("model", .string(path)), ("count", .integer(latents.rows)),
      ("out", .string(command.out)),
    ]
    guard let shown else { return report }
    command.figure.draw(
      .decoded,
      shown.figure(
        of: units.undone(observations), called: "decoded", title: "Decoded latent vectors",
        caption: "E[x | z] for each z of the table.", beside: nil),
      for: command.out, into: &report)
    return report
  }

  /// Reads the latent vectors: the columns that are named so, or all.
  private func latents<Scalar: NetworkScalar>(
    of model: VariationalAutoencoder<Scalar>, path: String
  ) throws -> Batch<Scalar> {
    let reading = try ReadingArguments.parse(command.header.map { [$0 ? "--header" : "--no-header"] } ?? [])
    var source = try reading.open(command.latents)
    guard source.kind == .table else {
      throw InvalidInput("--latents", expected: "a table of latent vectors", found: "'\(command.latents)'")
    }
    let dimension = model.decoder.latentDimension
    let names = Set(try source.columnNames() ?? [])
    let known = ["mean", "z"].map { prefix in (1...dimension).map { "\(prefix)\($0)" } }
    if let columns = known.first(where: names.isSuperset) { source.observe(columns) }
    let latents = try source.read(as: Scalar.self).observations
    guard latents.columns == dimension else {
      throw FileError.malformed(
        path: command.latents, place: .file,
        expected: "\(dimension) columns, as many as \(path) has latent dimensions, or columns mean1 … mean\(dimension)",
        found: "\(latents.columns)")
    }
    return latents
  }
}
