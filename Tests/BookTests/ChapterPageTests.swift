import Testing

@testable import Book

@Suite("A chapter's page")
struct ChapterPageTests {
  func page() throws -> String {
    let chapter = try Samples.chapter()
    return ChapterPage(chapter: chapter, previous: chapter, next: nil, caught: Samples.caught(chapter)).markdown
  }

  @Test("under a cell stand its values, its claims with both sides, and its figures with how to draw them")
  func output() throws {
    let page = try page()
    #expect(page.contains("| `divergence` | KL(q ‖ p), in nats | 3.6366512475 |"))
    #expect(
      page.contains(
        "| [(16)](../README.md#equation-16) [✓](Chapter3.swift#L21) | it \\| is | 3.6366512475 | = | 3.6366512475 | "
          + "within 1e-14<br><sub>quadrature against closed form; 48 roundings of values up to 3</sub> |"))
    #expect(page.contains("![A title](../../figures/ch03-a.svg)"))
    #expect(page.contains("`gnuplot figures/ch03-a.gp`"))
    let places = ["notebook.check(", "`divergence`", "it \\| is", "![A title]", "## Mistakes"].map {
      page.firstRange(of: $0)?.lowerBound ?? page.endIndex
    }
    #expect(places == places.sorted(), "the order is not code, values, claims, figures")
  }

  @Test("links lead before, after and to the contents; the footer says seed, samples and options")
  func frame() throws {
    let page = try page()
    #expect(page.contains("[← 3 · The divergence](../03-the-divergence/README.md) · [contents](../README.md)\n"))
    #expect(page.contains("`swift run chapter3 --seed 42 --samples 1000000 --mean 0.5,-1`"))
    #expect(page.hasSuffix(".\n"))
  }

  @Test("the cell's equation is shown, all the rest is folded with the program and the drawing, and no line is lost")
  func folding() throws {
    let page = try page()
    let shown =
      "func theDensity(_ notebook: ChapterNotebook) throws {\n"
      + "  notebook.check(\"16\", …, integral, equals: closedForm, …)\n}"
    #expect(page.contains("\n```swift\n\(shown)\n```\n"))
    #expect(page.contains("<details><summary>The program: <code>imports</code> and <code>Chapter3</code></summary>"))
    #expect(
      page.contains("<details><summary>The whole cell: <code>theDensity</code> and <code>contours</code></summary>"))
    #expect(page.contains("\"it | is\", integral, equals: closedForm, within: tolerance)"))
    for line in ["import VAECore", "static let number = 3", "func theDensity", "-> Figure {", "Figure()"] {
      #expect(page.contains(line))
    }
  }

  @Test("the mistakes are listed with the claim that caught them")
  func mistakes() throws {
    #expect(
      try page().contains(
        "| `wrong-sign` | forgets a sign<br><small>asked in "
          + "[pytorch/examples#824](https://github.com/pytorch/examples/issues/824)</small> | "
          + "[(16)](../README.md#equation-16) it \\| is: 3.6366512475 against 3.6366512475 |"))
  }

  @Test("notation and errata are tables, and the Swift that declares them is folded under them")
  func lists() throws {
    let chapter = try Samples.chapter(Samples.textWithLists, run: Samples.run(notation: [Samples.symbol]))
    let page = ChapterPage(chapter: chapter, previous: nil, next: nil, caught: []).markdown
    let parts = [
      "## Notation", "| $`\\sigma`$ | `standardDeviation` | q's | d | – |",
      "<details><summary>The same in Swift: <code>notation</code></summary>", "## Where the notes differ",
      "| [(9)](../README.md#equation-9) | a | b | [3.1 ✓](#31-one-density) it \\| is |",
      "<details><summary>The same in Swift: <code>errata</code></summary>", "Erratum(\"9\"",
    ]
    let places = parts.map { page.firstRange(of: $0)?.lowerBound }
    #expect(!places.contains(nil), "\(page)")
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
  }

  @Test("a title is plain words: what Markdown would read in it is escaped, in the heading and in the links")
  func title() throws {
    let text = Samples.text.replacing("3 · The divergence", with: "3 · What [x](y) costs: $2*3$")
    let chapter = try Samples.chapter(text)
    let page = ChapterPage(chapter: chapter, previous: nil, next: chapter, caught: []).markdown
    #expect(page.hasPrefix("# 3 · What \\[x\\](y) costs: \\$2\\*3\\$\n"))
    #expect(page.contains("[3 · What \\[x\\](y) costs: \\$2\\*3\\$ →](../03-the-divergence/README.md)"))
    #expect(!Links.links(of: page).contains { $0.target == "y" })
  }

  @Test("a failed claim is a cross with its verdict")
  func failure() throws {
    let chapter = try Samples.chapter(run: Samples.run(records: [Samples.record(Samples.claim(off: 1))]))
    let page = ChapterPage(chapter: chapter, previous: nil, next: nil, caught: []).markdown
    #expect(page.contains("[✗ FAILS](Chapter3.swift#L21)"))
  }

  @Test("text in tables is text: bars, asterisks, tildes and angles are escaped, code stays code")
  func plain() {
    #expect(MarkdownText.plain("a|b *c* x ~ y < z `p|q*`") == "a\\|b \\*c\\* x \\~ y &lt; z `p\\|q*`")
    #expect(MarkdownText.plain("a ` b*") == "a \\` b\\*")
  }
}
