import Foundation
import Testing

@Suite("The linear model beside the bound", .serialized)
struct LinearModelTests {
  /// Two columns of different size that vary together.
  private let rows = (0..<60).map { index -> [Double] in
    let (a, b) = (Double(index * 7 % 13), Double(index * 5 % 11))
    return [100 + 20 * a + 3 * b, 0.01 * a - 0.02 * b]
  }

  private func trained(_ options: String...) throws -> ProgramRun {
    let place = try Workplace()
    try place.write("a,b\n" + rows.map { "\($0[0]),\($0[1])\n" }.joined(), to: "t.csv")
    return try place.vae(
      [
        "train", "--data", "t.csv", "--latent", "1", "--hidden", "none", "--epochs", "1", "--held-out", "0", "--plot",
        "none", "--json", "--out", "m.safetensors",
      ] + options)
  }

  @Test("With one latent dimension of two columns it is the Gaussian with the data's covariance, in their units")
  func twoColumns() throws {
    let n = Double(rows.count)
    let mean = (0..<2).map { column in rows.reduce(0) { $0 + $1[column] } / n }
    let covariance = { (i: Int, j: Int) in
      rows.reduce(0) { $0 + ($1[i] - mean[i]) * ($1[j] - mean[j]) } / n
    }
    let determinant = covariance(0, 0) * covariance(1, 1) - covariance(0, 1) * covariance(0, 1)
    let expected = -0.5 * (2 * log(2 * Double.pi) + log(determinant) + 2)
    // Standardised columns are rounded to single precision: a few parts in ten million of each value.
    #expect(try abs(trained().mean("linearModel") - expected) < 1e-5)
    let exact = try trained("--precision", "double", "--standardize", "none").mean("linearModel")
    #expect(abs(exact - expected) < 1e-9)
  }

  @Test("A linear VAE's bound stays below it, and comes near")
  func bound() throws {
    let run = try Workplace().vae(
      "train", "--data", "digits", "--hidden", "none", "--epochs", "300", "--rate", "0.01", "--held-out", "0", "--plot",
      "none", "--json", "--out", "m.safetensors")
    let linear = try run.mean("linearModel")
    let bound = try run.mean("evidenceLowerBound")
    // The bound of 1,797 images is an average of draws: its noise is below a tenth of a nat.
    #expect(bound < linear + 0.1 && bound > linear - 0.3, "\(bound), \(linear)")
  }

  @Test("Where there is none, the report says why")
  func skipped() throws {
    for (options, reason) in [
      (["--latent", "2"], "more than 2 directions"), (["--likelihood", "bernoulli"], "Gaussian likelihood"),
    ] {
      let place = try Workplace()
      try place.write(rows.map { "\($0[0] / 500),\($0[1] + 0.3)\n" }.joined(), to: "t.csv")
      let run = try place.vae(
        ["train", "--data", "t.csv", "--hidden", "none", "--epochs", "1", "--plot", "none", "--out", "m.safetensors"]
          + options)
      #expect(run.output.contains("no linear model to compare with") && run.output.contains(reason), "\(run.output)")
    }
  }
}
