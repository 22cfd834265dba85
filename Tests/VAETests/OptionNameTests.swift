import Foundation
import Testing

@Suite("Options under the names of other tools")
struct OptionNameTests {
  @Test(
    "The message names the option of this program, whatever else is missing",
    arguments: [
      (["train", "--lr", "0.1"], "'--lr'. Did you mean '--rate'?"),
      (
        ["train", "--data", "digits", "--out", "o", "--learning_rate=0.1"], "'--learning_rate'. Did you mean '--rate'?"
      ),
      (["train", "--batch-size", "5"], "Did you mean '--batch'?"),
      (["train", "--beta", "4"], "Did you mean '--divergence-weight'?"),
      (["train", "--hidden-dim", "5"], "Did you mean '--hidden'?"),
      (["train", "--latent-dim", "5"], "Did you mean '--latent'?"),
      (["train", "--num-samples", "5"], "Did you mean '--samples'?"),
      (["train", "--held_out", "0.2"], "Did you mean '--held-out'?"), (["train", "-lr", "0.1"], "'-lr'. Did you mean"),
      (["train", "--device", "cuda"], "'--device'. vae computes on the processor's cores; --threads says on how many"),
      (["sample", "--device", "cuda"], "vae computes on the processor's cores.\n"),
      (["sample", "--n-samples", "5"], "Did you mean '--count'?"),
      (["sample", "--model", "m", "--output", "x"], "Did you mean '--out'?"),
      (["evaluate", "--n-samples", "5"], "Did you mean '--importance-samples'?"),
      (["evaluate", "--model", "m", "--output", "x"], "Did you mean '--out'?"),
      // The parser's own remarks stay.
      (["train", "--data", "digits", "--out", "o", "--epoch", "3"], "Did you mean '--epochs'?"),
      (["train", "--data", "digits"], "Missing expected argument '--out"),
      (["train", "--data", "digits", "--out", "o", "--frob", "3"], "Unknown option '--frob'"),
    ])
  func names(words: [String], says: String) throws {
    let run = try Workplace().vae(words)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.complaints.hasPrefix("Error: ") && run.complaints.contains(says), "\(run.complaints)")
    #expect(run.complaints.contains("\nUsage: vae \(words[0])"), "\(run.complaints)")
  }

  @Test("Each name that is suggested is an option of some command")
  func suggestions() throws {
    let help = try Workplace().vae("--experimental-dump-help").output
    for name in [
      "rate", "batch", "divergence-weight", "hidden", "latent", "epochs", "count", "importance-samples", "samples",
      "importance", "out", "data", "latents", "model", "seed", "threads", "held-out", "standardize", "likelihood",
      "observation-variance", "activation", "precision", "resume", "overwrite", "temperature", "atlas",
    ] {
      #expect(help.contains("\"name\" : \"\(name)\""), "\(name)")
    }
  }

  @Test("A paragraph of the help is broken where the terminal ends, and nowhere else")
  func help() throws {
    let place = try Workplace()
    for command in [
      "train", "evaluate", "sample", "reconstruct", "encode", "decode", "interpolate", "gradient", "info",
    ] {
      let help = try place.vae(command, "--help").output
      let text = help.components(separatedBy: "EXAMPLES")[0].components(separatedBy: "\n\n").dropFirst()
      for paragraph in text {
        let lines = paragraph.split(separator: "\n")
        for (line, next) in zip(lines, lines.dropFirst()) {
          let word = next.prefix { $0 != " " }
          #expect(line.count + 1 + word.count >= 80, "\(command): \(line)")
        }
      }
    }
  }
}
