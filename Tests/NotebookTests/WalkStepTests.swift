import Testing
import Verification

@testable import Notebook

@Suite("The order of a walk")
struct WalkStepTests {
  private func kinds(_ prose: String) throws -> [String] {
    let text = "//: # 3 · T\n//:\n//: ## 3.1 One\n//:\n//: \(prose)\n\nfunc f() {\n}\n"
    let record = Transcript.Record(
      section: "3.1", file: "Chapter3.swift", line: 7,
      content: .value(ShownValue(name: "a", meaning: "a", values: [1])))
    let transcript = Transcript(
      chapter: 3, title: "T", thesis: "", sections: [], equations: [], mistakes: [], errata: [], notation: [], seed: 1,
      samples: 1, settings: [], mistake: nil, records: [record])
    let source = try ChapterSource(text, file: "Chapter3.swift")
    return WalkStep.steps(of: source, transcript: transcript, verdict: "").map(\.name)
  }

  @Test("the number that a question asks about comes right after it, and then the cell that gave it")
  func question() throws {
    #expect(try kinds("> **What do you expect?** More?").dropLast() == ["a question", "its numbers", "the cell"])
  }

  @Test("without a question a cell comes before its numbers")
  func plain() throws {
    #expect(try kinds("A sentence.").dropLast() == ["the next section", "the cell", "its numbers"])
  }

  @Test("a terminal that shows colours sees keywords, types, numbers, texts and comments apart")
  func colours() {
    let line = CodeText.lines("let q = Gaussian(2, \"a\") // b", isStyled: true)[0]
    for number in ["35", "34", "36", "32", "2"] { #expect(line.contains("\u{1B}[\(number)m"), "\(number)") }
    #expect(CodeText.lines("let q = 1", isStyled: false) == ["  let q = 1"])
  }
}
