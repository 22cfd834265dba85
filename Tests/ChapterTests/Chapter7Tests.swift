import Foundation
import Testing

@testable import chapter7

@Suite("Chapter 7")
struct Chapter7Tests {
  @Test("Every claim holds at three seeds", arguments: [1, 42, 20_260_101])
  func seeds(seed: Int) throws {
    let run = try ChapterProcess(
      7, ["--seed", "\(seed)", "--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    #expect(run.status == 0, "\(run.complaints)")
    for claim in try run.claims() where claim["holds"] as? Bool != true { Issue.record("\(claim)") }
    #expect(try #require(run.json()["skipped"] as? [Any]).isEmpty)
  }

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

  @Test("Every equation that it announces has a claim")
  func coverage() throws {
    let run = try ChapterProcess(7, ["--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    let claimed = Set(try run.claims().compactMap { $0["equation"] as? String })
    for equation in Chapter7.equations { #expect(claimed.contains(equation), "equation (\(equation))") }
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

  @Test("Each mistake is caught by the equation that it names", arguments: Chapter7.mistakes.map(\.name))
  func mistakes(name: String) throws {
    let arguments = ["--mistake", name, "--quick", "--json", "--plot", "none"]
    let run = try ChapterProcess(7, arguments, in: TemporaryFolder())
    #expect(run.status == 1)
    let failed = try run.claims().filter { $0["verdict"] as? String == "fails" }
    let equation = Chapter7.mistakes.first { $0.name == name }?.equation
    #expect(failed.contains { $0["equation"] as? String == equation }, "\(failed)")
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
    let names = ["bracket", "five-samples", "likely", "pareto", "two-proposals"]
    #expect(folder.files("drawn") == names.flatMap { ["ch07-\($0).gp", "ch07-\($0).svg"] })
  }

  @Test("The solutions are right, the well-known mistakes are not, and nothing is answered yet")
  func exercises() {
    for exercise in Chapter7.exercises {
      #expect(exercise.verdictOnSolution() == .right)
      #expect(exercise.verdictOnAnswer() == .notAnswered)
      for (mistake, verdict) in zip(exercise.mistakes, exercise.verdictsOnMistakes()) {
        #expect(verdict != .right && verdict != .notAnswered, "'\(mistake)'")
      }
    }
  }
}
