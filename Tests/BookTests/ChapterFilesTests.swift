import Testing
import Verification

@testable import Book
@testable import Notebook

@Suite("A chapter of several files")
struct ChapterFilesTests {
  private static let text = """
    //: # 3 · The divergence
    //:
    //: **Thesis.** It is 3.64 nats at μ = 0.5.

    import Notebook

    //: ## 3.1 One density
    //:
    //: The curve has 64 points, 7.25 by others; the other has 81.5.

    extension Chapter3 {
      func theDensity(_ notebook: ChapterNotebook) throws {
        notebook.draw(contours(notebook))
      }
    }

    //: ## Mistakes people make here
    //:
    //: Some.
    //:
    //: ## Notation
    //:
    //: Symbols.
    //:
    //: ## Where the notes differ
    //:
    //: Places.
    """
  private static let declarations = """
    @main
    struct Chapter3: Chapter {
      // Quoted: 7.25, by others.
      static let number = 3
    }

    extension Chapter3 {
      static let notation = [Notation(#"\\sigma"#, "standardDeviation", "q's", shape: "d")]
    }
    """
  private static let figures = """
    /// How the figures are drawn.
    extension Chapter3 {
      func contours(_ notebook: ChapterNotebook) -> Figure {
        Figure(curve(64.5))
      }

      private func curve(_ x: Double) -> Double { x + 640 }

      func unused() -> Double { 81.5 }
    }
    """

  private func chapter(_ text: String = text, records: [Transcript.Record]? = nil) throws -> BookChapter {
    let own = [
      Samples.record(Samples.claim(), line: 13), Samples.record(Samples.figure, line: 13),
      Samples.record(Samples.value(), file: "Figures.swift", line: 2),
    ]
    return try Samples.chapter(
      text, run: Samples.run(notation: [Samples.symbol], records: records ?? own),
      otherFiles: [
        Samples.otherFile("Declarations", Self.declarations), Samples.otherFile("Figures", Self.figures),
        Samples.otherFile("LinearStudy", "struct LinearStudy {}"),
      ])
  }

  @Test("its page shows the lists in their sections, and leads to the other files at its end")
  func page() throws {
    let chapter = try chapter()
    let page = ChapterPage(chapter: chapter, previous: nil, next: nil, caught: Samples.caught(chapter)).markdown
    let parts = [
      "Some.\n\n| `--mistake` |", "Symbols.\n\n| symbol |", "| $`\\sigma`$ | `standardDeviation` |",
      "Places.\n\n| where |", "| [(9)](../README.md#equation-9) | a | b | [3.1 ✓](#31-one-density) it \\| is |",
      "To change the page, edit "
        + "[Chapter3.swift](Chapter3.swift), [the declarations](Declarations.swift), [the figures](Figures.swift) "
        + "and [the linear study](LinearStudy.swift).",
    ]
    let places = parts.map { page.firstRange(of: $0)?.lowerBound }
    #expect(!places.contains(nil), "\(page)")
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    #expect(!page.contains("static let notation"))
  }

  @Test("what another file shows stands under the section's last cell, whatever its line is")
  func records() throws {
    let chapter = try chapter()
    let section = try #require(chapter.source.section("3.1"))
    #expect(section.woven(with: chapter.run.records).map(\.output.count) == [0, 3])
    #expect(chapter.path(of: chapter.run.records[2]) == "chapters/03-the-divergence/Figures.swift")
    #expect(SlidePlan(chapter).slides.map(\.names.style).count { $0 == "numbers" } == 2)
  }

  @Test("numbers are those of the code that a section calls, and those that any file quotes; others are named")
  func numbers() throws {
    let text = Self.text.replacing("64 points", with: "64.5 points of 640")
    let found = ProseNumbers.findings(try chapter(text)).findings
    #expect(
      found.map { [$0.file, String($0.found.prefix(5))] } == [["chapters/03-the-divergence/Chapter3.swift", "81.5;"]])
  }

  @Test("a finding about a declaration names the file that declares; a list without its section is named")
  func findings() throws {
    let chapter = try chapter(Self.text.replacing("## Notation", with: "## Symbols"), records: [])
    let findings = DeclarationCheck(chapter: chapter, caught: []).findings
    let folder = "chapters/03-the-divergence"
    #expect(
      findings.map { "\($0.file): \($0.expected)" } == [
        "\(folder)/Declarations.swift: a claim of the announced equation (16)",
        "\(folder)/Declarations.swift: a claim that holds and shows the erratum at 9",
        "\(folder)/Chapter3.swift: a section 'Notation' for the declared list",
      ])
  }
}
