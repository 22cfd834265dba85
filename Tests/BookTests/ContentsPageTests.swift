import Testing

@testable import Book

@Suite("The contents")
struct ContentsPageTests {
  func page(_ chapter: BookChapter) -> String {
    let suites = [TestSuite(name: "Equation (16): it", file: "Tests/A/BTests.swift", equations: ["16"])]
    return ContentsPage(chapters: [chapter], caught: [Samples.caught(chapter)], suites: suites).markdown
  }

  @Test("each number of the notes has its section, claim, figure and suite, or says that no chapter covers it")
  func equations() throws {
    let page = page(try Samples.chapter())
    let link = "[3.1](03-the-divergence/README.md#31-one-density)"
    #expect(
      page.contains(
        "| <a id=\"equation-16\"></a> [(16)](#equation-16) the divergence in closed form | \(link) it \\| is | [A title](../figures/ch03-a.svg) | "
          + "[Equation (16): it](../Tests/A/BTests.swift) |"))
    let none = "| <a id=\"equation-7\"></a> [(7)](#equation-7) the bound with an encoder | no chapter yet |  |  |"
    #expect(page.contains(none))
    let chapter = try Samples.chapter()
    let verdicts = TestSuite(name: "The verdicts", file: "Tests/A/ChapterVerdictTests.swift", equations: [])
    let alone = ContentsPage(chapters: [chapter], caught: [Samples.caught(chapter)], suites: [verdicts]).markdown
    #expect(alone.contains("| its claims alone, by [The verdicts](../Tests/A/ChapterVerdictTests.swift) |"))
    #expect(alone.contains(none))
    for label in (1...20).map({ "</a> [(\($0))](" }) + ["</a> [Definition 1](", "</a> [Figure 1]("] {
      #expect(page.contains(label), "\(label) is missing")
    }
  }

  @Test("mistakes have their threads, errata their claims, symbols their names")
  func galleries() throws {
    let page = page(try Samples.chapter(run: Samples.run(notation: [Samples.symbol])))
    #expect(page.contains("[pytorch/examples#824](https://github.com/pytorch/examples/issues/824)"))
    #expect(
      page.contains("| [(9)](#equation-9) | a | b | [3.1 ✓](03-the-divergence/README.md#31-one-density) it \\| is |"))
    #expect(page.contains("| $`\\sigma`$ | `standardDeviation` | q's | d | – | [3](03-the-divergence/README.md) |"))
    #expect(page.contains("<img src=\"../figures/ch03-a.svg\" width=\"400\" alt=\"A title\">"))
  }

  @Test("a suite is about the equations of its name, and of the source that its file is named after")
  func suites() throws {
    let checkout = try Samples.checkout([
      "Sources/A/B.swift": "/// - Source: eqs. (4) and (7); Kingma (2013).\n/// as (9) says",
      "Tests/A/BTests.swift": "@Suite(\"Equations (17)–(19): it\")\nstruct BTests {}",
      "Tests/A/CTests.swift": "@Suite(\"Matrices\")",
    ])
    #expect(
      TestSuite.all(in: checkout) == [
        TestSuite(
          name: "Equations (17)–(19): it", file: "Tests/A/BTests.swift", equations: ["4", "7", "17", "18", "19"]),
        TestSuite(name: "Matrices", file: "Tests/A/CTests.swift", equations: []),
      ])
  }
}
