import Foundation
import Testing

/// One option of one command, as it is tried.
struct TriedOption {
  /// The typed words.
  let words: [String]
  /// The words typed besides, with the option and without it.
  let beside: [String]
  /// True if the option is not to change a byte of the result: it says how, and not what.
  let changesNothing: Bool

  init(_ words: [String], beside: [String] = [], changesNothing: Bool = false) {
    (self.words, self.beside, self.changesNothing) = (words, beside, changesNothing)
  }
}

/// Every command with every option, each in a place where it changes the result or is refused.
enum OptionTable {
  /// The options for reading data: for the digits, which are not a table and have their scale, most of them are refused.
  private static let reading: [String: TriedOption] = [
    "labels": .init(["--labels", "labels"]), "header": .init(["--header"]),
    "no-header": .init(["--no-header"]),
    "label-column": .init(["--label-column", "last"]), "columns": .init(["--columns", "1,2"]),
    "drop": .init(["--drop", "1"]), "delimiter": .init(["--delimiter", "tab"]),
    "decimal": .init(["--decimal", "comma"]), "missing": .init(["--missing", "drop"]),
    "scale": .init(["--scale", "8"]), "standardize": .init(["--standardize", "columns"]),
    "image": .init(["--image", "4,16"]),
  ]
  private static let json = ["json": TriedOption(["--json"])]
  private static let model = ["model": TriedOption(["--model", "other.safetensors"])]
  private static let data = ["data": TriedOption(["--data", "other.csv"])]
  private static let seed = ["seed": TriedOption(["--seed", "7"])]
  private static let threads = ["threads": TriedOption(["--threads", "1"], changesNothing: true)]
  private static let shard = ["shard": TriedOption(["--shard", "1/2"], beside: ["--out", "part"])]
  private static let out = ["out": TriedOption(["--out", "o2"])]
  private static let figure = [
    "plot": TriedOption(["--plot", "ascii"]),
    "figures": TriedOption(["--figures", "drawn"], beside: ["--plot", "svg"]),
  ]

  private static let training: [String: TriedOption] = [
    "latent": .init(["--latent", "3"]), "hidden": .init(["--hidden", "5"]),
    "activation": .init(["--activation", "relu"]),
    "likelihood": .init(["--likelihood", "bernoulli"]),
    "observation-variance": .init(["--observation-variance", "0.2"]),
    "output": .init(["--output", "sigmoid"]), "epochs": .init(["--epochs", "2"]), "batch": .init(["--batch", "50"]),
    "rate": .init(["--rate", "0.01"]), "optimizer": .init(["--optimizer", "ascent"]),
    "adam-epsilon": .init(["--adam-epsilon", "1e-4"]), "samples": .init(["--samples", "2"]),
    "importance": .init(["--importance", "2"]), "divergence": .init(["--divergence", "sampled"]),
    "divergence-weight": .init(["--divergence-weight", "0.5"]), "binarize": .init(["--binarize", "threshold"]),
    "shards": .init(["--shards", "4"]), "patience": .init(["--patience", "none"]),
    "metrics": .init(["--metrics", "e.jsonl"]),
    "config": .init(["--config", "c.json"]),
    "held-out": .init(["--held-out", "0.2"]), "precision": .init(["--precision", "double"]),
    "checkpoint-minutes": .init(["--checkpoint-minutes", "0.001"], changesNothing: true),
    "resume": .init(["--resume"]), "overwrite": .init(["--overwrite"], beside: ["--out", "m.safetensors"]),
    "live": .init(["--live"], changesNothing: true),
    // Of a table, how it is read matters.
    "header": .init(["--header"], beside: ["--data", "numbers.csv"]),
    "no-header": .init(["--no-header"], beside: ["--data", "numbers.csv"]),
    "label-column": .init(["--label-column", "kind"], beside: ["--data", "table.csv"]),
    "columns": .init(["--columns", "a"], beside: ["--data", "table.csv"]),
    "drop": .init(["--drop", "a"], beside: ["--data", "table.csv"]),
    "delimiter": .init(["--delimiter", "comma"], beside: ["--data", "table.csv"]),
    "decimal": .init(["--decimal", "point"], beside: ["--data", "table.csv"]),
    "missing": .init(["--missing", "drop"], beside: ["--data", "missing.csv"]),
    "standardize": .init(["--standardize", "none"], beside: ["--data", "table.csv"]),
    "image": .init(["--image", "1,3"], beside: ["--data", "table.csv"]),
  ]

  /// The words that a command needs at least.
  static let base: [String: [String]] = [
    "train": ["--data", "digits", "--hidden", "4", "--epochs", "1", "--plot", "none", "--out", "o"],
    "evaluate": ["--model", "m.safetensors", "--data", "digits"],
    "sample": ["--model", "m.safetensors", "--count", "5", "--plot", "none", "--out", "o"],
    "reconstruct": ["--model", "m.safetensors", "--data", "digits", "--plot", "none", "--out", "o"],
    "encode": ["--model", "m.safetensors", "--data", "digits", "--plot", "none", "--out", "o"],
    "decode": ["--model", "m.safetensors", "--latents", "n.csv", "--plot", "none", "--out", "o"],
    "interpolate": ["--model", "m.safetensors", "--data", "digits", "--plot", "none", "--out", "o"],
    "gradient": ["--model", "m.safetensors", "--data", "x.csv", "--noise", "n.csv", "--out", "o"],
    "merge": ["part-1", "--plot", "none", "--out", "o"],
    "info": ["--model", "m.safetensors"],
  ]

  /// The options of each command.
  static let tried: [String: [String: TriedOption]] = [
    "train": union(reading, training, data, out, figure, seed, threads, json),
    "evaluate": union(
      reading, model, data, shard, seed, threads, json,
      [
        "importance-samples": .init(["--importance-samples", "3"]), "samples": .init(["--samples", "2"]),
        "binarize": .init(["--binarize", "threshold"]), "part": .init(["--part", "training"]),
        "out": .init(["--out", "scores.csv"]),
      ]),
    "sample": union(
      model, out, figure, seed, json,
      [
        "count": .init(["--count", "6"]), "draw": .init(["--draw"]), "temperature": .init(["--temperature", "0.5"]),
        "atlas": .init(["--atlas", "3"]),
      ]),
    "reconstruct": union(
      reading, model, data, out, figure, seed, json, ["count": .init(["--count", "6"]), "draw": .init(["--draw"])]),
    "decode": union(
      model, out, figure, json,
      [
        "latents": .init(["--latents", "n2.csv"]), "header": .init(["--header"]),
        // A table that is recognised as what it is said to be.
        "no-header": .init(["--no-header"], beside: ["--latents", "counts.csv"]),
      ]),
    "encode": union(reading, model, data, out, figure, shard, seed, json),
    "merge": union(out, figure, json),
    "interpolate": union(
      reading, model, data, out, figure, seed, json,
      ["from": .init(["--from", "3"]), "to": .init(["--to", "3"]), "steps": .init(["--steps", "3"])]),
    "gradient": union(
      reading, model, data, out, seed, json,
      [
        "noise": .init(["--noise", "n2.csv"]), "samples": .init(["--samples", "1"]),
        "importance": .init(["--importance", "2"]), "divergence": .init(["--divergence", "sampled"]),
        "divergence-weight": .init(["--divergence-weight", "0.5"]), "precision": .init(["--precision", "single"]),
        // The two rows of this table are refused for lack of a header that they say is there.
        "no-header": .init(["--no-header"], beside: ["--data", "counted.csv"]),
        "missing": .init(["--missing", "drop"], beside: ["--data", "gap.csv"]),
      ]),
    "info": union(model, json, ["markdown": .init(["--markdown"])]),
  ]

  private static func union(_ parts: [String: TriedOption]...) -> [String: TriedOption] {
    parts.reduce([:]) { $0.merging($1) { $1 } }
  }
}
