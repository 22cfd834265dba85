import Foundation
import Testing

@Suite("vae train", .serialized)
struct TrainTests {
  /// A training of some seconds' work at most.
  private let small = ["train", "--data", "digits", "--hidden", "16", "--seed", "7"]

  @Test("Stopped and resumed, a training gives the bytes of one that never stopped, on any number of threads")
  func resuming() throws {
    let place = try Workplace()
    #expect(try place.vae(small + ["--epochs", "4", "--threads", "1", "--out", "a.safetensors"]).status == 0)
    #expect(try place.vae(small + ["--epochs", "1", "--threads", "2", "--out", "b.safetensors"]).status == 0)
    #expect(try place.vae(small + ["--epochs", "1", "--threads", "2", "--out", "c.safetensors"]).status == 0)
    #expect(try place.bytes("b.safetensors") == place.bytes("c.safetensors"))
    #expect(try place.bytes("a.safetensors") != place.bytes("b.safetensors"))
    let resumed = try place.vae(
      "train", "--data", "digits", "--resume", "--epochs", "4", "--threads", "3", "--out", "b.safetensors")
    #expect(resumed.status == 0, "\(resumed.complaints)")
    #expect(resumed.complaints.hasPrefix("resumed at epoch 1 of 4, step 17\n"), "\(resumed.complaints)")
    #expect(try place.bytes("a.safetensors") == place.bytes("b.safetensors"))
    let files = try place.files
    #expect(files.contains("a-learning-curve.svg") && files.contains("a-learning-curve.gp"))
  }

  @Test(
    "A signal finishes the step, saves, and says so; what is resumed is as if there had been none",
    arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func signals(signal: Int32, code: Int32) throws {
    let place = try Workplace()
    let long = try place.started(small + ["--epochs", "1000000", "--batch", "7", "--out", "m.safetensors"])
    // The first line of progress comes with the first step.
    while !long.complaints.contains("epoch"), long.process.isRunning { usleep(10_000) }
    kill(long.process.processIdentifier, signal)
    let run = try long.finished()
    #expect(run.status == code)
    #expect(run.output.contains("--resume"))
    let steps = try #require(
      place.vae("info", "--model", "m.safetensors", "--json").json()["training"] as? [String: Any])
    let done = try #require(steps["history"] as? [Any]).count
    let goal = done + 2
    for (name, options) in [
      ("m", ["--resume"]), ("n", ["--overwrite", "--batch", "7", "--hidden", "16", "--seed", "7"]),
    ] {
      let run = try place.vae(
        ["train", "--data", "digits", "--epochs", "1000000", "--out", "\(name).safetensors", "--json"] + options
          + ["--epochs", "\(max(goal, 1))"])
      // A plan is never shortened below what was promised to somebody else: the epochs are the plan's own.
      #expect(run.status == 0, "\(run.complaints)")
    }
    #expect(try tensors(place, "m") == tensors(place, "n"))
  }

  /// All that follows the header: parameters and moments.
  private func tensors(_ place: Workplace, _ name: String) throws -> Data {
    let bytes = try place.bytes("\(name).safetensors")
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    return bytes.dropFirst(8 + length)
  }

  @Test("A training that is not finished is not lost by mistake")
  func overwriting() throws {
    let place = try Workplace()
    let long = try place.started(small + ["--epochs", "1000000", "--out", "m.safetensors"])
    while !long.complaints.contains("epoch"), long.process.isRunning { usleep(10_000) }
    kill(long.process.processIdentifier, SIGTERM)
    #expect(try long.finished().status == 143)
    let before = try place.bytes("m.safetensors")
    let refused = try place.vae(small + ["--epochs", "1", "--out", "m.safetensors"])
    #expect(refused.status == 3 && refused.complaints.contains("--resume"))
    #expect(try place.bytes("m.safetensors") == before)
    #expect(try place.vae(small + ["--epochs", "1", "--overwrite", "--out", "m.safetensors"]).status == 0)
    #expect(try place.bytes("m.safetensors") != before)
  }

  @Test("A bound that is not finite stops the training with the step, the seed and the last good parameters")
  func nonFinite() throws {
    let place = try Workplace()
    let run = try place.vae(small + ["--rate", "1e7", "--out", "m.safetensors"])
    #expect(run.status == 1)
    #expect(run.complaints.contains("step ") && run.complaints.contains("seed 7"))
    #expect(run.complaints.contains("m.safetensors"))
    #expect(try place.vae("info", "--model", "m.safetensors").status == 0)
  }

  @Test("Training on the digits raises the held-out bound, and every number of the report has its standard error")
  func improvement() throws {
    let place = try Workplace()
    let short = try place.vae(small + ["--epochs", "1", "--out", "a.safetensors", "--json"])
    let long = try place.vae(small + ["--epochs", "30", "--out", "b.safetensors", "--json"])
    let error = try hypot(short.standardError("evidenceLowerBound"), long.standardError("evidenceLowerBound"))
    #expect(try long.mean("evidenceLowerBound") > short.mean("evidenceLowerBound") + 6 * error)
    let bound = try long.mean("reconstruction") - long.mean("divergence")
    #expect(try abs(bound - long.mean("evidenceLowerBound")) < 1e-9)
  }

  @Test(
    "Options without meaning are refused in one line, before any work",
    arguments: [
      ["--latent", "0"], ["--hidden", "3,x"], ["--activation", "sine"], ["--epochs", "1e3"], ["--batch", "-5"],
      ["--rate", "nan"], ["--likelihood", "bernoulli", "--observation-variance", "0.1"], ["--held-out", "1"],
      ["--importance", "5", "--divergence", "analytic"], ["--optimizer", "ascent", "--adam-epsilon", "1"],
      ["--seed", "18446744073709551616"], ["--observation-variance", "0"], ["--resume"],
    ])
  func refusedOptions(options: [String]) throws {
    let place = try Workplace()
    let run = try place.vae(["train", "--data", "digits", "--out", "m.safetensors"] + options)
    #expect(run.status == 3, "\(run.output)\(run.complaints)")
    #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
    #expect(run.complaints.contains("expected") && run.complaints.contains("found"), "\(run.complaints)")
    #expect(try place.files.isEmpty)
  }

  @Test("An output that cannot be written is refused before any work")
  func unwritable() throws {
    let place = try Workplace()
    let run = try place.vae(small + ["--out", "missing/m.safetensors"])
    #expect(run.status == 74)
    #expect(run.complaints.contains("missing") && run.complaints.split(separator: "\n").count == 1)
  }
}
