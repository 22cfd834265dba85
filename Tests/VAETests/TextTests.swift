import Foundation
import Testing

@Suite("Text from files is printed on one line, and no terminal obeys it", .serialized)
struct TextTests {
  private let forged = "d\u{1B}[2J\u{1B}[H\nmodel        forged\u{9b}31m\u{202e}"

  @Test("info, in the terminal and in JSON, and a refusal")
  func info() throws {
    let place = try Workplace()
    try place.writeDigitsModel()
    let model = try ModelParts(place.bytes("m.safetensors"))
    try place.write(Array(model.with("training", ["data", "name"], forged)), to: "m.safetensors")
    let controls = { (text: String) in
      text.unicodeScalars.contains { $0 != "\n" && [.control, .format].contains($0.properties.generalCategory) }
    }
    for options in [[], ["--json"]] {
      let run = try place.vae(["info", "--model", "m.safetensors"] + options)
      #expect(run.status == 0 && !controls(run.output), "\(run.output.debugDescription)")
      #expect(!run.output.split(separator: "\n").contains { $0.hasPrefix("model        forged") })
    }
    let json = try place.vae("info", "--model", "m.safetensors", "--json").json()
    #expect((json["training"] as? [String: Any])?.values.contains { "\($0)".contains("forged") } == true)
    try place.write("a,b\n1,\u{1B}[2Jx\u{202e}\n", to: "x.csv")
    let refused = try place.vae("train", "--data", "x.csv", "--out", "o")
    #expect(refused.status == 3 && !controls(refused.complaints), "\(refused.complaints.debugDescription)")
  }
}
