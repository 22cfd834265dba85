import ArgumentParser
import Checkpoints
import Datasets
import Files
import Notebook
import Processes
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

  @Option(help: ArgumentHelp("Where the table goes, or with --shard the part.", valueName: "file.csv"))
  var out: String

  @OptionGroup var figure: FigureArguments
  @OptionGroup var sharding: ShardArguments
  @OptionGroup var seeding: SeedArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { data.entries + sharding.entries + seeding.entries + figure.entries }

  func perform() throws -> Report {
    try perform(dataFrom: data.data) { processes in
      try sharding.requireMeaning(out: out, processes: processes)
      let output = try OutputFile.requireWritable(out, keeping: [model] + data.paths)
      if sharding.shard == nil {
        try figure.require(.latentPlane, for: output, keeping: [model] + data.paths, json: general.json)
      } else {
        try figure.requireNone(because: "vae merge draws the figure")
      }
      return try Codes(command: self, processes: processes).perform(onModel: model)
    }
  }
}

private struct Codes: ModelWork {
  let command: Encode
  let processes: Processes?

  func perform<Scalar: NetworkScalar & TensorElement>(
    _ file: ModelFile<Scalar>, path: String
  ) throws -> any JointWork {
    let isRandom = try file.drawsObservations(path: path)
    try command.seeding.require(drawing: isRandom, because: "nothing is drawn, as the model's data were not")
    let latents = file.model.encoder.latentDimension
    if latents < 2 { try command.figure.requireNoPlane() }
    let binarization = try file.trainingRecord(path: path)?.plan.binarization ?? .none
    let data = try file.rows(command.data.data, command.data.reading, path: path, binarization: binarization)
    try OutputFile.requireRoom(command.out, rows: data.count, columns: 2 * latents)
    let facts = EncodingResults<Scalar>.Facts(
      model: path, latentDimensions: latents, hasLabels: data.outline.labels != nil, classes: data.outline.classes)
    let agreement =
      try WorkAgreement.terms(model: path, data: data.outline) + [
        Agreed(name: "--seed", text: isRandom ? "\(command.seeding.toUse)" : "none")
      ]
    return ShardedWork(
      agreement: agreement, rows: data.count, shard: command.sharding.shard?.value,
      output: ShardOutput(out: command.out, figure: command.figure), processes: processes
    ) { range in
      var results = EncodingResults<Scalar>(facts)
      var progress = CountProgress(of: range.count, what: "rows")
      defer { progress.end() }
      try data.forEachBlock(in: range) { block, first, places in
        let observations = block.binarized(binarization, seed: command.seeding.toUse, from: first)
        let (means, logVariances) = try file.model.approximatePosteriors(of: observations)
        results.add(means, logVariances, labels: data.outline.labels.map { labels in places.map { labels[$0] } } ?? [])
        progress.show(first - range.lowerBound + block.rows)
      }
      return results
    }
  }
}
