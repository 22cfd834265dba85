import Foundation
import Testing

@testable import chapter8

@Suite("Chapter 8")
struct Chapter8Tests {
  @Test(
    "The best possible bound is the published one, and training comes within 0.05 nats of it",
    arguments: zip([2, 8], [0.0057067250, 14.2097883166]))
  func optimum(latent: Int, expected: Double) throws {
    let arguments = ["--latent", "\(latent)", "--json", "--plot", "none"] + (latent == 2 ? ["--quick"] : [])
    let run = try ChapterProcess(8, arguments, in: TemporaryFolder())
    #expect(run.status == 0, "\(run.complaints)")
    #expect(abs(try run.value("optimalBound") - expected) <= 5e-11)
    let gap = try run.value("gapToOptimum")
    #expect(gap > 0 && gap < 0.05)
    #expect(abs(try run.value("optimalBound") - run.value("trainedBound") - gap) <= 1e-12)
  }

  @Test("With a given s² between two eigenvalues, as many coordinates collapse as the eigenvalues say")
  func collapse() throws {
    let arguments = ["--latent", "5", "--observation-variance", "0.44", "--json", "--plot", "none"]
    let run = try ChapterProcess(8, arguments, in: TemporaryFolder())
    #expect(run.status == 0, "\(run.complaints)")
    #expect(try run.value("expectedCollapsedCoordinates") == 2)
    #expect(try run.value("collapsedCoordinates") == 2)
  }

  @Test("With s² above all eigenvalues the best linear model is one Gaussian")
  func allCollapsed() throws {
    let run = try ChapterProcess(
      8, ["--latent", "3", "--observation-variance", "1", "--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    #expect(run.status == 0, "\(run.complaints)")
    // The eigenvalues of the digits sum to 4.6932763178.
    #expect(abs(try run.value("optimalBound") - (-32 * log(2 * Double.pi) - 0.5 * 4.6932763178)) <= 1e-9)
    #expect(try run.value("expectedCollapsedCoordinates") == 3)
    #expect(try run.value("collapsedCoordinates") == 3)
  }

  @Test(
    "Bad parameters are refused in one line",
    arguments: [
      ["--latent", "0"], ["--latent", "17"], ["--observation-variance", "0"], ["--observation-variance", "1000"],
      ["--observation-variance", "taught"], ["--epochs", "0"],
    ])
  func refused(arguments: [String]) throws {
    let run = try ChapterProcess(8, arguments, in: TemporaryFolder())
    #expect(run.status == 3 && run.output.isEmpty)
    #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
  }

  @Test("Each figure is a picture and the script that draws it")
  func figures() throws {
    let folder = try TemporaryFolder()
    let run = try ChapterProcess(8, ["--quick", "--figures", "drawn"], in: folder)
    #expect(run.status == 0, "\(run.complaints)")
    let names = ["collapse", "columns", "gap", "spectrum"].map { "ch08-\($0)" }
    #expect(folder.files("drawn") == names.flatMap { ["\($0).gp", "\($0).svg"] })
  }
}
