import Foundation
import Testing

@testable import chapter7

@Suite("Chapter 7")
struct Chapter7Tests {
  @Test("The toy's bounds and tail are those of the formulas, worked out apart from the program")
  func toy() throws {
    let run = try ChapterProcess(7, ["--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    // The posterior is N(2/3, 1/9), and q is N(0.3, 0.2) up to the ten digits of its deviation.
    #expect(abs(try run.value("toyLogLikelihood") - (-1.9209772316)) <= 1e-10)
    let shift = (2.0 / 3 - 0.3) * (2.0 / 3 - 0.3)
    let fromBelow = 0.5 * (9 * 0.2 + 9 * shift - 1 - log(9 * 0.2))
    let fromAbove = 0.5 * (5.0 / 9 + 5 * shift - 1 + log(9 * 0.2))
    #expect(abs(try run.value("lowerBound") - (-1.9209772316 - fromBelow)) <= 1e-9)
    #expect(abs(try run.value("upperBound") - (-1.9209772316 + fromAbove)) <= 1e-9)
    #expect(abs(try run.value("paretoShapeExact") - 4.0 / 9) <= 1e-9)
    let second = exp(shift / (0.4 - 1.0 / 9)) * 0.2 * 3 / (0.4 - 1.0 / 9).squareRoot()
    #expect(abs(try run.value("relativeVariance") - (second - 1)) <= 1e-8)
  }

  @Test("A q narrower than the posterior has the shape 1 − σ²/τ²")
  func narrow() throws {
    let run = try ChapterProcess(
      7, ["--deviation", "0.2", "--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    #expect(run.status == 0, "\(run.complaints)")
    #expect(abs(try run.value("paretoShapeExact") - 0.64) <= 1e-12)
  }

  @Test("The numbers do not depend on the number of threads")
  func threads() throws {
    let outputs = try ["1", "3"].map { threads in
      try ChapterProcess(
        7, ["--threads", threads, "--quick", "--json", "--plot", "none"], in: TemporaryFolder()
      ).output
    }
    #expect(outputs[0] == outputs[1])
  }

  @Test(
    "Bad parameters are refused in one line",
    arguments: [
      ["--deviation", "0"], ["--deviation", "4"], ["--mean", "x"], ["--mean", "4"], ["--latent", "21"],
      ["--importance-samples", "499"], ["--epochs", "0"],
    ])
  func refused(arguments: [String]) throws {
    let run = try ChapterProcess(7, arguments, in: TemporaryFolder())
    #expect(run.status == 3 && run.output.isEmpty)
    #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
  }

  @Test("Each figure is a picture and the script that draws it")
  func figures() throws {
    let folder = try TemporaryFolder()
    let run = try ChapterProcess(7, ["--quick", "--figures", "drawn"], in: folder)
    #expect(run.status == 0, "\(run.complaints)")
    let names = ["bracket", "densest", "five-samples", "likely", "pareto", "two-proposals"]
    #expect(folder.files("drawn") == names.flatMap { ["ch07-\($0).gp", "ch07-\($0).svg"] })
  }
}
