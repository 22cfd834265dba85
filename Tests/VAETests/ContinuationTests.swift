import Foundation
import Testing

@Suite("A training that goes on, and what could not be gone on with", .serialized)
struct ContinuationTests {
  private let small = ["train", "--data", "digits", "--hidden", "8", "--plot", "none", "--out", "m.safetensors"]

  @Test(
    "An option that contradicts the training that goes on is refused and not ignored",
    arguments: [
      (["--seed", "8"], "--seed: expected 7"),
      (["--held-out", "0.2"], "--held-out: expected the share of 180 of 1797"),
      (["--epochs", "1"], "--epochs: expected at least 2"),
      (["--adam-epsilon", "1e-8"], "--optimizer or --adam-epsilon"),
    ])
  func contradictions(options: [String], says: String) throws {
    let place = try Workplace()
    #expect(try place.vae(small + ["--epochs", "2", "--seed", "7", "--adam-epsilon", "1e-4"]).status == 0)
    try place.refuse(small + ["--resume"] + options, says, "m.safetensors")
    let same = ["--resume", "--epochs", "3", "--seed", "7", "--held-out", "0.1", "--optimizer", "adam"]
    let run = try place.vae(small + same)
    #expect(run.status == 0, "\(run.complaints)")
  }

  /// 30 rows near 0 and one so far away that its bound is −∞ in single precision.
  private func outlier(in place: Workplace) throws {
    let rows = (0..<30).map { "0.\($0),0.\(97 - $0),0.5" } + ["1e30,1e30,1e30"]
    try place.write(rows.joined(separator: "\n") + "\n", to: "x.csv")
  }

  @Test("A row that makes a bound not finite is named before the first step, held out or not, and nothing is left")
  func heldOutBound() throws {
    let place = try Workplace()
    try outlier(in: place)
    let data = [
      "train", "--data", "x.csv", "--standardize", "none", "--hidden", "none", "--held-out", "0.5", "--out",
      "h.safetensors",
    ]
    var places: Set<Bool> = []
    for seed in 1...8 {
      let run = try place.vae(data + ["--epochs", "2", "--seed", "\(seed)"])
      #expect(run.status == 1 && run.complaints.contains("x.csv, row 31"), "\(run.complaints)")
      #expect(run.complaints.contains("largest value is 1e+30"), "\(run.complaints)")
      places.insert(run.complaints.contains("held out"))
      #expect(try place.files == ["x.csv"])
    }
    #expect(places == [true, false], "some seeds hold the outlier out, the others do not")
  }

  @Test("A bound that is not finite takes no good checkpoint's place, and no other model's")
  func lastGood() throws {
    let place = try Workplace()
    #expect(try place.vae(small + ["--epochs", "1"]).status == 0)
    let good = try place.contents
    let other = try place.vae(small + ["--overwrite", "--rate", "1e7"])
    #expect(other.status == 1 && other.complaints.contains("m.safetensors is as it was before"), "\(other.complaints)")
    #expect(try place.contents == good)

    // A rate that is just too high: 20 steps are well, and some 10 more are not.
    let slow = [
      "--observation-variance", "0.1", "--optimizer", "ascent", "--rate", "0.04", "--batch", "500", "--overwrite",
    ]
    #expect(try place.vae(small + slow + ["--epochs", "5"]).status == 0)
    let checkpoint = try place.contents
    let run = try place.vae(small + ["--resume", "--epochs", "50"])
    #expect(
      run.status == 1 && run.complaints.contains("the last good checkpoint is that of step 20, in m.safetensors"),
      "\(run.complaints)")
    #expect(try place.contents == checkpoint)
  }

  @Test("Parameters that are not finite themselves are not saved, and the reason of the stop is told all the same")
  func nothingGood() throws {
    let place = try Workplace()
    let run = try place.vae(small + ["--rate", "1e308", "--precision", "double"])
    #expect(run.status == 1 && run.complaints.contains("they were not saved"), "\(run.complaints)")
    #expect(run.complaints.contains("seed 42"))
    #expect(try place.files.isEmpty)
  }

  @Test("The last step's parameters are judged too: no further step would find that they overflowed")
  func lastStep() throws {
    let place = try Workplace()
    let step = [
      "train", "--data", "digits", "--optimizer", "ascent", "--epochs", "1", "--batch", "2000",
      "--out", "m.safetensors",
    ]
    let run = try place.vae(step + ["--rate", "1e38"])
    #expect(run.status == 1 && run.complaints.contains("step 1 (epoch 1, seed 42)"), "\(run.complaints)")
    #expect(run.complaints.contains("expected the step to leave finite parameters"))
    #expect(try place.files.isEmpty)
    #expect(try place.vae(step + ["--rate", "1e-3"]).status == 0)
  }

  @Test("An output does not take the place of the labels that the command reads")
  func labels() throws {
    let place = try Workplace()
    try place.copyFixture("tanh-gaussian", to: "m.safetensors")
    try place.write([0, 0, 8, 1, 0, 0, 0, 1, 7], to: "labels")
    for command in ["encode", "reconstruct", "interpolate"] {
      try place.refuse(
        [command, "--model", "m.safetensors", "--data", "digits", "--labels", "labels", "--out", "labels"],
        "cannot write labels", "what the command reads", code: 74)
    }
  }
}
