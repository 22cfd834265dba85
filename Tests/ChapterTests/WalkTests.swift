import Foundation
import Testing

@Suite("Walking through a chapter")
struct WalkTests {
  @Test("Without a terminal it is printed straight through, and ends like a run", arguments: chapters)
  func straight(chapter: Int) throws {
    let folder = try TemporaryFolder()
    let walk = try ChapterProcess(chapter, ["--walk", "--quick", "--plot", "none"], in: folder)
    let run = try ChapterProcess(chapter, ["--quick", "--plot", "none"], in: folder)
    #expect(walk.status == 0, "\(walk.complaints)")
    #expect(walk.output.split(separator: "\n").last == run.output.split(separator: "\n").last)
    // Code stands to the right of the prose, and its strings may hold Markdown.
    let prose = walk.output.split(separator: "\n").filter { !$0.hasPrefix("    ") }
    #expect(prose.count > 100)
    for mark in ["\u{1B}", "$`", "```", "<details>", "**"] {
      for line in prose { #expect(!line.contains(mark), "\(line)") }
    }
    for line in run.output.split(separator: "\n") where line.contains("✓") {
      #expect(walk.output.contains(line), "\(line)")
    }
    for line in walk.output.split(separator: "\n") { #expect(line.count <= 84, "\(line)") }
  }

  @Test("It begins where it is told to", arguments: [("3.4", true), ("4", true), ("exercises", false)])
  func step(name: String, hasNumbers: Bool) throws {
    let walk = try ChapterProcess(3, ["--step", name, "--quick", "--plot", "none"], in: TemporaryFolder())
    #expect(walk.status == 0)
    #expect(!walk.output.contains("3.3  "))
    #expect(walk.output.contains("3.4  The closed form") == hasNumbers)
  }

  @Test("With --json it runs that section only, and the numbers are those of the whole run")
  func onlySection() throws {
    func claims(_ arguments: [String]) throws -> [String: Double] {
      let run = try ChapterProcess(3, arguments + ["--json", "--quick", "--plot", "none"], in: TemporaryFolder())
      let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let claims = json?["claims"] as? [[String: Any]] ?? []
      return Dictionary(
        claims.map { ("\($0["section"] ?? "") \($0["statement"] ?? "")", $0["observed"] as? Double ?? .nan) }
      ) { first, _ in first }
    }
    let (whole, section) = (try claims([]), try claims(["--step", "3.5"]))
    #expect(section.count > 2 && section == whole.filter { $0.key.hasPrefix("3.5 ") })
    let wrong = try ChapterProcess(3, ["--step", "9.9", "--json"], in: TemporaryFolder())
    #expect(wrong.status == 3 && wrong.output.isEmpty && wrong.complaints.contains("found '9.9'"))
  }

  @Test("An unknown section is refused with the list; two wishes at once are a usage error")
  func refused() throws {
    let run = try ChapterProcess(3, ["--step", "9.9"], in: TemporaryFolder())
    #expect(run.status == 3 && run.output.isEmpty)
    #expect(run.complaints.contains("expected one of 3.1, 3.2") && run.complaints.contains("found '9.9'"))
    #expect(try ChapterProcess(3, ["--walk", "--json"], in: TemporaryFolder()).status == 64)
  }

  @Test("A mistake fails a walk as it fails a run")
  func mistake() throws {
    let walk = try ChapterProcess(3, ["--walk", "--quick", "--mistake", "missing-half"], in: TemporaryFolder())
    #expect(walk.status == 1)
    #expect(walk.output.contains("missing-half was caught by eq. (16)"))
  }

  @Test("Mistakes, notation and errata are sentences in their own sections, and no declarations", arguments: chapters)
  func lists(chapter: Int) throws {
    let output = try ChapterProcess(
      chapter, ["--step", "Mistakes", "--quick", "--plot", "none"], in: TemporaryFolder()
    ).output
    for mark in ["static let", "Erratum(", "Notation(", "\\", "$`", "mathbf"] {
      #expect(!output.contains(mark), "\(mark)")
    }
    // The notes have nothing of chapters 6 to 8 that could be wrong.
    let errata = chapter < 6 ? ["\n\nWhere the notes differ\n", "as printed: "] : []
    let places = (["• ", "\n\nNotation\n", "in the code"] + errata + ["verdict"])
      .map { output.firstRange(of: $0)?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
  }
}
