import ArgumentParser
import Checkpoints
import Files
import Notebook
import VAECore
import VAEEngine

/// `vae sample`.
struct Sample: Command {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draws new observations: z from the prior, x from the decoder.",
    discussion: """
      Each row is E[x | z] for z ~ N(0, I), or with --draw an observation drawn from p(x | z).

      EXAMPLES
        vae sample --model model.safetensors --out samples.csv
        vae sample --model model.safetensors --count 100 --draw --seed 7 \\
          --out samples.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @Option(parsing: .unconditional, help: ArgumentHelp("How many.", valueName: "count"))
  var count: Entry<Count> = "64"

  @Flag(help: "Draw x from p(x | z) instead of taking its expectation.")
  var draw = false

  @Option(help: ArgumentHelp("Where the table goes.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { [Parameter("count", count)] + seeding.entries + figure.entries }

  func perform() throws -> Report {
    let output = try OutputFile.requireWritable(out, keeping: [model])
    try figure.require(.samples, for: output, keeping: [model], json: general.json)
    return try Samples(command: self).perform(onModel: model)
  }
}

private struct Samples: ModelWork {
  let command: Sample

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let (seed, count) = (command.seeding.toUse, command.count.value)
    try MemoryLimit.requireRoom(forRows: command.count, option: "--count", of: file.model)
    let model = file.model
    try OutputFile.requireRoom(
      command.out, rows: count, columns: model.encoder.latentDimension + model.encoder.observationDimension)
    let shape = try ImageFigure.shape(of: file, path: path)
    if shape == nil { try command.figure.requireNone(because: "the data of this model are not known to be images") }
    let latents = file.model.drawLatents(count, random: RandomStream(seed: seed, purpose: "samples of the prior"))
    let observations =
      try command.draw
      ? file.model.drawObservations(of: latents, random: RandomStream(seed: seed, purpose: "samples of the decoder"))
      : file.model.expectedObservations(of: latents)
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
    if let shape {
      let figure = ImageFigure(shape)
      let shown = min(count, figure.most)
      let part = shown < count ? "The first \(shown) of \(count): " : ""
      command.figure.draw(
        .samples,
        figure.grid(
          units.undone(observations.rows(0..<shown)), columns: ImageFigure.across(shown), title: "Draws of the model",
          caption: part
            + (command.draw ? "observations drawn from p(x | z), z from the prior." : "E[x | z] for z from the prior.")),
        for: command.out, into: &report)
    }
    return report
  }
}
