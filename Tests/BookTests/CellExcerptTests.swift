import Foundation
import Notebook
import Testing

@testable import Book

@Suite("A cell is its equation read aloud")
struct CellExcerptTests {
  private func excerpt(_ code: String) -> CellExcerpt {
    CellExcerpt(CodeCell.Declaration(code: code, lines: 1...(code.split(separator: "\n").count)))
  }

  @Test("a check keeps its number and its sides, and what only its tolerance and its mistake need is left out")
  func check() {
    let code = """
      func theDensity(_ notebook: ChapterNotebook) throws {
        let q = try approximatePosterior
        let (trace, printed) = (q.trace, 2.0)
        // Roundings.
        let tolerance = Tolerance.rounding(operations: 8, scale: printed)
        notebook.check(
          "10", "the trace, \\(printed), is 1", try q.average { $0, $1 }, equals: trace, comparing: .quadrature,
          with: .closedForm, within: tolerance, against: printed)
        try another(q, notebook)
        notebook.draw(figure(of: q))
      }
      """
    let expected = """
      func theDensity(_ notebook: ChapterNotebook) throws {
        let q = try approximatePosterior
        let (trace, printed) = (q.trace, 2.0)
        notebook.check("10", …, try q.average { $0, $1 }, equals: trace, …)
      }
      """
    #expect(excerpt(code).code == expected)
    #expect(excerpt(code).isAbridged && excerpt(code).isShown)
  }

  @Test("a loop keeps the checks in it, a shown value keeps what it is computed from, a choice loses its mistakes")
  func loop() {
    let code = """
      func f(_ notebook: ChapterNotebook) {
        let unused = 1
        let used = 2
        for x in xs {
          let error = g(x)
          notebook.check("1", "it", x, equals: used, within: error)
        }
        let right = notebook.choose(
          used,
          or: [
            "wrong-sign": -used,
            "wrong-index": [used][0],
          ])
        notebook.show("right", "what is right", right)
      }
      """
    let expected = """
      func f(_ notebook: ChapterNotebook) {
        let used = 2
        for x in xs {
          notebook.check("1", …, x, equals: used, …)
        }
        let right = notebook.choose(used, or: […])
      }
      """
    #expect(excerpt(code).code == expected)
  }

  @Test("code that checks nothing is shown whole; frames, lists, drawings and what is too long are folded")
  func kinds() {
    let plain = "/// δ.\nvar distance: Double { mean - target }"
    #expect(excerpt(plain) == excerpt(plain) && excerpt(plain).isWhole && excerpt(plain).code == plain)
    for folded in ["import VAECore", "@main\nstruct Chapter3 {}", "func draw() -> Figure {\n  Figure()\n}"] {
      #expect(!excerpt(folded).isShown, "\(folded)")
    }
    let line = "  let a = 1"
    let long = (["func f() {"] + Array(repeating: line, count: CellExcerpt.longest - 2) + ["}"]).joined(separator: "\n")
    #expect(excerpt(long).isShown)
    #expect(!excerpt(long.replacing("}", with: "\(line)\n}")).isShown)
  }

  @Test("no visible listing of the book's own chapters is longer than 25 lines, and each chapter shows some")
  func ownChapters() throws {
    let root = try ChapterRunner.root(above: URL(filePath: #filePath))
    let runner = ChapterRunner(root: root, programs: root)
    for folder in try runner.folders() {
      let source = try runner.source(of: folder)
      let listings = source.sections.flatMap(\.blocks).flatMap { block -> [String] in
        guard case .code(let code, let lines) = block else { return [] }
        return CodeCell(code, firstLine: lines.lowerBound, chapter: source.number).listings
      }
      #expect(listings.count > 4, "\(folder)")
      for listing in listings { #expect(listing.split(separator: "\n").count <= 25, "\(folder): \(listing)") }
    }
  }
}
