import Foundation
import Testing

@Suite("Figures of many and of large data", .serialized)
struct PictureTests {
  /// The first lines of a figure's script.
  private func caption(_ place: Workplace, _ script: String) throws -> String {
    String(decoding: try place.bytes(script), as: UTF8.self).split(separator: "\n").prefix(3).joined(separator: " ")
  }

  /// Writes images of some size and trains a model on them.
  private func trained(rows: Int, columns: Int, count: Int) throws -> Workplace {
    let place = try Workplace()
    let pixels = (0..<count * rows * columns).map { UInt8($0 * 7 % 251) }
    try place.write(BadData.idx([UInt32(count), UInt32(rows), UInt32(columns)], pixels), to: "images")
    let run = try place.vae(
      "train", "--data", "images", "--hidden", "none", "--epochs", "1", "--plot", "none", "--out", "m.safetensors")
    try #require(run.status == 0, "\(run.complaints)")
    return place
  }

  @Test(
    "As many images, at such a size, as the limits allow",
    arguments: [(64, 64, "The first 48 of 64"), (100, 10, ""), (10, 100, ""), (400, 600, "2 × 2 pixels")])
  func images(rows: Int, columns: Int, says: String) throws {
    let few = rows * columns > 100_000
    let place = try trained(rows: rows, columns: columns, count: few ? 6 : 60)
    let data = ["--data", "images"]
    for (arguments, figure) in [
      (["sample", "--count", few ? "3" : "64", "--out", "o.csv"], "o-samples"),
      (["reconstruct", "--out", "o.csv"] + data, "o-reconstructions"),
      (["interpolate", "--steps", few ? "3" : "150", "--out", "o.csv"] + data, "o-interpolation"),
    ] where !few || arguments[0] != "reconstruct" {
      let run = try place.vae(arguments + ["--model", "m.safetensors"])
      #expect(run.status == 0, "\(arguments): \(run.complaints)")
      #expect(try place.files.contains("\(figure).svg"))
    }
    #expect(try says.isEmpty || caption(place, "o-samples.gp").contains(says))
  }

  @Test("A way of many points shows its two ends, and says how many of them it shows")
  func way() throws {
    let place = try trained(rows: 8, columns: 8, count: 40)
    let run = try place.vae(
      "interpolate", "--model", "m.safetensors", "--data", "images", "--steps", "501", "--out", "w.csv")
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try caption(place, "w-interpolation.gp").contains("100 of 501 points"))
  }

  @Test("Of 7,500 data sorted by label every label has its points, and the caption says which are shown")
  func sorted() throws {
    let place = try Workplace()
    try place.copyFixture("tanh-gaussian", to: "m.safetensors")
    let rows = (0..<7500).map { row in
      "\(row / 750)," + (0..<64).map { "0.\((row * ($0 + 3)) % 97)" }.joined(separator: ",") + "\n"
    }
    try place.write(rows.joined(), to: "sorted.csv")
    let run = try place.vae(
      "encode", "--model", "m.safetensors", "--data", "sorted.csv", "--label-column", "1", "--no-header", "--out",
      "e.csv")
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try caption(place, "e-latent-plane.gp").contains("One example in 2 of each label"))
    let script = String(decoding: try place.bytes("e-latent-plane.gp"), as: UTF8.self)
    let blocks = script.components(separatedBy: "<< EOD\n").dropFirst().map { $0.components(separatedBy: "EOD")[0] }
    #expect(blocks.count == 10 && blocks.allSatisfy { $0.filter(\.isNewline).count == 375 }, "\(blocks.map(\.count))")
  }
}
