import Foundation
import Testing

@Suite("The examples of the help", .serialized)
struct HelpTests {
  /// The examples of a help text, each with its continued lines.
  private func examples(of help: String) throws -> [String] {
    let parts = help.components(separatedBy: "EXAMPLES\n")
    try #require(parts.count == 2, "\(help)")
    let block = parts[1].components(separatedBy: "\n\n")[0].replacing("\\\n", with: "")
    return block.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The files that the examples name: a little of what their names promise.
  private func write(into place: Workplace) throws {
    let images = BadData.idx([30, 28, 28], (0..<30 * 784).map { UInt8($0 % 251) })
    for name in ["train", "t10k"] {
      try place.write(images, to: "\(name)-images-idx3-ubyte.gz")
      try place.write(BadData.idx([30], (0..<30).map { UInt8($0 % 10) }), to: "\(name)-labels-idx1-ubyte.gz")
    }
    try place.write(
      "length,width,species\n" + (0..<40).map { "\(Double($0 % 7)),\(Double($0 % 5)),\($0 % 3)\n" }.joined(),
      to: "table.csv")
    try place.write("\(BadData.row)\n\(BadData.row)\n", to: "x.csv")
  }

  @Test("Each one runs as it is printed on 80 columns, in the order in which they stand")
  func run() throws {
    let place = try Workplace()
    try write(into: place)
    let commands = [
      "train", "evaluate", "sample", "reconstruct", "encode", "decode", "interpolate", "merge", "gradient", "info",
    ]
    var count = 0
    for command in [[]] + commands.map({ [$0] }) {
      let help = try place.vae(command + ["--help"])
      #expect(help.status == 0)
      for example in try examples(of: help.output) {
        var words = example.split(separator: " ").map(String.init)
        try #require(words.removeFirst() == "vae", "\(example)")
        // Two data with one draw each, or with four.
        let draws = words.contains("--samples") ? 8 : 2
        let latents = 2 + (try place.latentDimension == 8 ? 6 : 0)
        let noise = [String](repeating: [String](repeating: "0.5", count: latents).joined(separator: ","), count: draws)
        try place.write(noise.joined(separator: "\n") + "\n", to: "epsilon.csv")
        let run = try place.vae(words)
        #expect(run.status == 0, "\(example): \(run.complaints)")
        count += 1
      }
    }
    #expect(count > 20)
  }
}

extension Workplace {
  /// The latent dimension of the model that the examples train, or 2 before there is one.
  fileprivate var latentDimension: Int {
    get throws {
      guard try files.contains("model.safetensors") else { return 2 }
      let architecture =
        try vae("info", "--model", "model.safetensors", "--json").json()["architecture"] as? [String: Any]
      return architecture?["latentDimension"] as? Int ?? 2
    }
  }
}
