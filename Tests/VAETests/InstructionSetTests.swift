import Foundation
import Testing

@Suite("The same bytes with every instruction set")
struct InstructionSetTests {
  static let trainings = [
    ["--observation-variance", "learned"], ["--precision", "double", "--hidden", "20,9", "--activation", "softplus"],
    ["--likelihood", "bernoulli", "--binarize", "dynamic", "--importance", "3"],
    ["--likelihood", "poisson", "--data", "counts.csv", "--no-header"],
  ]

  @Test("Training, evaluation and log p(x)", arguments: trainings)
  func sameBytes(options: [String]) throws {
    let place = try Workplace()
    let counts = (0..<50).map { row in (0..<20).map { "\((row * 7 + $0 * 5) % 23)" }.joined(separator: ",") + "\n" }
    try place.write(counts.joined(), to: "counts.csv")
    let data = options.contains("counts.csv") ? "counts.csv" : "digits"
    var files: [Data] = []
    var outputs: [String] = []
    for name in ["plain", "avx2", "avx512"] {
      let environment = ProcessInfo.processInfo.environment.merging(["LOWER_BOUND_KERNELS": name]) { $1 }
      let training =
        ["train", "--data", data, "--hidden", "16", "--epochs", "2", "--seed", "3", "--out", "m.safetensors"]
        + ["--overwrite"] + options
      let run = try place.vae(training, environment: environment)
      // A processor without these instructions says so.
      if run.status == 64, run.complaints.contains(name) { continue }
      #expect(run.status == 0, "\(run.complaints)")
      files.append(try place.bytes("m.safetensors"))
      let evaluation =
        ["evaluate", "--model", "m.safetensors", "--data", data] + ["--importance-samples", "5", "--json"]
      outputs.append(try place.vae(evaluation, environment: environment).output)
    }
    #expect(!files.isEmpty && Set(files).count == 1 && Set(outputs).count == 1 && outputs[0].contains("mean"))
  }
}
