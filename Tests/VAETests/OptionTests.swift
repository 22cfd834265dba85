import Foundation
import Testing

@Suite("Options and outputs without meaning", .serialized)
struct OptionTests {
  private let train = ["train", "--data", "digits", "--out", "o.safetensors"]

  @Test(
    "A number outside its domain is refused by its option's name",
    arguments: [
      ("--samples", "0"), ("--samples", "-5"), ("--samples", "1e3"), ("--samples", "1000000000000"), ("--hidden", "0"),
      ("--hidden", ""), ("--hidden", "4,,4"), ("--latent", "0"), ("--rate", "nan"), ("--rate", "-1"),
      ("--rate", "1e400"),
      ("--threads", "0"), ("--threads", "-1"), ("--threads", "1000"), ("--seed", "18446744073709551616"),
      ("--seed", "-1"), ("--epochs", "1000000000000"), ("--epochs", "0"), ("--batch", "0"), ("--importance", "0"),
      ("--checkpoint-minutes", "0"), ("--held-out", "-0.1"), ("--held-out", "0.9999"), ("--scale", "0"),
      ("--scale", "nan"), ("--divergence-weight", "-1"), ("--adam-epsilon", "0"), ("--binarize", "yes"),
    ])
  func numbers(option: String, value: String) throws {
    try Workplace().refuse(train + [option, value], "vae train: \(option): expected", "found")
  }

  @Test(
    "What this machine's memory cannot hold is refused before it is asked for",
    arguments: [
      (["--latent", "1000000000"], "--latent and --hidden"),
      (["--hidden", "100000,100000,100000"], "--latent and --hidden"),
      (["--samples", "1000000", "--importance", "1000000"], "--batch, --samples and --importance"),
      (["--samples", "1000000", "--batch", "1000000000", "--hidden", "1000"], "--batch, --samples and --importance"),
    ])
  func memory(options: [String], names: String) throws {
    try Workplace().refuse(train + options, names, "within this machine's memory")
  }

  @Test("A table that memory cannot hold, and rows that are not there, are refused")
  func uses() throws {
    let place = try Workplace()
    try place.copyFixture("tanh-gaussian", to: "m.safetensors")
    let model = ["--model", "m.safetensors"]
    let table = ["--data", "digits", "--out", "o.csv"]
    try place.refuse(["sample", "--count", "1000000000", "--out", "o.csv"] + model, "--count", "this machine's memory")
    try place.refuse(["interpolate", "--steps", "1000000000"] + table + model, "--steps", "this machine's memory")
    try place.refuse(["interpolate", "--from", "9999"] + table + model, "--from", "from 1 to 1797, found '9999'")
    try place.refuse(["interpolate", "--to", "0"] + table + model, "--to", "found '0'")
    try place.refuse(
      ["evaluate", "--importance-samples", "0", "--data", "digits"] + model, "--importance-samples", "'0'")
    try place.refuse(
      ["sample", "--plot", "gif", "--out", "o.csv"] + model, "--plot", "svg, ascii or none, found 'gif'")
  }

  @Test("An output that cannot be written is refused before any work: a folder, no folder, one without new files")
  func outputs() throws {
    let place = try Workplace()
    try place.copyFixture("tanh-gaussian", to: "m.safetensors")
    for (out, says) in [
      (".", "something else than a regular file"), ("/dev/null", "something else"),
      ("nowhere/m.safetensors", "no folder"),
      ("", "the path is empty"), ("/proc/m.safetensors", "the folder /proc may not be written to"),
    ] {
      try place.refuse(["train", "--data", "digits", "--out", out], "cannot write \(out)", says, code: 74)
      try place.refuse(["sample", "--model", "m.safetensors", "--out", out], "cannot write \(out)", says, code: 74)
    }
    try place.refuse(
      ["sample", "--model", "m.safetensors", "--out", "./m.safetensors"], "m.safetensors", "what the command reads",
      code: 74)
  }

  @Test("A reader that goes away is no failure and stops no training; a full disk is one, and so is a closed output")
  func standardOutput() throws {
    let place = try Workplace()
    try place.copyFixture("tanh-gaussian", to: "m.safetensors")
    let early = try place.shell("\"$1\" info --model m.safetensors | head -1 >first; echo ${PIPESTATUS[0]}")
    #expect(early.output == "0\n")
    let training = try place.shell(
      "\"$1\" train --data digits --epochs 2 --hidden 4 --out t.safetensors 2>progress | true; echo ${PIPESTATUS[0]}")
    #expect(training.output == "0\n")
    #expect(try place.files.contains("t.safetensors"))
    let full = try place.shell("\"$1\" info --model m.safetensors >/dev/full; echo $?")
    #expect(full.output == "74\n" && full.complaints.contains("No space left on device"))
    let closed = try place.shell("\"$1\" info --model m.safetensors >&-; echo $?")
    #expect(closed.output == "74\n" && closed.complaints.contains("standard output could not be written"))
  }
}
