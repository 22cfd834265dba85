import Foundation
import Testing

@testable import Book

@Suite("Notebooks")
struct JupyterTests {
  private let claimAndValue = [Samples.record(Samples.claim()), Samples.record(Samples.value())]

  private func cells(_ chapter: BookChapter) throws -> [[String: Any]] {
    let figures = try Samples.checkout([:]).root
    let files = try JupyterChapter.files(of: [chapter], figures: figures)
    #expect(files.map(\.name) == ["03-the-divergence.ipynb", "offline/index.html.j2", "offline/conf.json"])
    let json = try #require(try JSONSerialization.jsonObject(with: files[0].contents) as? [String: Any])
    #expect(json["nbformat"] as? Int == 4 && json["nbformat_minor"] as? Int == 5)
    return try #require(json["cells"] as? [[String: Any]])
  }

  private func source(_ cell: [String: Any]) -> String { (cell["source"] as? [String] ?? []).joined() }

  @Test("the Swift of a cell stands above the Python that runs its section, whose stored output is the book's")
  func structure() throws {
    let cells = try cells(try Samples.chapter(run: Samples.run(records: claimAndValue)))
    let place = try #require(cells.firstIndex { ($0["outputs"] as? [Any])?.isEmpty == false })
    #expect(source(cells[place - 1]).contains("notebook.check(\"16\", …, integral, equals: closedForm, …)"))
    #expect(
      source(cells[place]) == """
        show("3.1", lines=(20, 28), values={
            "divergence": "KL(q ‖ p), in nats"})
        """)
    let outputs = try #require(cells[place]["outputs"] as? [[String: Any]])
    let data = try #require(outputs[0]["data"] as? [String: [String]])
    #expect(data["text/html"]?.joined().contains("3.6366512475") == true)
    #expect(data["text/plain"]?.joined().contains("(16)  it | is\n        3.6366512475      = 3.6366512475") == true)
    let code = cells.filter { $0["cell_type"] as? String == "code" }
    #expect(code.map { $0["execution_count"] as? Int } == Array(1...code.count))
    #expect(cells.allSatisfy { ($0["cell_type"] as? String == "code") == ($0["outputs"] != nil) })
    #expect(cells.contains { source($0).contains("## 3.1 One density\n\nThe divergence, (16), is\n\n$$\n") })
  }

  @Test("papermill finds the parameters at the top, and the helpers below them are folded")
  func parameters() throws {
    let code = try cells(try Samples.chapter(run: Samples.run(records: claimAndValue)))
      .filter { $0["cell_type"] as? String == "code" }
    #expect((code[0]["metadata"] as? [String: [String]])?["tags"] == ["parameters"])
    #expect(source(code[0]).contains("command = [\"swift\", \"run\", \"-q\", \"chapter3\"]"))
    #expect((code[1]["metadata"] as? [String: [String: Bool]])?["jupyter"]?["source_hidden"] == true)
    #expect(source(code[1]).contains("[\"--step\", number, \"--json\""))
  }

  @Test("text that Python would read otherwise stays text")
  func pythonText() throws {
    let sly = Samples.record(Samples.value("a \"b\" \\ c"))
    let cells = try cells(try Samples.chapter(run: Samples.run(records: [sly])))
    #expect(cells.contains { source($0).contains("\"divergence\": \"a \\\"b\\\" \\\\ c\"") })
  }

  @Test("a list that is declared stands as a table before its Swift, which is folded")
  func lists() throws {
    let run = Samples.run(notation: [Samples.symbol], records: claimAndValue)
    let cells = try cells(try Samples.chapter(Samples.textWithLists, run: run))
    let code = try #require(cells.firstIndex { source($0).contains("static let errata") })
    #expect(source(cells[code - 1]).hasSuffix("| (9) | a | b | it \\| is |"))
    #expect(source(cells[code]).hasPrefix("<details><summary>The same in Swift: <code>errata</code></summary>"))
    #expect(cells.contains { source($0).contains("| $\\sigma$ | `standardDeviation` | q's | d | – |") })
  }

  @Test("each cell is named after its place, and no two alike")
  func identifiers() throws {
    let placed = try names(of: Samples.text)
    #expect(placed.contains("3-1-code-1"))
    let twice = try names(of: Samples.text + "\n//:\n//: ## Mistakes people make here\n//:\n//: Again.")
    #expect(Set(twice).count == twice.count && twice.contains("mistakes-people-make-here-again-2-text-1"))
    for name in twice {
      #expect((1...64).contains(name.count))
      #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    }
    #expect(try names(of: Samples.text.replacing("It is 3.64", with: "About 3.64")) == placed)
  }

  private func names(of text: String) throws -> [String] {
    let chapter = try Samples.chapter(text, run: Samples.run(records: claimAndValue))
    return try cells(chapter).compactMap { $0["id"] as? String }
  }

  @Test("the same chapter gives the same bytes")
  func deterministic() throws {
    let chapter = try Samples.chapter(run: Samples.run(records: claimAndValue))
    let figures = try Samples.checkout([:]).root
    let files = try (1...2).map { _ in try JupyterChapter.files(of: [chapter], figures: figures)[0].contents }
    #expect(files[0] == files[1])
  }

  @Test("formulas stand between dollars, dollars in words and code stay")
  func formulas() {
    #expect(JupyterText.markdown("a $`x_1`$ and `$`, 5 $") == "a $x_1$ and `$`, 5 \\$")
    let listing = "```swift\n$`b`$\n```"
    #expect(JupyterText.markdown("  ```math\n  a\n  ```\n\(listing)") == "  $$\n  a\n  $$\n\(listing)")
  }

  @Test("a failed claim says so, a figure that was not drawn is refused, and so is a folder with other files")
  func failures() throws {
    let cells = try cells(try Samples.chapter(run: Samples.run(records: [Samples.record(Samples.claim(off: 1))])))
    let shown = "\(cells.compactMap { $0["outputs"] })"
    #expect(shown.contains("✗ FAILS") && !shown.contains("✓"))
    let root = try Samples.checkout(["other/file": "kept"]).root
    #expect(throws: BookProblem.self) { try JupyterChapter.files(of: [Samples.chapter()], figures: root) }
    let chapter = try Samples.chapter(run: Samples.run(records: [Samples.record(Samples.claim())]))
    let other = root.appending(path: "other")
    #expect(throws: BookProblem.self) { try BookForm.notebook.write([chapter], contents: "", figures: root, to: other) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: other.path) == ["file"])
  }

  @Test("Python's nbformat, where it is installed, finds nothing wrong")
  func validates() throws {
    let root = try Samples.checkout([:]).root
    let chapter = try Samples.chapter(run: Samples.run(records: claimAndValue))
    let folder = root.appending(path: "notebooks")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try BookForm.notebook.write([chapter], contents: "", figures: root, to: folder)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sys
      try: import nbformat
      except ImportError: sys.exit(0)
      nbformat.validate(nbformat.read(sys.argv[1], 4))
      """, folder.appending(path: "03-the-divergence.ipynb").path,
    ]
    try process.run()
    process.waitUntilExit()
    #expect([0, 127].contains(process.terminationStatus))
  }
}
