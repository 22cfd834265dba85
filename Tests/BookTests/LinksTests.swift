import Testing

@testable import Book

@Suite("Links and anchors")
struct LinksTests {
  @Test("a link to a file, a heading or a line that is not there is named with its line")
  func dead() throws {
    let checkout = try Samples.checkout(["a/B.swift": "1\n2\n3", "a/R.md": "# One *two* `three`\n# One two three\n"])
    let good = """
      [a](B.swift) [b](B.swift#L3) [c](R.md#one-two-three) [d](R.md#one-two-three-1) [e](#here) <img src="../a/B.swift">
      [f](https://example.org/x) `[g](nowhere)`
      ## Here
      """
    let links = Links(pages: ["a/P.md": good], checkout: checkout)
    #expect(links.findings(in: ["a/P.md"]).isEmpty)
    for (target, line) in [
      ("C.swift", 1), ("B.swift#L4", 1), ("R.md#one-two-three-2", 1), ("#there", 1), ("../../x", 1),
    ] {
      let bad = Links(pages: ["a/P.md": "[a](\(target))\n## Here"], checkout: checkout).findings(in: ["a/P.md"])
      #expect(bad.map(\.line) == [line], "\(target)")
      #expect(bad.first?.found.hasPrefix("'\(target)': ") == true)
    }
    #expect(links.findings(in: ["a/Q.md"]).map(\.expected) == ["a page"])
  }

  @Test(
    "anchors are GitHub's: lower case, punctuation dropped, blanks to hyphens",
    arguments: [
      ("3.4 The closed form", "34-the-closed-form"), ("1.1 What the decoder's is", "11-what-the-decoders-is"),
      ("2.6 Which side of log p(x)", "26-which-side-of-log-px"), ("a_b – c", "a_b--c"),
    ])
  func anchor(heading: String, anchor: String) {
    #expect(MarkdownText.anchor(heading) == anchor)
  }
}

@Suite("Formulas of a page")
struct FormulasTests {
  let page = "a $`x^2`$ b\n```math\n\\frac12\n```\n```swift\n$`no`$\n```\n$`y\n  z`$\n"

  @Test("displayed and inline formulas are found with their lines, listings are not read")
  func found() {
    let formulas = Formulas.formulas(of: page, file: "a")
    #expect(formulas.map(\.line) == [1, 2, 8])
    #expect(formulas.map(\.markdown) == ["$`x^2`$", "```math\n\\frac12\n```\n", "$`y\n  z`$"])
  }

  @Test("the one formula that pandoc cannot convert is named, and what GitHub refuses")
  func unconverted() throws {
    #expect(try Formulas.findings(Formulas.formulas(of: page, file: "a")).isEmpty)
    let broken = Formulas.formulas(of: page.replacing("\\frac12", with: "\\frac{1"), file: "a")
    #expect(try Formulas.findings(broken).map(\.line) == [2])
    let refused = Formulas.formulas(of: page.replacing("x^2", with: "\\operatorname{x}"), file: "a")
    #expect(try Formulas.findings(refused).map(\.found) == ["\\operatorname"])
  }
}
