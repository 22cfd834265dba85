import ArgumentParser
import Files
import Notebook
import Processes

/// `swift run vae`: the shared core on a user's own data.
@main
struct VAE: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vae",
    abstract: "Trains a variational autoencoder on your data, and uses it.",
    discussion: """
      EXAMPLES
        vae train --data digits --out model.safetensors
        vae evaluate --model model.safetensors --data digits \\
          --importance-samples 5000
        vae sample --model model.safetensors --out samples.csv
        vae train --data train-images-idx3-ubyte.gz --likelihood bernoulli \\
          --binarize dynamic --hidden 500 --latent 20 --out mnist.safetensors

      Bounds and log-likelihoods are in nats: sums over dimensions, means over the data.

      EXIT CODES
        0 done · 1 a result is not finite · 3 input refused
        4 a figure could not be drawn · 64 usage · 74 the output could not be written
        130, 143 stopped by a signal, after saving
      """,
    version: lowerBoundVersion,
    subcommands: [
      Train.self, Evaluate.self, Sample.self, Reconstruct.self, Encode.self, Decode.self, Interpolate.self, Merge.self,
      Gradient.self, Info.self,
    ])

  /// Runs the command that was typed, with the options of its `--config`.
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    let joint = [Train.configuration, Evaluate.configuration, Encode.configuration].map(\.commandName)
    if joint.contains(words.first) { Launch.silenceOthers() }
    do { parseAndRun(try ConfigFile.expanded(words)) } catch {
      Launch.leaveExitCodeToFirst()
      complain("vae train: \("\(error)".escaped)")
      exit(withError: ExitCode.inputRefused)
    }
  }
}
