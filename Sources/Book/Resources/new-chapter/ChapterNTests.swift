import Foundation
import Testing

@testable import chapterNUMBER

@Suite("Chapter NUMBER")
struct ChapterNUMBERTests {
  @Test("Every claim holds at three seeds", arguments: [1, 42, 20_260_101])
  func seeds(seed: Int) throws {
    let run = try ChapterProcess(
      NUMBER, ["--seed", "\(seed)", "--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    #expect(run.status == 0, "\(run.complaints)")
    for claim in try run.claims() where claim["holds"] as? Bool != true { Issue.record("\(claim)") }
  }

  @Test("The defaults give the number that was computed by hand")
  func anchor() throws {
    let run = try ChapterProcess(NUMBER, ["--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    #expect(abs(try run.value("secondMoment") - 2.74) <= 1e-15)
  }

  @Test("Every equation that it announces has a claim")
  func coverage() throws {
    let run = try ChapterProcess(NUMBER, ["--quick", "--json", "--plot", "none"], in: TemporaryFolder())
    let claimed = Set(try run.claims().compactMap { $0["equation"] as? String })
    for equation in ChapterNUMBER.equations { #expect(claimed.contains(equation), "equation (\(equation))") }
  }

  @Test("Each mistake is caught by the equation that it names", arguments: ChapterNUMBER.mistakes.map(\.name))
  func mistakes(name: String) throws {
    let arguments = ["--mistake", name, "--quick", "--json", "--plot", "none"]
    let run = try ChapterProcess(NUMBER, arguments, in: TemporaryFolder())
    #expect(run.status == 1)
    let failed = try run.claims().filter { $0["verdict"] as? String == "fails" }
    let equation = ChapterNUMBER.mistakes.first { $0.name == name }?.equation
    #expect(failed.contains { $0["equation"] as? String == equation }, "\(failed)")
  }

  @Test(
    "Bad parameters are refused in one line", arguments: [["--deviation", "0"], ["--mean", "x"], ["--mean", "99"]])
  func refused(arguments: [String]) throws {
    let run = try ChapterProcess(NUMBER, arguments, in: TemporaryFolder())
    #expect(run.status == 3 && run.output.isEmpty)
    #expect(run.complaints.split(separator: "\n").count == 1, "\(run.complaints)")
  }

  @Test("Each figure is a picture and the script that draws it")
  func figures() throws {
    let folder = try TemporaryFolder()
    let run = try ChapterProcess(NUMBER, ["--quick", "--figures", "drawn"], in: folder)
    #expect(run.status == 0, "\(run.complaints)")
    #expect(folder.files("drawn") == ["chDIGITS-second-moment.gp", "chDIGITS-second-moment.svg"])
  }

  @Test("The solutions are right, the well-known mistakes are not, and nothing is answered yet")
  func exercises() {
    for exercise in ChapterNUMBER.exercises {
      #expect(exercise.verdictOnSolution() == .right)
      #expect(exercise.verdictOnAnswer() == .notAnswered)
      for (mistake, verdict) in zip(exercise.mistakes, exercise.verdictsOnMistakes()) {
        #expect(verdict != .right && verdict != .notAnswered, "'\(mistake)'")
      }
    }
  }
}
