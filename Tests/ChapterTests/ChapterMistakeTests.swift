import Foundation
import Notebook
import Testing

/// A mistake that a chapter offers, as `--list-mistakes` prints it.
struct OfferedMistake: Sendable, CustomTestStringConvertible {
  let chapter: Int
  let name: String
  let equation: String
  var testDescription: String { "chapter \(chapter): \(name)" }

  /// All mistakes of all chapters.
  static func all() throws -> [OfferedMistake] {
    try chapters.flatMap { (chapter: Int) -> [OfferedMistake] in
      let listing = try ChapterProcess(chapter, ["--list-mistakes"], in: TemporaryFolder())
      return listing.output.split(separator: "\n").compactMap { (line: Substring) -> OfferedMistake? in
        guard let name = line.split(separator: " ").first, let open = line.lastIndex(of: "(") else { return nil }
        let equation = line[open...].dropFirst().prefix { $0 != ")" }
        return OfferedMistake(chapter: chapter, name: String(name), equation: String(equation))
      }
    }
  }
}

@Suite("Mistakes are caught")
struct ChapterMistakeTests {
  @Test("There are at least thirty, at least four in each chapter")
  func count() throws {
    let mistakes = try OfferedMistake.all()
    #expect(mistakes.count >= 30)
    for chapter in chapters { #expect(mistakes.filter { $0.chapter == chapter }.count >= 4) }
  }

  @Test("Each is caught by the equation that it names, quickly and at any seed", arguments: try OfferedMistake.all())
  func caught(mistake: OfferedMistake) throws {
    let folder = try TemporaryFolder()
    for seed in ["42", "7"] {
      let arguments = ["--mistake", mistake.name, "--quick", "--seed", seed]
      let run = try ChapterProcess(mistake.chapter, arguments + ["--json"], in: folder)
      #expect(run.status == 1)
      let failed = try run.claims().filter { $0["verdict"] as? String == "fails" }
      let equations = failed.flatMap { ($0["equation"] as? String ?? "").split(separator: ",").map(String.init) }
      #expect(equations.contains(mistake.equation), "caught by \(equations)")
    }
    #expect(folder.files().isEmpty, "a mistaken run leaves the book's figures alone")
  }

  @Test("For the book a mistaken run ends with the section that catches the mistake, and says nothing besides")
  func transcript() throws {
    let arguments = ["--transcript", "--mistake", "missing-half", "--quick", "--plot", "none"]
    let run = try ChapterProcess(3, arguments, in: TemporaryFolder())
    let transcript = try Transcript(encoded: Data(run.output.utf8))
    #expect(run.status == 1 && run.complaints.isEmpty)
    #expect(transcript.records.first?.section == "3.1" && transcript.records.last?.section == "3.4")
    #expect(transcript.firstFailure?.record.section == "3.4" && transcript.firstFailure?.claim.equation == "16")
  }

  @Test("The output says which equation caught it")
  func words() throws {
    let run = try ChapterProcess(3, ["--mistake", "missing-half", "--quick"], in: TemporaryFolder())
    #expect(run.output.contains("missing-half was caught by eq. (16) in section 3.4"))
  }
}
