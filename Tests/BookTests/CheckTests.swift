import Notebook
import Testing
import Verification

@testable import Book

@Suite("The book's check names what it is for, and nothing else")
struct CheckTests {
  @Test("a stale page is named with its first difference")
  func freshness() {
    #expect(Freshness.finding(file: "a", fresh: "1\n2\n", found: "1\n2\n") == nil)
    #expect(
      Freshness.finding(file: "a", fresh: "1\n2\n", found: "1\n3\n")
        == Finding("a", line: 2, expected: "'2'", found: "'3'"))
    #expect(
      Freshness.finding(file: "a", fresh: "1\n2", found: "1")
        == Finding("a", line: 2, expected: "'2'", found: "the end of the file"))
    #expect(Freshness.finding(file: "a", fresh: "", found: nil)?.found == "none")
    // A long line is shown where it differs, and not where it begins.
    let long = { (word: String) in String(repeating: "x", count: 400) + word + String(repeating: "y", count: 400) }
    let finding = Freshness.finding(file: "a", fresh: long("fresh"), found: long("stale"))
    #expect(finding?.expected.contains("xfreshy") == true && finding?.found.contains("xstaley") == true)
    #expect((finding?.found.count ?? 0) <= 104)
  }

  @Test("a stale script, a missing picture and a figure that no chapter draws are named")
  func figures() throws {
    let fresh = try Samples.checkout(["figures/ch01-a.gp": "1\n", "figures/ch01-a.svg": ""])
    #expect(Freshness.figures(fresh: fresh, in: fresh).isEmpty)
    let old = try Samples.checkout(["figures/ch01-a.gp": "2\n", "figures/ch01-b.gp": "", "figures/benchmark-c.gp": ""])
    let stale = ["figures/ch01-a.gp", "figures/ch01-a.svg", "figures/ch01-b.gp"]
    #expect(Freshness.figures(fresh: fresh, in: old).map(\.file) == stale)
  }

  @Test("a number in prose that the run does not give, to its digits, is named with its line")
  func prose() throws {
    #expect(ProseNumbers.findings(try Samples.chapter()).findings.isEmpty)
    #expect(ProseNumbers.findings(try Samples.chapter()).checked == 2)
    let wrong = Samples.text.replacing("3.64 nats", with: "3.65 nats")
    #expect(
      ProseNumbers.findings(try Samples.chapter(wrong)).findings.map { [$0.line.map(String.init), $0.found] } == [
        ["3", "3.65; the nearest of the run is 3.6366512475"]
      ])
    let quoted = wrong.replacing("import VAECore", with: "// Quoted: 3.65 by others")
    #expect(ProseNumbers.findings(try Samples.chapter(quoted)).findings.isEmpty)
  }

  @Test("a numbered section prints what itself shows; what another one shows, if it names it")
  func sectionsOfNumbers() throws {
    let run = Samples.run(sections: [("3.1", "One density"), ("3.2", "Another")])
    func found(_ prose: String) throws -> [String] {
      let text = Samples.text.replacing(
        "//: ## Mistakes", with: "//: ## 3.2 Another\n//:\n//: \(prose)\n//:\n//: ## Mistakes")
      return ProseNumbers.findings(try Samples.chapter(text, run: run)).findings.map(\.found)
    }
    #expect(try found("It was 3.637 nats.") == ["3.637; the nearest of the run is -1.0"])
    #expect(try found("It was the 3.637 nats of 3.1.").isEmpty)
    #expect(try found("It was the 3.638 nats of 3.1.").count == 1)
    #expect(try found("A million, 1,000,000, and 0.5 are the run's own options.").isEmpty)
  }

  @Test("a number in a statement that the code spells must be the run's; a computed one is")
  func statement() throws {
    let run = Samples.run(records: [Samples.record(Samples.claim("it is 3.99"))])
    #expect(ProseNumbers.findings(try Samples.chapter(run: run)).findings.isEmpty)
    let spelled = Samples.text.replacing("it | is", with: "it is 3.99")
    #expect(ProseNumbers.findings(try Samples.chapter(spelled, run: run)).findings.map(\.line) == [21])
  }

  @Test("numbers are read with percent, million, powers and thousands; indices, years and words are none")
  func printed() {
    let text =
      "5.75 % of 1.8 million, $2.5\\cdot10^{-19}$, 100,000, 1.2 · 10⁻¹³, x^{123}, J_{456}, (2013), ch031, 12 and 0.5"
    #expect(PrintedNumber.numbers(in: text).map(\.value) == [0.0575, 1.8e6, 2.5e-19, 100_000, 1.2e-13, 0.5])
    let number = PrintedNumber.numbers(in: "5.75 %")[0]
    #expect(number.matches(-0.05754) && !number.matches(0.0576))
    #expect(KnownNumbers.numbers(ofCode: "f(1_000, \"7.5\") // 8.5\n// Quoted: 1,797 images") == [1000])
  }

  @Test("the README's listings count, its commands do not")
  func readme() {
    let page = "It is 3.64.\n```text\n  3.6366\n```\n```sh\nrun --mean 9.99\n```"
    #expect(ProseNumbers.withoutCode(page) == "It is 3.64.\n\n\n\n\n\n")
    #expect(ProseNumbers.listings(of: page, in: ["text", "swift"]) == "\n\n  3.6366\n\n\n\n")
    let found = KnownNumbers([3.64]).findings(in: ProseNumbers.listings(of: page, in: ["text"]), file: "R", line: 1)
    #expect(found.findings.map(\.line) == [3])
  }

  @Test("a line of the README that leads to a section prints what that section shows; what was measured is left alone")
  func readmeLines() throws {
    let link = "[3.1](chapters/03-the-divergence/README.md#31-one-density)"
    func found(_ page: String) throws -> [String] {
      let checkout = try Samples.checkout(["README.md": page, "Package.swift": "// swift-tools-version: 6.2\n"])
      return ReadmeNumbers(chapters: [try Samples.chapter()], checkout: checkout).findings().flatMap(\.findings)
        .map { "\($0.line ?? 0) \($0.found.prefix(5))" }
    }
    #expect(try found("Swift 6.2.\n\nIt is 3.637 (\(link)).").isEmpty)
    #expect(try found("\nIt is 3.638 (\(link)).\n9.99") == ["2 3.638", "3 9.99;"])
    #expect(try found("## A\n<!-- Measured by hand -->\n9.99\n## B\n8.88") == ["5 8.88;"])
    #expect(try found("```text\n  3.6367 within 1e-14\n  7.777\n```") == ["3 7.777"])
  }

  @Test("an announced equation without a claim is named")
  func equations() throws {
    let good = try Samples.chapter()
    #expect(DeclarationCheck(chapter: good, caught: Samples.caught(good)).findings.isEmpty)
    let chapter = try Samples.chapter(run: Samples.run(equations: ["16", "12"]))
    #expect(
      DeclarationCheck(chapter: chapter, caught: []).findings.map(\.expected) == [
        "a claim of the announced equation (12)"
      ])
  }

  @Test("an erratum without a claim, or with one that fails, is named")
  func errata() throws {
    let lost = try Samples.chapter(
      run: Samples.run(errata: [Erratum("9", printed: "a", correct: "b", shownBy: "it was")]))
    #expect(DeclarationCheck(chapter: lost, caught: []).findings.map(\.found) == ["no claim 'it was'"])
    let failing = try Samples.chapter(run: Samples.run(records: [Samples.record(Samples.claim(off: 1))]))
    #expect(DeclarationCheck(chapter: failing, caught: []).findings.map(\.found).contains("'it | is' fails"))
    #expect(DeclarationCheck(chapter: failing, caught: []).findings.contains { $0.expected == "a claim that holds" })
  }

  @Test("an erratum that one order alone shows, and a claim that the defaults skip, are named")
  func thin() throws {
    let order = Claim.exact(
      "16", "it | is", 1, .less, 2, comparing: .draws, with: .closedForm, within: Tolerance(0, because: "exact"),
      against: 3)
    let thin = try Samples.chapter(run: Samples.run(records: [Samples.record(.claim(order))]))
    #expect(DeclarationCheck(chapter: thin, caught: []).findings.map(\.found) == ["one order"])
    let both = Erratum("9", printed: "a", correct: "b", shownBy: "it | is", "it was")
    let whole = try Samples.chapter(
      run: Samples.run(
        errata: [both], records: [Samples.record(.claim(order)), Samples.record(Samples.claim("it was"))]))
    #expect(DeclarationCheck(chapter: whole, caught: []).findings.isEmpty)
    let skipped = Transcript.Content.skipped(SkippedClaim("16", "it is", because: "σ is 1"))
    let chapter = try Samples.chapter(
      run: Samples.run(records: [Samples.record(Samples.claim()), Samples.record(skipped)]))
    #expect(DeclarationCheck(chapter: chapter, caught: []).findings.map(\.found) == ["skipped: 'it is', σ is 1"])
  }

  @Test("a mistake that nothing catches, and a thread that is none, are named")
  func mistakes() throws {
    let chapter = try Samples.chapter()
    let uncaught = chapter.run.mistakes.map { CaughtMistake(mistake: $0, failure: nil) }
    #expect(
      DeclarationCheck(chapter: chapter, caught: uncaught).findings.map(\.expected) == [
        "a claim that fails under --mistake wrong-sign"
      ])
    let thread = Mistake("a", "b", caughtBy: "1", askedIn: ["keras#5691"])
    let caught = [CaughtMistake(mistake: thread, failure: chapter.run.claims.first?.claim)]
    #expect(DeclarationCheck(chapter: chapter, caught: caught).findings.map(\.found) == ["'keras#5691'"])
  }

  @Test("a heading that is not the outline's, and records without a cell, are named")
  func sections() throws {
    let other = try Samples.chapter(run: Samples.run(sections: [("3.1", "Another")]))
    #expect(DeclarationCheck(chapter: other, caught: []).findings.map(\.found) == ["'3.1 One density'"])
    let records = [Samples.record(Samples.claim()), Samples.record(Samples.value(), section: "3.2")]
    let lost = try Samples.chapter(run: Samples.run(records: records))
    #expect(DeclarationCheck(chapter: lost, caught: []).findings.map(\.found) == ["1 without"])
  }

  @Test("a name of the notation that the code does not have is named")
  func notation() throws {
    let checkout = try Samples.checkout(["Sources/A/B.swift": "let logVariance = 1"])
    func findings(_ name: String) throws -> [String] {
      let run = Samples.run(notation: [Notation("x", name, "")])
      return NotationCheck.findings([try Samples.chapter(run: run)], in: checkout).map(\.found)
    }
    #expect(try findings("logVariance").isEmpty)
    #expect(try findings("variance") == ["'variance'"])
  }
}
