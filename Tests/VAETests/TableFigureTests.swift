import Foundation
import Testing

@Suite("Figures of tables", .serialized)
struct TableFigureTests {
  private func script(_ place: Workplace, _ name: String) throws -> String {
    String(decoding: try place.bytes(name), as: UTF8.self)
  }

  @Test("Four columns are two pairs, the data beside the samples, under their names and in their units")
  func pairs() throws {
    let place = try Workplace()
    let rows = (0..<40).map { "\(Double($0 % 11) * 100),\($0 % 5),\($0 * $0 % 7),\($0 % 3),k\($0 % 2)\n" }.joined()
    try place.write("leaf length,leaf width,flower length,flower width,kind\n" + rows, to: "x.csv")
    let trained = try place.vae(
      "train", "--data", "x.csv", "--label-column", "kind", "--hidden", "4", "--epochs", "2", "--plot", "none", "--out",
      "m.safetensors")
    try #require(trained.status == 0, "\(trained.complaints)")
    #expect(try place.vae("sample", "--model", "m.safetensors", "--out", "s.csv").status == 0)
    let run = try place.vae("reconstruct", "--model", "m.safetensors", "--data", "x.csv", "--out", "r.csv")
    #expect(run.status == 0, "\(run.complaints)")
    for (name, side) in [("s-samples.gp", "samples"), ("r-reconstructions.gp", "reconstructions")] {
      let script = try script(place, name)
      for words in ["leaf length", "leaf width", "flower length", "flower width", "\"data\"", "\"\(side)\""] {
        #expect(script.contains(words.replacing("\"", with: "")), "\(words)")
      }
      #expect(script.components(separatedBy: "plot $").count == 5, "four panels")
      #expect(script.contains("1000"), "the data's units")
    }
    // Without the data, or with others in their place, the samples are drawn without them.
    try place.write("leaf length,leaf width,flower length,flower width,kind\n1,2,3,4,k1\n2,3,4,5,k0\n", to: "x.csv")
    #expect(try place.vae("sample", "--model", "m.safetensors", "--out", "s.csv").status == 0)
    #expect(try script(place, "s-samples.gp").components(separatedBy: "plot $").count == 3)
  }

  @Test("A table of one column has no plane, and a figure of it is not asked for in vain")
  func oneColumn() throws {
    let place = try Workplace()
    try place.write((0..<40).map { "\($0 % 11)\n" }.joined(), to: "x.csv")
    #expect(
      try place.vae(
        "train", "--data", "x.csv", "--no-header", "--latent", "1", "--hidden", "none", "--epochs", "1", "--plot",
        "none", "--out", "m.safetensors"
      ).status == 0)
    let sample = ["sample", "--model", "m.safetensors", "--out", "s.csv"]
    #expect(try place.vae(sample).status == 0)
    try place.refuse(sample + ["--figures", "f"], "--figures", "two columns or more")
  }
}
