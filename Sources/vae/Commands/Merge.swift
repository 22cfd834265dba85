import ArgumentParser
import Files
import Notebook
import VAECore
import VAEEngine

/// `vae merge`.
struct Merge: Command {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Puts the parts of evaluate --shard or encode --shard together.",
    discussion: """
      Prints and writes what one run without --shard does, byte for byte. The parts may come from different machines, in \
      any order; the model and the data are not needed. Parts of different models, data, options or program versions are \
      refused, and so are damaged, doubled and missing ones.

      EXAMPLES
        vae evaluate --model model.safetensors --data digits --shard 1/2 \\
          --out part-1
        vae evaluate --model model.safetensors --data digits --shard 2/2 \\
          --out part-2
        vae merge part-1 part-2 --out scores.csv
      """)

  @Argument(help: ArgumentHelp("The parts, one of each shard.", valueName: "part"))
  var parts: [String]

  @Option(
    help: ArgumentHelp(
      "Where the table goes: the codes of encode, or the scores of each example.", valueName: "file.csv"))
  var out: String?

  @OptionGroup var figure: FigureArguments
  @OptionGroup var general: GeneralOptions

  var entries: [Parameter] { figure.entries }

  func perform() throws -> Report {
    let place = try out.map { try OutputFile.requireWritable($0, keeping: parts) }
    let work = try PartsOfWork(parts)
    let output = ShardOutput(out: out, figure: figure)
    let (first, path) = (work.parts[0].part, work.parts[0].path)
    switch first.command {
    case EvaluationResults.command:
      try figure.requireNone(because: "evaluate draws none")
      return try EvaluationResults(work).report(to: output)
    case Encode.configuration.commandName:
      guard let place else { throw missingOut }
      let latents = try first.facts(as: EncodingResults<Float>.Facts.self, path: path).latentDimensions
      if latents < 2 { try figure.requireNoPlane() }
      try figure.require(.latentPlane, for: place, keeping: parts, json: general.json)
      let isSingle = first.tensors.contains { $0.name == "means" && $0.type == .float32 }
      return isSingle
        ? try EncodingResults<Float>(work).report(to: output) : try EncodingResults<Double>(work).report(to: output)
    default:
      throw FileError.malformed(
        path: path, place: .file, expected: "a part of evaluate or encode", found: "one of \(first.command.onOneLine)")
    }
  }
}

extension FigureArguments {
  /// Refuses options about the figure of codes that are not in a plane.
  func requireNoPlane() throws(InvalidInput) {
    try requireNone(because: "a plane needs two latent dimensions, the model has 1")
  }
}
