import Foundation
import Testing

@testable import Plotting

@Suite("Text in scripts is data")
struct QuotingTests {
  @Test("between single quotes, with quotes and line breaks apart")
  func quoting() {
    #expect(Quoting.string("it's") == #"'it'."'".'s'"#)
    #expect(Quoting.string("a\nb") == #"'a'."\n".'b'"#)
    #expect(Quoting.string("''\n") == #""''\n""#)
    #expect(Quoting.string("") == "''")
    #expect(Quoting.tick("5 %") == "'5 %%'")
    #expect(Quoting.comment("one \\\ntwo") == "# one \\ \n# two\n")
    #expect(Quoting.string("'\u{301}") == "\"'\".'\u{301}'", "a quote under an accent is still a quote")
  }

  static let attacks = [
    "`touch pwned`", "'; system('touch pwned'); '", "a\nsystem('touch pwned')\n", "\n!touch pwned\n", "@touch $x ${x}",
    "set output '|touch pwned'", "' \\\nset output '|touch pwned", "''''", "'", "a''b'''c", "{/Symbol a}_b^c & ~d", "e",
    "EOD",
    "\"`touch pwned`\"",
    "\u{0600}'; system('touch pwned'); '", "'\u{301}; system('touch pwned'); '", "%d %s %n %%", "\\",
    "a\\\n!touch pwned",
    "# comment", "<svg onload='x'>&amp;</svg>", "]]> <!-- -->", "$(touch pwned)", "a; load '< touch pwned'",
  ]

  @Test("and never a command", arguments: attacks)
  func injection(text: String) throws {
    let folder = try TemporaryFolder()
    let points = [Point(0, 1), Point(1, 2)]
    let axis = Axis(text, ticks: [Tick(0, text), Tick(1, text)])
    let everywhere = Panel(
      title: text, xAxis: axis, yAxis: axis,
      layers: [.line(points, label: text), .text(text, at: Point(0.5, 1.5)), .horizontalLine(1, label: text)])
    let bars = Panel(
      xAxis: .unlabelled, yAxis: Axis(text),
      layers: [.bars(categories: [text], segments: [BarSegment(text, [1])])])
    let images = Panel(
      title: text, xAxis: .unlabelled, yAxis: .unlabelled,
      layers: [.imageGrid(images: [[1]], width: 1, height: 1, columns: 1, captions: [text])])
    let surface = Panel(
      xAxis: Axis(text), yAxis: Axis(text),
      layers: [
        .surface(
          x: [0, 1], y: [0, 1], values: [0, 1, 2, 3], valueAxis: Axis(text), label: text, plane: 4, planeLabel: text,
          mark: Point(0, 0), markLabel: text)
      ])
    let figure = Figure(
      slug: "ch00-attack", title: text, caption: text, panels: [everywhere, bars, images, surface],
      size: Size(width: 3000, height: 1000))

    let drawn = try Gnuplot.draw(figure, into: folder.path)
    #expect(drawn.warnings == nil)
    let redrawn = try folder.run(["-d", "ch00-attack.gp"])
    #expect(redrawn.status == 0 && redrawn.words.isEmpty)
    #expect(try folder.names == ["ch00-attack.gp", "ch00-attack.svg"])
    #expect(!FileManager.default.fileExists(atPath: "pwned"), "nothing ran in the working folder either")
    let xml = try XMLText(folder.text("ch00-attack.svg"))
    #expect(xml.isWellFormed)
  }

  @Test(
    "control characters are refused", arguments: ["a\u{0}b", "a\rb", "tab\there", "\u{1B}[2J", "\u{85}", "\u{FFFF}"])
  func controls(text: String) {
    #expect(throws: PlottingError.self) { try Figure.small(title: text).script() }
    #expect(throws: PlottingError.self) { try Figure.small(xAxis: Axis(text)).script() }
  }
}

/// Enough of XML to see that a drawing's tags close in order.
struct XMLText {
  var isWellFormed: Bool

  init(_ text: String) {
    var open: [Substring] = []
    isWellFormed = true
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { break }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("?") || tag.hasPrefix("!") || tag.hasSuffix("/") { continue }
      let name = tag.prefix { !$0.isWhitespace }
      if !name.hasPrefix("/") {
        open.append(name)
      } else if open.popLast() != name.dropFirst() {
        isWellFormed = false
      }
    }
    isWellFormed = isWellFormed && open.isEmpty
  }
}
