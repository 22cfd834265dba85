import Foundation
import Testing

@Suite("A training that goes on, and what could not be gone on with", .serialized)
struct ContinuationTests {
  private let small = ["train", "--data", "digits", "--hidden", "8", "--plot", "none", "--out", "m.safetensors"]

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
