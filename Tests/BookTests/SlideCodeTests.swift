import Testing

@testable import Book

@Suite("Code as slides show it")
struct SlideCodeTests {
  @Test("a long cell is parted between its paragraphs, and its letters fill the slide")
  func longCell() {
    let paragraph = (0..<7).map { "let value\($0) = \($0)" }.joined(separator: "\n")
    let code = Array(repeating: paragraph, count: 4).joined(separator: "\n\n")
    let cell = CodeCell.Declaration(code: code, lines: 1...31)
    let slides = SlideCode.slides(of: [cell], shownLines: [])
    #expect(slides.map(\.lines) == [1...15, 17...31])
    #expect(slides.map(\.part) == [1, 2])
    #expect(slides.allSatisfy { $0.letterSize == 23 })
    let wide = SlideCode(code: String(repeating: "a", count: 120), lines: 1...1)
    #expect(wide.letterSize * 0.61 * 120 <= 1120)
  }

  @Test("a long loop is parted before one of its statements, and no call in the middle")
  func longLoop() throws {
    let statements = (0..<18).map { "    let value\($0) = \($0)" }
    let call = ["    check(", "      first,", "      second)"]
    let lines = ["func f() {", "  let a = 0", "  for x in xs {"] + statements + call + ["  }", "}"]
    let cell = CodeCell.Declaration(code: lines.joined(separator: "\n"), lines: 1...lines.count)
    let slides = SlideCode.slides(of: [cell], shownLines: [])
    #expect(slides.map(\.code).joined(separator: "\n") == cell.code)
    #expect(slides.allSatisfy { Double($0.lines.count) <= SlideRoom.linesOfCode })
    #expect(slides.count == 2 && slides[1].code.contains(call.joined(separator: "\n") + "\n  }\n}"))
  }

  @Test("a long function is parted between its statements, though comments stand above its head")
  func longFunction() {
    let calls = (0..<9).flatMap { ["  check(", "    value\($0),", "    within: 0)"] }
    let lines = ["/// What it does,", "/// and why.", "func f() {"] + calls + ["}"]
    let cell = CodeCell.Declaration(code: lines.joined(separator: "\n"), lines: 1...lines.count)
    let slides = SlideCode.slides(of: [cell], shownLines: [])
    #expect(slides.map(\.code).joined(separator: "\n") == cell.code)
    #expect(slides.allSatisfy { Double($0.lines.count) <= SlideRoom.linesOfCode })
    #expect(slides.allSatisfy { !$0.code.hasSuffix("(") && !$0.code.hasSuffix(",") })
  }

  @Test("a long loop is parted though a short statement stands directly above it, and so is a program's list")
  func longLoopBelow() {
    let statements = (0..<24).map { "    let value\($0) = \($0)" }
    let loop = ["func f() {", "  let a = 0", "  show(a)", "  for x in xs {"] + statements + ["  }", "}"]
    let entries = (0..<24).map { "    Entry(\($0))," }
    let program = ["@main", "struct Program {", "  static let entries = ["] + entries + ["  ]", "}"]
    for lines in [loop, program] {
      let cell = CodeCell.Declaration(code: lines.joined(separator: "\n"), lines: 1...lines.count)
      let slides = SlideCode.slides(of: [cell], shownLines: [])
      #expect(slides.map(\.code).joined(separator: "\n") == cell.code)
      #expect(slides.count == 2 && slides.allSatisfy { Double($0.lines.count) <= SlideRoom.linesOfCode })
    }
  }
}
