import Foundation
import Notebook
import Testing

@testable import Book

@Suite("Numbers of the notes lead to their equations")
struct EquationLinksTests {
  static let text = Samples.text.replacing(
    "\\tfrac12\\sum_j\\mu_j^2", with: "\\tfrac12\\sum_j\\mu_j^2. \\qquad (16)")

  private func links() throws -> EquationLinks {
    let chapter = try Samples.chapter(Self.text)
    return EquationLinks(places: EquationPlaces([chapter]), page: .chapter(folder: chapter.folder))
  }

  @Test("a formula's numbers are taken from its end, or from beside its lines")
  func formulas() throws {
    let single = try #require(NumberedFormula("a = b. \\qquad (7),(8)\n"))
    #expect(single.labels == ["7", "8"] && single.latex == "a = b.")
    let aligned = try #require(NumberedFormula("\\begin{aligned}\na &= b \\qquad (3)\n\\end{aligned}"))
    #expect(aligned.labels == ["3"] && aligned.latex == "\\begin{aligned}\na &= b\n\\end{aligned}")
    let lines = try #require(NumberedFormula("\\begin{aligned} a &= b, && (14)\\\\ c &= d. && (15) \\end{aligned}"))
    #expect(lines.labels == ["14", "15"] && lines.latex.contains("(14)"))
    #expect(NumberedFormula("f(2) \\qquad x") == nil)
  }

  @Test("a number in prose is a link to its display, or to its line in the contents where there is none")
  func prose() throws {
    let links = try links()
    #expect(
      links.linked("By (16) and (15)–(16), but not f(16), `(16)` or $`(16)`$ or [a (16)](b) or (2013).")
        == "By [(16)](#eq-16) and [(15)](../README.md#equation-15)–[(16)](#eq-16), but not f(16), `(16)` or "
        + "$`(16)`$ or [a (16)](b) or (2013).")
    #expect(links.linked("See Definition 1.") == "See [Definition 1](../README.md#definition-1).")
    let other = EquationLinks(places: links.places, page: .chapter(folder: "04-x"))
    #expect(other.linked("(16)") == "[(16)](../03-the-divergence/README.md#eq-16)")
  }

  @Test("a numbered display has one anchor before it")
  func anchors() throws {
    let display = "```math\n\\tfrac12\\sum_j\\mu_j^2. \\qquad (16)\n```"
    #expect(
      try links().linked("Then\n\n\(display)\n\nand (16).")
        == "Then\n\n<a id=\"eq-16\"></a>\n\n\(display)\n\nand [(16)](#eq-16).")
    #expect(try links().linked("```math\na\n```") == "```math\na\n```")
  }

  @Test("what is folded in a list stands apart from its tags, so that its code is code")
  func folds() {
    let folded = "1. How?\n   <details><summary>Solution</summary>With `--x`:\n   so.</details>\n2. Why?"
    #expect(
      EquationLinks.withOpenFolds(folded)
        == "1. How?\n   <details><summary>Solution</summary>\n\n   With `--x`:\n   so.\n\n   </details>\n2. Why?")
  }

  @Test("the woven page has no link to a place that is not there")
  func page() throws {
    let chapter = try Samples.chapter(Self.text)
    let page = BookPages([chapter], caught: [Samples.caught(chapter)], in: try Samples.checkout([:]))
    let texts = Dictionary(uniqueKeysWithValues: page.pages.map { ($0.path, $0.text) })
    let findings = Links(pages: texts, checkout: try Samples.checkout([:])).findings(in: Array(texts.keys))
    #expect(findings.filter { $0.found.contains("anchor") } == [])
    #expect(texts["chapters/03-the-divergence/README.md"]?.contains("[(16)](#eq-16) [✓](Chapter3.swift#L21)") == true)
  }
}
