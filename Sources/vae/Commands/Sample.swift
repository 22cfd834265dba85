import ArgumentParser
import Checkpoints
import Files
import Notebook
import Plotting
import VAECore
import VAEEngine

/// `vae sample`.
struct Sample: Command {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draws new observations: z from the prior, x from the decoder.",
    discussion: """
      Each row is E[x | z] for z ~ N(0, I), or with --draw an observation drawn from p(x | z). The figure shows \
      images, or the first columns of a table in pairs, beside the data of the training if they are found here or \
      beside the model.

      --temperature T scales the standard deviation of z: z = T·e with e ~ N(0, I), so the variance is T². \
      Below 1 the samples are more typical and less varied. The noise of --draw stays as it is.

      --atlas N decodes the plane of a model of images with two latent dimensions instead: N × N points at the \
      quantiles (i + ½)/N of the standard normal, times T, z1 from left to right and z2 from bottom to top.

      EXAMPLES
        vae sample --model model.safetensors --out samples.csv
        vae sample --model model.safetensors --count 100 --draw --seed 7 \\
          --out samples.csv
        vae sample --model model.safetensors --temperature 0.7 \\
          --out samples.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @Option(parsing: .unconditional, help: ArgumentHelp("How many (default: 64).", valueName: "count"))
  var count: Entry<Count>?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("T, the factor of the standard deviation of z.", valueName: "T"))
  var temperature: Entry<PositiveReal> = "1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Decode a grid of N × N latent vectors instead of random ones.", valueName: "N"))
  var atlas: Entry<AtlasSide>?

  @Flag(help: "Draw x from p(x | z) instead of taking its expectation.")
  var draw = false

  @Option(help: ArgumentHelp("Where the table goes.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    [Parameter("temperature", temperature)] + seeding.entries + figure.entries
      + [count.map { Parameter("count", $0) }, atlas.map { Parameter("atlas", $0) }].compactMap(\.self)
  }

  func perform() throws -> Report {
    let output = try OutputFile.requireWritable(out, keeping: [model])
    try figure.require(atlas == nil ? .samples : .atlas, for: output, keeping: [model], json: general.json)
    if let count, atlas != nil {
      throw InvalidInput("--count", expected: "none with --atlas", found: "'\(count.text)'")
    }
    try seeding.require(drawing: atlas == nil || draw, because: "nothing is drawn by --atlas without --draw")
    return try Samples(command: self).perform(onModel: model)
  }
}

private struct Samples: ModelWork {
  let command: Sample

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let model = file.model
    if let atlas = command.atlas { try requirePlane(of: file, for: atlas, path: path) }
    let count = command.atlas.map { $0.value * $0.value } ?? command.count?.value ?? 64
    try MemoryLimit.requireRoom(
      forRows: Entry(argument: "\(count)"), option: command.atlas == nil ? "--count" : "--atlas", of: model)
    try OutputFile.requireRoom(
      command.out, rows: count, columns: model.encoder.latentDimension + model.encoder.observationDimension)
    let shown = try ObservationFigure.of(file, path: path, asked: command.figure)
    let latents = latents(count, of: model)
    let observations =
      try command.draw
      ? model.drawObservations(of: latents, random: stream("samples of the decoder"))
      : model.expectedObservations(of: latents)
    var table = Table({ "z\($0 + 1)" }, latents)
    let units = DataUnits(try file.trainingRecord(path: path), dimension: observations.columns)
    table.append(units.table(observations))
    try table.save(to: command.out)

    var report = Report()
    report.lines = ["drawn   \(NumberText.count(count)) observations", "saved   \(command.out)"]
    report.members = [
      ("command", .string("sample")), ("model", .string(path)), ("count", .integer(count)),
      ("out", .string(command.out)),
    ]
    guard let shown else { return report }
    if let atlas = command.atlas, case .images(let shape) = shown {
      command.figure.draw(
        .atlas, plane(of: units.undone(observations), shape, side: atlas.value), for: command.out, into: &report)
    } else {
      command.figure.draw(.samples, figure(of: observations, shown, file, path, units), for: command.out, into: &report)
    }
    return report
  }

  private func stream(_ purpose: String) -> RandomStream { RandomStream(seed: command.seeding.toUse, purpose: purpose) }

  /// Refuses an atlas of a model that has no plane of images.
  private func requirePlane<Scalar>(of file: ModelFile<Scalar>, for atlas: Entry<AtlasSide>, path: String) throws {
    let latents = file.model.encoder.latentDimension
    guard latents == 2 else {
      throw InvalidInput("--atlas", expected: "a model with 2 latent dimensions", found: "\(path) with \(latents)")
    }
    guard try ImageFigure.shape(of: file, path: path) == nil else { return }
    throw InvalidInput(
      "--atlas", expected: "a model of images", found: "\(path), whose data are not known to be images")
  }

  /// The points of the grid, or T·e for draws e of the standard normal.
  private func latents<Scalar: NetworkScalar>(_ count: Int, of model: VariationalAutoencoder<Scalar>) -> Batch<Scalar> {
    let temperature = command.temperature.value
    if let atlas = command.atlas {
      return LatentAtlas(side: atlas.value).latents(temperature: temperature, as: Scalar.self)
    }
    var latents = model.drawLatents(count, random: stream("samples of the prior"))
    if temperature != 1 { for index in latents.elements.indices { latents.elements[index] *= Scalar(temperature) } }
    return latents
  }

  private func figure<Scalar: NetworkScalar & TensorElement>(
    of observations: Batch<Scalar>, _ shown: ObservationFigure, _ file: ModelFile<Scalar>, _ path: String,
    _ units: DataUnits
  ) -> Figure {
    var data: Batch<Double>?
    if case .columns = shown { data = try? file.ownObservations(path: path).map(units.undone) }
    return shown.figure(
      of: units.undone(observations), called: "samples", title: "Draws of the model",
      caption: command.draw ? "observations drawn from p(x | z), z from \(prior)." : "E[x | z] for z from \(prior).",
      beside: data)
  }

  /// The prior, as captions name it.
  private var prior: String {
    command.temperature.value == 1 ? "the prior" : "the prior at temperature \(command.temperature.text)"
  }

  private func plane(of observations: Batch<Double>, _ shape: ImageScale, side: Int) -> Figure {
    ImageFigure(shape, atLeast: side * side).grid(
      observations, columns: side, title: "The plane of the latent vectors",
      caption: "\(command.draw ? "Observations drawn from p(x | z)" : "E[x | z]") at the quantiles of \(prior): z1 "
        + "from left to right, z2 from bottom to top.")
  }
}
