import Testing
import Verification

@testable import Notebook

@Suite("A walk, key by key")
struct WalkStateTests {
  private let steps = [
    WalkStep(number: nil, title: nil, isFirst: true, content: .prose("The thesis.")),
    WalkStep(number: "3.1", title: "One", isFirst: true, content: .prose("A sentence.")),
    WalkStep(number: "3.1", title: "One", isFirst: false, content: .question("> **What do you expect?** More?")),
    WalkStep(
      number: "3.1", title: "One", isFirst: false,
      content: .code((1...40).map { "let a\($0) = \($0)" }.joined(separator: "\n"))),
    WalkStep(number: "3.2", title: "Two", isFirst: true, content: .plain("x = 1")),
    WalkStep(number: nil, title: "Exercises", isFirst: true, content: .plain("the end")),
  ]

  private func state(_ columns: Int = 80, _ rows: Int = 24) -> WalkState {
    WalkState(steps, at: 0, size: ScreenSize(columns: columns, rows: rows), isStyled: false)
  }

  @Test("Enter adds a step to the screen while there is room, and parts what is too high")
  func forward() {
    var walk = state()
    var seen: [String] = []
    while walk.press(.enter) { seen += walk.current.lines }
    for number in 1...40 { #expect(seen.contains("  let a\(number) = \(number)")) }
    #expect(walk.layout.stops.map(\.step) == [0, 1, 2, 3, 3, 4, 5])
    #expect(walk.layout.stops[2].lines.first == "3.1  One")
    #expect(walk.layout.stops[3].goesOn)
  }

  @Test("A cell a little higher than the screen does not leave its last bracket alone on the next", arguments: 23...45)
  func parted(lines: Int) {
    let pages = WalkLayout.pages(of: (1...lines).map { "line \($0)" }, rows: 22)
    #expect(pages.flatMap(\.self).count == lines)
    #expect(pages.allSatisfy { (7...22).contains($0.count) })
  }

  @Test("The line at the top names the section, by its number or its title")
  func top() {
    var walk = state()
    let screen = WalkScreen(title: "Chapter 3", isStyled: false)
    #expect(screen.lines(of: walk, figure: [])[0].split(separator: " ") == ["Chapter", "3", "1/7"])
    _ = walk.press(.enter)
    #expect(screen.lines(of: walk, figure: [])[0].hasSuffix(" 3.1 · 2/7 "))
    _ = walk.press(.last)
    #expect(screen.lines(of: walk, figure: [])[0].hasSuffix(" Exercises · 7/7 "))
  }

  @Test("Back undoes Enter, and stops at the beginning")
  func back() {
    var walk = state()
    _ = walk.press(.enter)
    #expect(walk.press(.character("b")) && walk.stop == 0)
    #expect(walk.press(.back) && walk.stop == 0 && walk.complaint != nil)
  }

  @Test("Skip to a section by number, last part or title", arguments: [("3.2", 4), ("2", 4), ("exer", 5), ("1", 1)])
  func skip(name: String, step: Int) {
    var walk = state()
    for key in "/" + name { _ = walk.press(.character(key)) }
    _ = walk.press(.enter)
    #expect(walk.current.step == step)
  }

  @Test("A section that is none is answered with those that are")
  func unknown() {
    var walk = state()
    for key: WalkKey in [.character("g"), .character("9"), .enter] { _ = walk.press(key) }
    #expect(walk.complaint == "no section '9'; there are 3.1, 3.2, Exercises")
    #expect(walk.stop == 0)
  }

  @Test("The keys fit a terminal of 80 columns, none cut off")
  func help() {
    var walk = state()
    _ = walk.press(.character("?"))
    let lines = WalkScreen(title: "3", isStyled: false).lines(of: walk, figure: [])
    #expect(lines.count == 24 && lines.contains { $0.contains("quit") })
    #expect(lines.allSatisfy { !$0.contains("…") && TextWidth.of($0) <= 80 })
  }

  @Test("q ends, also from the help; Enter ends at the end alone")
  func quit() {
    var walk = state()
    #expect(walk.press(.character("?")) && walk.mode == .help)
    #expect(walk.press(.enter) && walk.mode == .reading && walk.stop == 0)
    #expect(walk.press(.last) && walk.press(.character(" ")) && walk.complaint != nil && !walk.press(.enter))
    #expect(!walk.press(.character("q")) && !walk.press(.endOfInput))
  }

  @Test("Another size keeps the step, and every line fits", arguments: [(200, 50), (20, 6), (1, 1), (80, 24)])
  func resize(columns: Int, rows: Int) {
    var walk = state()
    for _ in 0..<3 { _ = walk.press(.enter) }
    walk.resize(ScreenSize(columns: columns, rows: rows))
    #expect(walk.current.step == 3)
    let screen = WalkScreen(title: "Chapter 3", isStyled: false).lines(of: walk, figure: [])
    #expect(screen.count <= max(rows, 3))
    if columns > 4 { for line in screen { #expect(TextWidth.of(line) <= columns, "\(line)") } }
  }

  @Test("Keys come in pieces, and unknown sequences are swallowed")
  func keys() {
    var reader = WalkKeyReader()
    #expect(reader.keys([0x1B]).isEmpty)
    #expect(reader.keys([0x5B, 0x43, 0x71]) == [.forward, .character("q")])
    #expect(reader.keys(Array("\u{1B}[?62;4c".utf8)).isEmpty)
    #expect(reader.keys([0x1B], isQuiet: true) == [.escape])
    #expect(reader.keys(Array("σ\r".utf8)) == [.character("σ"), .enter])
  }

  @Test("Bold, italics, code, formulas and links lose their marks")
  func prose() {
    let text = ProseText(columns: 60, isStyled: false)
    #expect(
      text.lines("**Bold** and *this*, `code`, $`\\sigma^2`$, [a link](b.md) and 2 * 3.\n\n- one\n- two")
        == ["Bold and this, code, σ², a link and 2 * 3.", "", "  • one", "  • two"])
  }

  @Test("A short formula and the sides of a relation stay on one line")
  func whole() {
    let text = ProseText(columns: 30, isStyled: false)
    #expect(text.lines("at the defaults you may take w = 2") == ["at the defaults you may take", "w = 2"])
    #expect(text.lines("at the defaults take $`a + b`$, or") == ["at the defaults take a + b, or"])
    #expect(text.lines("at the defaults you may take $`a + b`$") == ["at the defaults you may take", "a + b"])
    #expect(text.lines("= alone, and at the end <") == ["= alone, and at the end <"])
    #expect(text.lines(String(repeating: "word ", count: 20)).allSatisfy { TextWidth.of($0) <= 30 })
  }

  @Test("Wide characters take two columns, combining ones none")
  func width() {
    #expect(TextWidth.of("p\u{302}σ²") == 3)
    #expect(TextWidth.of("漢字") == 4)
    #expect(TextWidth.of("\u{1B}[1mbold\u{1B}[0m") == 4)
    for line in TextWidth.folded("  a long line of words", columns: 12) { #expect(TextWidth.of(line) <= 12) }
    // A colour that changes inside a word is no place to part it.
    let coloured = TextWidth.folded("  sum { $\u{1B}[36m0\u{1B}[0m.squared }", columns: 16)
    #expect(coloured == ["  sum { ", "      $\u{1B}[36m0\u{1B}[0m.squared", "      }"])
    let open = TextWidth.folded("\u{1B}[32m\"one two six\"\u{1B}[0m", columns: 9)
    #expect(open == ["\u{1B}[32m\"one two \u{1B}[0m", "    \u{1B}[32msix\"\u{1B}[0m"])
  }
}
