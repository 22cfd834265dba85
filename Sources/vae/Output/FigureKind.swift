import Files
import Plotting

/// The figures of the commands: what they are called, and the usual ending of the output that they are drawn for.
enum FigureKind: String {
  case samples, atlas, reconstructions, decoded, interpolation
  case latentPlane = "latent-plane"
  case learningCurve = "learning-curve"

  /// The ending that a figure's name does without.
  private var usualEnding: String { self == .learningCurve ? ".safetensors" : ".csv" }

  /// The name of the figure's files, without their endings: "codes-latent-plane" for codes.csv, and
  /// "codes.txt.latent-plane" for codes.txt, so that no two outputs of a folder share a figure.
  func fileName(for output: OutputPath) -> String {
    let name = output.name
    guard name.hasSuffix(usualEnding), name != usualEnding else { return "\(name).\(rawValue)" }
    return "\(name.dropLast(usualEnding.count))-\(rawValue)"
  }
}
