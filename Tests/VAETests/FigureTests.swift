import Foundation
import Testing

@Suite("The figures of vae")
struct FigureTests {
  private let training = [
    "train", "--data", "digits", "--hidden", "8", "--epochs", "1", "--overwrite", "--out", "m.safetensors",
  ]

  @Test("Without gnuplot nothing is lost but the figure: the model, the table and the numbers are there")
  func missingGnuplot() throws {
    let place = try Workplace()
    let run = try place.vae(training, environment: ["PATH": place.url.path])
    #expect(run.status == 4)
    #expect(run.output.contains("bound") && run.output.contains("saved        m.safetensors"))
    let complaints = run.complaints.split(separator: "\n").filter { $0.contains("gnuplot is not on the PATH") }
    #expect(complaints.count == 1, "\(run.complaints)")
    let encoded = try place.vae(
      ["encode", "--model", "m.safetensors", "--data", "digits", "--out", "codes.csv", "--json"],
      environment: ["PATH": place.url.path])
    #expect(encoded.status == 4)
    #expect(try encoded.json()["data"] as? Int == 1797)
    // The figures' scripts are there too, to be run where there is a gnuplot.
    let left = ["codes-latent-plane.gp", "codes.csv", "m-learning-curve.gp", "m.safetensors"]
    #expect(try place.files == left)
  }

  @Test("A learning curve has the objective where it is not the bound", arguments: ["1", "0:1/2"])
  func objective(weight: String) throws {
    let place = try Workplace()
    #expect(try place.vae(training + ["--epochs", "2", "--divergence-weight", weight]).status == 0)
    let script = String(decoding: try place.bytes("m-learning-curve.gp"), as: UTF8.self)
    #expect(script.contains("objective, training") == (weight != "1"))
  }

  @Test("A training draws its learning curve as a file, in the terminal, or not at all")
  func styles() throws {
    let place = try Workplace()
    let none = try place.vae(training + ["--plot", "none"], environment: ["PATH": place.url.path])
    #expect(none.status == 0, "\(none.complaints)")
    #expect(try place.files == ["m.safetensors"])
    let text = try place.vae(training + ["--plot", "ascii"])
    #expect(text.status == 0 && text.output.contains("Learning curve"), "\(text.output)")
    #expect(try place.files == ["m.safetensors"])
    #expect(try place.vae(training + ["--figures", "drawn/here"]).status == 0)
    #expect(try place.files == ["drawn", "m.safetensors"])
    #expect(try place.vae(training + ["--figures", "m.safetensors/here"]).status == 74)
    #expect(try place.vae(training + ["--plot", "jpeg"]).status == 3)
  }
}
