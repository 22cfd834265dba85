import Foundation
import Testing

@Suite("Early stopping, and the parameters that are kept", .serialized)
struct StoppingTests {
  /// A training whose held-out bound soon has a worse epoch: its steps are long.
  private let hasty = [
    "train", "--data", "digits", "--hidden", "8", "--rate", "0.05", "--seed", "7", "--plot", "none", "--json", "--out",
  ]

  private func heldOutBounds(_ place: Workplace, _ model: String) throws -> [Double] {
    let json = try place.vae("info", "--model", model, "--json").json()
    let history = try #require((json["training"] as? [String: Any])?["history"] as? [[String: Any]])
    return history.compactMap { $0["heldOutBound"] as? Double }
  }

  @Test("Training stops after so many epochs without a better held-out bound, and leaves the best epoch's model")
  func best() throws {
    let place = try Workplace()
    let run = try place.vae(hasty + ["m.safetensors", "--patience", "3"])
    let (json, bounds) = (try run.json(), try heldOutBounds(place, "m.safetensors"))
    let best = try #require(json["bestEpoch"] as? Int)
    #expect(json["stoppedEarly"] as? Bool == true && json["finished"] as? Bool == true)
    #expect(json["epochs"] as? Int == best + 3 && bounds.count == best + 3)
    #expect(bounds.max() == bounds[best - 1])
    #expect(try run.mean("evidenceLowerBound") == bounds[best - 1])
    let evaluated = try place.vae("evaluate", "--model", "m.safetensors", "--seed", "7", "--json")
    #expect(try evaluated.mean("evidenceLowerBound") == bounds[best - 1])
    #expect(try place.vae("info", "--model", "m.safetensors").output.contains("the parameters of epoch \(best)"))
  }

  @Test("Stopped in between, or by a smaller patience, a training goes on to the same bytes")
  func resuming() throws {
    let place = try Workplace()
    #expect(try place.vae(hasty + ["a.safetensors", "--patience", "6", "--epochs", "40"]).status == 0)
    #expect(try place.vae(hasty + ["b.safetensors", "--patience", "2", "--epochs", "3"]).status == 0)
    let resume = [
      "train", "--data", "digits", "--resume", "--plot", "none", "--out", "b.safetensors", "--epochs", "40",
    ]
    #expect(try place.vae(resume).status == 0)
    #expect(try place.bytes("a.safetensors") != place.bytes("b.safetensors"))
    #expect(try place.vae(resume + ["--patience", "6", "--threads", "1"]).status == 0)
    #expect(try place.bytes("a.safetensors") == place.bytes("b.safetensors"))
    // Where all epochs are asked for, the last one's parameters are the model's again.
    let all = ["--patience", "none", "--epochs", "45"]
    #expect(try place.vae(hasty + ["c.safetensors"] + all).status == 0)
    #expect(try place.vae(resume + all).status == 0)
    #expect(try place.bytes("c.safetensors") == place.bytes("b.safetensors"))
  }

  @Test("While the divergence's weight grows, no epoch is waited for")
  func warmUp() throws {
    let place = try Workplace()
    let run = try place.vae(
      hasty + ["m.safetensors", "--patience", "1", "--divergence-weight", "0:1/12", "--epochs", "40"])
    let epochs = try #require(run.json()["epochs"] as? Int)
    #expect(epochs > 12)
    let bounds = try heldOutBounds(place, "m.safetensors").prefix(12)
    #expect(zip(bounds, bounds.dropFirst()).contains { $0.0 > $0.1 }, "one of the first epochs is worse")
  }

  @Test("A patience without data to judge by is refused, and by default there is none")
  func nothingHeldOut() throws {
    let place = try Workplace()
    let none = hasty + ["m.safetensors", "--held-out", "0"]
    try place.refuse(none + ["--patience", "3"], "--patience: expected none", "found '3'")
    let run = try place.vae(none + ["--epochs", "2"])
    #expect(run.status == 0)
    #expect(try run.json()["bestEpoch"] is NSNull)
    try place.refuse(none + ["--resume", "--patience", "3"], "--patience: expected none", "found '3'")
  }

  @Test("A record of stopping that no training leaves is refused")
  func badRecord() throws {
    let place = try Workplace()
    #expect(try place.vae(hasty + ["m.safetensors", "--patience", "1", "--epochs", "40"]).status == 0)
    let model = try ModelParts(place.bytes("m.safetensors"))
    for (key, value) in [("patience", 0), ("waited", -1), ("bestEpoch", 99), ("bestEpoch", 0)] {
      try place.write(Array(model.with("training", ["stopping", key], value)), to: "x.safetensors")
      try place.refuse(["info", "--model", "x.safetensors"], "x.safetensors", "stopping")
    }
  }
}
