import ArgumentParser
import Checkpoints
import DataReading
import Files
import Notebook
import VAECore
import VAEEngine

/// `vae interpolate`.
struct Interpolate: Command {
  static let configuration = CommandConfiguration(
    commandName: "interpolate",
    abstract: "Decodes the way from one datum's code to another's.",
    discussion: """
      The way is straight between the means of q(z | x): under N(0, I) every z on it is at least as probable as the less \
      probable end. Data are counted from 1.

      EXAMPLES
        vae interpolate --model model.safetensors --data digits --from 1 --to 8 \\
          --out way.csv
        vae interpolate --model model.safetensors --data digits --from 1 --to 8 \\
          --steps 20 --out way.csv
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @OptionGroup var data: DataArguments

  @Option(parsing: .unconditional, help: ArgumentHelp("The datum where the way begins.", valueName: "row"))
  var from: Entry<Count> = "1"

  @Option(parsing: .unconditional, help: ArgumentHelp("The datum where it ends.", valueName: "row"))
  var to: Entry<Count> = "2"

  @Option(parsing: .unconditional, help: ArgumentHelp("How many points, the ends among them.", valueName: "count"))
  var steps: Entry<Count> = "10"

  @Option(help: ArgumentHelp("Where the table goes.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    data.entries + seeding.entries + figure.entries + [
      Parameter("from", from), Parameter("to", to), Parameter("steps", steps),
    ]
  }

  func perform() throws -> Report {
    let output = try OutputFile.requireWritable(out, keeping: [model] + data.paths)
    try figure.require(.interpolation, for: output, keeping: [model] + data.paths, json: general.json)
    try data.reading.requireNoLabels()
    guard steps.value >= 2 else {
      throw InvalidInput("--steps", expected: "at least 2, the ends", found: "'\(steps.text)'")
    }
    return try Way(command: self).perform(onModel: model)
  }
}

private struct Way: ModelWork {
  let command: Interpolate

  func perform<Scalar: NetworkScalar & TensorElement>(_ file: ModelFile<Scalar>, path: String) throws -> Report {
    let shape = try ImageFigure.shape(of: file, path: path)
    if shape == nil { try command.figure.requireNone(because: "the data of this model are not known to be images") }
    let isRandom = try file.drawsObservations(path: path)
    try command.seeding.require(drawing: isRandom, because: "nothing is drawn, as the model's data were not")
    let observations = try file.loadBinarized(command.data, path: path, seed: command.seeding.toUse).observations
    for (name, row) in [("--from", command.from), ("--to", command.to)] where row.value > observations.rows {
      throw InvalidInput(name, expected: "a row of the data, from 1 to \(observations.rows)", found: "'\(row.text)'")
    }
    let ends = Batch(
      rows: 2, columns: observations.columns,
      elements: Array(observations[row: command.from.value - 1]) + observations[row: command.to.value - 1])
    let codes = try file.model.approximatePosteriors(of: ends).mean
    let steps = command.steps.value
    try MemoryLimit.requireRoom(forRows: command.steps, option: "--steps", of: file.model)
    try OutputFile.requireRoom(command.out, rows: steps, columns: codes.columns + observations.columns)
    var latents = Batch<Scalar>(rows: steps, columns: codes.columns, repeating: 0)
    for step in 0..<steps {
      let share = Scalar(Double(step) / Double(steps - 1))
      for j in 0..<codes.columns { latents[step, j] = (1 - share) * codes[0, j] + share * codes[1, j] }
    }
    let decoded = try file.model.expectedObservations(of: latents)
    var table = Table({ "z\($0 + 1)" }, latents)
    let units = DataUnits(try file.trainingRecord(path: path), dimension: observations.columns)
    table.append(units.table(decoded))
    try table.save(to: command.out)

    var report = Report()
    report.lines = ["decoded  \(NumberText.count(steps)) points", "saved    \(command.out)"]
    report.members = [
      ("command", .string("interpolate")), ("model", .string(path)), ("from", .integer(command.from.value)),
      ("to", .integer(command.to.value)), ("steps", .integer(steps)), ("out", .string(command.out)),
    ]
    if let shape {
      let figure = ImageFigure(shape, atLeast: 2)
      let shown = decoded.evenRows(figure.most)
      command.figure.draw(
        .interpolation,
        figure.grid(
          units.undone(shown), columns: min(10, shown.rows), title: "From one code to another",
          caption: "E[x | z] along the straight way between the codes of two data"
            + (shown.rows < steps ? ", \(shown.rows) of \(steps) points." : ".")),
        for: command.out, into: &report)
    }
    return report
  }
}
