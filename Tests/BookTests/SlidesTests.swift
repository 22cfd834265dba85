import Foundation
import Notebook
import Testing

@testable import Book

@Suite("Slides from a chapter's own source")
struct SlidesTests {
  static let text = """
    //: # 3 · The divergence
    //:
    //: **Thesis.** It is a sum.

    import VAECore

    @main
    struct Chapter3: Chapter {
      static let number = 3
    }

    //: ## 3.1 One density
    //:
    //: The divergence is
    //:
    //: ```math
    //: \\mu^2
    //: ```
    //:
    //: It is never negative.
    //:
    //: > **What do you expect?** Can a sample's be?

    extension Chapter3 {
      func theDensity(_ notebook: ChapterNotebook) throws {
        notebook.check("16", "it | is", integral, equals: closedForm, within: tolerance)
      }

      private func contours() -> Figure {
        Figure()
      }
    }

    //: ## Exercises
    //:
    //: Some are for paper.
    //:
    //: 1. How many?
    //:    <details><summary>Solution</summary>So many.</details>
    """
  static let chapterLine = 27

  func chapter() throws -> BookChapter {
    let records = [Samples.value(), Samples.claim(), Samples.figure].map {
      Samples.record($0, line: Self.chapterLine)
    }
    return try Samples.chapter(Self.text, run: Samples.run(records: records))
  }

  func decks(of chapters: [BookChapter]) throws -> [(name: String, contents: Data)] {
    let figure = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"72\" height=\"45\"></svg>"
    let checkout = try Samples.checkout(["figures/ch03-a.svg": figure])
    return try SlideDecks.files(of: chapters, figures: checkout.root.appending(path: "figures"), isWhole: true)
  }

  @Test("a question stands before its cell, numbers after it, a solution after its exercise, the rest at the end")
  func order() throws {
    let styles = SlidePlan(try chapter()).slides.map(\.names.style)
    #expect(
      styles == [
        "title", "section", "prose", "prose", "question", "code", "numbers", "figure", "section", "prose", "prose",
        "solution", "verdict", "section", "code", "code",
      ])
  }

  @Test("every claim and every figure is on one slide, once")
  func records() throws {
    let chapter = try chapter()
    let slides = SlidePlan(chapter).slides
    #expect(records(on: slides) == chapter.run.records)
    #expect(records(on: slides.prefix(6)) != chapter.run.records, "the comparison cannot fail")
    let deck = try #require(try decks(of: [chapter]).last.map { String(decoding: $0.contents, as: UTF8.self) })
    #expect(deck.components(separatedBy: "<td class=\"verdict\">").count - 1 == chapter.run.claims.count)
    #expect(deck.components(separatedBy: "data:image/svg+xml").count - 1 == chapter.run.figures.count)
  }

  @Test("no line of code is lost, and none stands twice")
  func code() throws {
    let chapter = try chapter()
    let wanted = lines(of: chapter).sorted()
    #expect(codeLines(on: SlidePlan(chapter).slides).sorted() == wanted)
    #expect(codeLines(on: SlidePlan(chapter).slides.dropLast()).sorted() != wanted, "the comparison cannot fail")
  }

  @Test("the book's own chapters lose no line of code and no word, and no two slides share an address")
  func ownChapters() throws {
    let root = try ChapterRunner.root(above: URL(filePath: #filePath).deletingLastPathComponent())
    let runner = ChapterRunner(root: root, programs: root)
    for folder in try runner.folders() {
      let source = try runner.source(of: folder)
      let chapter = BookChapter(folder: folder, source: source, otherFiles: [], run: Samples.run(records: []))
      let slides = SlidePlan(chapter).slides
      let change = lines(of: chapter).sorted().difference(from: codeLines(on: slides).sorted())
      #expect(change.isEmpty, "\(folder): \(change.map { "\($0)" })")
      #expect(Set(slides.map(\.anchor)).count == slides.count, "\(folder)")
      for case .code(let code) in slides.map(\.content) {
        #expect(code.code.contains { $0.isLetter }, "\(folder): nothing but brackets at \(code.lines)")
      }
      let prose = slides.filter { $0.names.style != "code" }.compactMap(\.markdown).joined(separator: "\n")
      for block in (source.opening + source.sections.flatMap(\.blocks)).compactMap(\.proseText) {
        for word in block.split(whereSeparator: \.isWhitespace) where !word.contains("<") && word != ">" {
          #expect(prose.contains(word), "\(folder): \(word)")
        }
      }
    }
  }

  @Test("the same chapters give the same bytes, each deck in one file that asks for no other")
  func determinism() throws {
    let chapters = [try chapter()]
    let (first, second) = (try decks(of: chapters), try decks(of: chapters))
    #expect(first.map(\.name) == ["index.html", "03-the-divergence.html"])
    #expect(first.map(\.contents) == second.map(\.contents))
    let deck = String(decoding: first[1].contents, as: UTF8.self)
    #expect(!deck.contains("src=\"http") && !deck.contains("<link rel=\"stylesheet\"") && !deck.contains("<script src"))
    #expect(deck.contains("<math display=\"block\""))
  }

  @Test("a folder with other files is refused, and earlier decks are replaced")
  func folder() throws {
    let checkout = try Samples.checkout(["figures/ch03-a.svg": "<svg></svg>", "other/notes.txt": "mine"])
    let (figures, decks) = (checkout.root.appending(path: "figures"), checkout.root.appending(path: "decks"))
    for _ in 0..<2 { try BookForm.slides.write([chapter()], contents: "", figures: figures, to: decks) }
    #expect(throws: BookProblem.self) {
      let other = checkout.root.appending(path: "other")
      try BookForm.slides.write([chapter()], contents: "", figures: figures, to: other)
    }
    #expect(throws: BookProblem.self) {
      try BookForm.html.write([chapter()], contents: "", figures: figures, to: decks)
    }
  }

  @Test("parts are as few as the capacity asks, and even", arguments: 1...40)
  func parts(count: Int) {
    let parts = EvenParts.of(Array(0..<count), capacity: 10) { _ in 1 }
    #expect(parts.flatMap(\.self) == Array(0..<count))
    #expect(parts.count == (count + 9) / 10)
    let sizes = parts.map(\.count)
    #expect(sizes.dropLast().allSatisfy { $0 == sizes[0] } && sizes.allSatisfy { $0 <= 10 })
  }

  // MARK: What stands on slides

  private func records(on slides: some Sequence<Slide>) -> [Transcript.Record] {
    slides.flatMap { slide -> [Transcript.Record] in
      switch slide.content {
      case .numbers(let records): records
      case .figure(let record): [record]
      default: []
      }
    }
  }

  private func codeLines(on slides: some Sequence<Slide>) -> [String] {
    slides.flatMap { slide -> [String] in
      guard case .code(let code) = slide.content else { return [] }
      return lines(of: code.code)
    }
  }

  private func lines(of chapter: BookChapter) -> [String] {
    (chapter.source.opening + chapter.source.sections.flatMap(\.blocks)).flatMap { block -> [String] in
      guard case .code(let code, _) = block else { return [] }
      return lines(of: code)
    }
  }

  /// The lines of some code, but for those that a cell may do without: whose members follow, and closing braces.
  private func lines(of code: String) -> [String] {
    code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && $0 != "}" && !($0.hasPrefix("extension Chapter") && $0.hasSuffix("{")) }
  }
}

extension SourceBlock {
  fileprivate var proseText: String? { if case .prose(let text, _) = self { text } else { nil } }
}
