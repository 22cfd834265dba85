import ArgumentParser
import Notebook
import Processes

/// The options of `vae` under the names that other tools have for them.
enum OptionNames {
  /// Each option with its names elsewhere; of several options, the first that a command has is meant.
  private static let elsewhere: [(options: [String], names: String)] = [
    (["rate"], "lr learning-rate step-size"), (["batch"], "batch-size minibatch minibatch-size"),
    (["divergence-weight"], "beta kl-weight kld-weight"),
    (["hidden"], "hidden-dim hidden-dims hidden-size hidden-sizes hidden-units layers"),
    (["latent"], "latent-dim latent-dims latent-size latent-dimension z-dim n-latent"),
    (["epochs"], "epoch num-epochs n-epochs max-epochs"),
    (["count", "importance-samples", "samples"], "num-samples n-samples number n"),
    (["importance", "importance-samples"], "k iwae-samples num-importance-samples importance-samples"),
    (["out"], "output output-file output-path save save-path o"),
    (["data", "latents"], "input input-file dataset data-path i"), (["model", "out"], "checkpoint weights model-path"),
    (["seed"], "random-state random-seed manual-seed"), (["threads"], "num-workers workers num-threads jobs n-jobs j"),
    (["held-out"], "validation-split val-split test-size"), (["standardize"], "normalize normalise standardise"),
    (["likelihood"], "loss reconstruction-loss"), (["observation-variance"], "variance sigma"),
    (["activation"], "nonlinearity activation-function"), (["precision"], "dtype"), (["resume"], "restore continue"),
    (["overwrite"], "force"), (["temperature"], "temp tau"), (["atlas"], "grid manifold"),
  ]

  /// Returns the message about the first typed option that a command does not have, but under a different name.
  ///
  /// - Parameters:
  ///   - arguments: The typed words.
  ///   - offered: The names of the command's own options.
  static func message(about arguments: [String], offered: Set<String>) -> String? {
    for argument in arguments where argument.hasPrefix("-") {
      let typed = String(argument.prefix { $0 != "=" })
      let name = String(typed.drop { $0 == "-" }).lowercased().replacing("_", with: "-")
      guard !typed.hasPrefix("--") || !offered.contains(String(typed.dropFirst(2))) else { continue }
      let unknown = "Unknown option '\(typed)'. "
      if ["device", "gpu", "cuda"].contains(name) {
        return unknown + "vae computes on the processor's cores"
          + (offered.contains("threads") ? "; --threads says on how many." : ".")
      }
      let candidates = elsewhere.filter { $0.names.split(separator: " ").contains(Substring(name)) }.flatMap(\.options)
      if let meant = ([name] + candidates).first(where: offered.contains) {
        return unknown + "Did you mean '--\(meant)'?"
      }
    }
    return nil
  }

  /// The names in a help text's list of options.
  static func offered(inHelp text: String) -> Set<String> {
    let lines = text.split(separator: "\n").drop { $0 != "OPTIONS:" }.filter { $0.hasPrefix("  -") }
    let words = lines.compactMap { $0.split(separator: " ").first { $0.hasPrefix("--") } }
    return Set(words.flatMap { $0.split(separator: "/") }.map { String($0.dropFirst(2)) })
  }
}

extension VAE {
  /// Parses the words of a command line and runs the command that they name.
  static func parseAndRun(_ words: [String]) {
    do {
      var command = try parseAsRoot(words)
      try command.run()
    } catch {
      Launch.leaveExitCodeToFirst()
      guard exitCode(for: error) == .validationFailure, let message = messageAboutOptions(words) else {
        exit(withError: error)
      }
      // The usage follows, as after the parser's own messages.
      let usage = fullMessage(for: error).split(separator: "\n").drop { !$0.hasPrefix("Usage:") }
      complain((["Error: \(message)"] + usage.map(String.init)).joined(separator: "\n"))
      exit(withError: ExitCode.validationFailure)
    }
  }

  private static func messageAboutOptions(_ words: [String]) -> String? {
    guard let name = words.first,
      let command = configuration.subcommands.first(where: { $0.configuration.commandName == name })
    else { return nil }
    let offered = OptionNames.offered(inHelp: helpMessage(for: command, columns: 200))
    return OptionNames.message(about: Array(words.dropFirst()), offered: offered)
  }
}
