import ArgumentParser
import Checkpoints
import DataReading
import Datasets
import Files
import Notebook
import VAECore
import VAEEngine
import Verification

/// `vae gradient`.
struct Gradient: Command {
  static let configuration = CommandConfiguration(
    commandName: "gradient",
    abstract: "Leaves the gradient of the bound for given noise in a file.",
    discussion: """
      The mean over the rows of the data, to compare with a different framework's automatic differentiation. Row \
      i·V·K + v·K + k of the noise is draw k of bound v of datum i; with K = 1, row i·V + v. The gradient has the \
      parameters' own names and shapes, and is the bound's: to be climbed, not descended.

      EXAMPLES
        vae gradient --model model.safetensors --data x.csv --noise epsilon.csv \\
          --out gradient.safetensors
        vae gradient --model model.safetensors --data x.csv --noise epsilon.csv \\
          --samples 4 --json --out gradient.safetensors
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "file.safetensors"))
  var model: String

  @OptionGroup var data: DataArguments

  @Option(help: ArgumentHelp("ε, as many columns as latent dimensions and V·K rows a datum.", valueName: "file"))
  var noise: String

  @Option(help: ArgumentHelp("Where the gradient goes.", valueName: "file.safetensors"))
  var out: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("V (default: as many as there is noise for).", valueName: "V"))
  var samples: Entry<Count>?

  @Option(parsing: .unconditional, help: ArgumentHelp("K of the importance-weighted bound.", valueName: "K"))
  var importance: Entry<Count> = "1"

  @Option(
    help: ArgumentHelp(
      "analytic, sampled or sticking-the-landing (default: analytic; sampled with K above 1).", valueName: "name"))
  var divergence: Entry<Choice<DivergenceName>>?

  @Option(parsing: .unconditional, help: ArgumentHelp("The divergence's weight.", valueName: "number"))
  var divergenceWeight: Entry<NonNegativeReal> = "1"

  @Option(help: ArgumentHelp("The precision of the computation: single or double.", valueName: "name"))
  var precision: Entry<Choice<Precision>> = "double"

  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] {
    data.entries + seeding.entries + [
      Parameter("importance", importance), Parameter("divergence-weight", divergenceWeight),
      Parameter("precision", precision),
    ]
      + [samples.map { Parameter("samples", $0) }, divergence.map { Parameter("divergence", $0) }].compactMap(\.self)
  }

  func perform() throws -> Report {
    try OutputFile.requireWritable(out, keeping: [model, noise] + data.paths)
    try data.reading.requireNoLabels()
    switch precision.value {
    case .single: return try perform(as: Float.self)
    case .double: return try perform(as: Double.self)
    }
  }

  private func perform<Scalar: NetworkScalar & TensorElement>(as _: Scalar.Type) throws -> Report {
    let file = try ModelFile<Scalar>.load(model)
    try seeding.require(
      drawing: file.drawsObservations(path: model), because: "nothing is drawn, as the noise is given")
    let observations = try file.loadBinarized(data, path: model, seed: seeding.toUse).observations
    let noise = try DataSet<Scalar>.load(noise, options: DataOptions(hasHeader: false)).observations
    let units = DataUnits(try file.trainingRecord(path: model), dimension: observations.columns)
    let draws = importance.value
    let objective = try Objective(
      samples: samples?.value ?? max(1, noise.rows / observations.rows / draws), importanceSamples: draws,
      divergence: divergence?.value.value, divergenceWeight: divergenceWeight.value)
    try require(noise, latents: file.model.encoder.latentDimension, rows: observations.rows * objective.drawsOfDatum)
    let gradient = try file.model.gradient(of: objective, observations: observations, noise: noise)
      .gradient
    let values = try file.model.values(of: objective, observations: observations, noise: noise)
    let members: [(String, MonteCarloEstimate)] = [
      ("objective", units.inUnits(MonteCarloEstimate(values.map(\.objective)))),
      (
        "evidenceLowerBound",
        units.inUnits(MonteCarloEstimate(values.map { $0.bound.reconstruction - $0.bound.divergence }))
      ),
      ("reconstruction", units.inUnits(MonteCarloEstimate(values.map(\.bound.reconstruction)))),
      ("divergence", MonteCarloEstimate(values.map(\.bound.divergence))),
    ]
    try requireFinite(values, gradient)
    try OutputPath(out).requireWritable(bytes: Double(gradient.parameterCount * MemoryLayout<Scalar>.size))
    try SafeTensors(parametersOf: gradient, metadata: ["format": "pt"]).save(to: out)
    var report = Report()
    report.lines = members.map { "\($0.0)  \($0.1.mean)" } + ["saved  \(out)"]
    report.members = [
      ("command", .string("gradient")), ("model", .string(model)), ("data", .integer(observations.rows)),
    ]
    report.members += members.map { ($0.0, Estimates.json($0.1)) }
    return report
  }

  /// Refuses a result that no other framework could be compared with.
  private func requireFinite<Scalar>(_ values: [ObjectiveValue], _ gradient: VariationalAutoencoder<Scalar>) throws {
    let hint = "smaller numbers in the data or in \(noise) may help, or --precision double"
    for (row, value) in values.enumerated() {
      for (quantity, number) in [
        ("objective", value.objective), ("reconstruction", value.bound.reconstruction),
        ("divergence", value.bound.divergence),
      ] where !number.isFinite {
        throw NotFinite(place: "\(data.data), row \(row + 1)", quantity: quantity, value: number, hint: hint)
      }
    }
    guard let number = gradient.parameters.first(where: { !$0.isFinite }) else { return }
    throw NotFinite(place: "the result", quantity: "gradient", value: Double(number), hint: hint)
  }

  private func require<Scalar>(_ noise: Batch<Scalar>, latents: Int, rows: Int) throws {
    guard noise.columns == latents else {
      throw FileError.malformed(
        path: self.noise, place: .file, expected: "\(latents) columns, one for each latent dimension",
        found: "\(noise.columns)")
    }
    guard noise.rows == rows else {
      throw FileError.malformed(
        path: self.noise, place: .file, expected: "\(rows) rows, as data and draws ask", found: "\(noise.rows)")
    }
  }
}
