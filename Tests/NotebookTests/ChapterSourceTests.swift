import Testing

@testable import Notebook

@Suite("A chapter's source, read as a page")
struct ChapterSourceTests {
  let text = """
    //: # 3 · The divergence
    //:
    //: **Thesis.** It is a sum.

    import VAECore

    //: ## 3.1 One density
    //:
    //: Prose.
    //:
    //: ```math
    //: # not a heading
    //: ```

    extension Chapter3 {

    }

    //: ## Exercises
    //:
    //: 1. Show it.
    """

  @Test("title, opening, sections and lines are where they stand")
  func anchor() throws {
    let source = try ChapterSource(text, file: "Chapter3.swift")
    #expect(source.number == 3)
    #expect(source.title == "The divergence")
    #expect(source.opening == [.prose("**Thesis.** It is a sum.", line: 3), .code("import VAECore", lines: 5...5)])
    #expect(source.sections.map(\.number) == ["3.1", nil])
    #expect(source.sections.map(\.line) == [7, 19])
    #expect(
      source.section("3.1")?.blocks == [
        .prose("Prose.\n\n```math\n# not a heading\n```", line: 9),
        .code("extension Chapter3 {\n\n}", lines: 15...17),
      ])
    #expect(source.section("Exercises")?.blocks == [.prose("1. Show it.", line: 21)])
  }

  @Test("a text without a title is refused")
  func noTitle() {
    #expect(throws: SourceProblem(file: "a", line: 1, expected: "//: # NUMBER · TITLE", found: "no such line")) {
      try ChapterSource("import A\n", file: "a")
    }
  }

  @Test("a section of another chapter is refused with its line")
  func foreignSection() {
    #expect(throws: SourceProblem(file: "a", line: 2, expected: "a section of chapter 3", found: "section 4.1")) {
      try ChapterSource("//: # 3 · A\n//: ## 4.1 B\n", file: "a")
    }
  }

  @Test("Markdown falls into paragraphs, formulas, listings, items and tables")
  func markdown() {
    let blocks = MarkdownBlock.blocks(
      of:
        "One\ntwo.\n\n```math\nx\n```\nAfter\n- a\n  b\n2. c\n2.5 nats\n\n| p | q |\n|:-:|---|\n| 1 | 2 |\n```swift\nlet a = 1\n```"
    )
    #expect(blocks.map(\.kind) == [.paragraph, .formula, .paragraph, .item, .item, .table, .listing])
    #expect(blocks[0].flowing == "One two." && blocks[1].listing == "x" && blocks[6].listing == "let a = 1")
    #expect(blocks[3].item?.mark == "-" && blocks[3].item?.markdown == "a\nb")
    #expect(blocks[4].item?.mark == "2." && blocks[5].rows == [["p", "q"], ["1", "2"]])
  }

  @Test("an item keeps the formula that stands inside it")
  func item() {
    let blocks = MarkdownBlock.blocks(of: "1. One:\n\n   ```math\n   x\n   ```\n2. Two")
    #expect(blocks.map(\.kind) == [.item, .item])
    #expect(blocks[0].item?.markdown == "One:\n\n```math\nx\n```")
  }
}
