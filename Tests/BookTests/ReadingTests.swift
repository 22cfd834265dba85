import Foundation
import Notebook
import Testing

@testable import Book

@Suite("What a reader meets in the site's text")
struct ReadingTests {
  private func html(_ latex: String) throws -> String {
    try #require(try Pandoc.html(of: ["```math\n\(latex)\n```"], file: "a").first)
  }

  @Test("a numbered formula stands in the middle, with its number beside it and not in it")
  func numbered() throws {
    let html = try html("a = b. \\qquad (16)")
    #expect(html.contains("<div class=\"formula numbered\">") && html.contains("<span class=\"eqno\">(16)</span>"))
    #expect(html.components(separatedBy: "</math>")[0].contains("16") == false)
    var seen: Set<String> = []
    let chapter = try Samples.chapter(EquationLinksTests.text)
    let equations = HTMLEquations(places: EquationPlaces([chapter]), links: SiteLinks([chapter]))
    let anchored = equations.withAnchors(html + html, seen: &seen)
    #expect(anchored.components(separatedBy: "id=\"eq-16\"").count == 2, "an address twice")
  }

  @Test("parentheses around a fraction grow with it, others stay; a function stands off its factor")
  func mathematics() throws {
    let tall = try html("\\exp\\bigl(-\\frac{a}{b}\\bigr) + \\bigl(c\\bigr)")
    #expect(tall.contains("<mrow><mo stretchy=\"true\" form=\"prefix\">(</mo>"))
    #expect(tall.components(separatedBy: "stretchy=\"true\" form=\"prefix\">(").count == 3)
    #expect(tall.contains("minsize=\"1.2em\""), "the parentheses around c keep their size")
    #expect(try html("\\frac12\\log x").contains("</mfrac><mspace width=\"0.17em\"></mspace><mi>log</mi>"))
    #expect(try !html("-\\log x").contains("</mo><mspace width=\"0.17em\"></mspace><mi>log</mi>"))
  }

  @Test("quotes are curly, minus signs true, and 'n = 4' and 'N(0, I)' do not break")
  func typography() {
    #expect(Typography.set("<p>Bayes' \"rule\" isn't</p>") == "<p>Bayes’ “rule” isn’t</p>")
    #expect(Typography.set("<p>at n = 4, -3 and N(0, I)</p>") == "<p>at n\u{A0}=\u{A0}4, −3 and N(0,\u{A0}I)</p>")
    let kept = "<code>n = 4 \"x\"</code><a href=\"y\">n = 4</a>"
    #expect(Typography.set(kept) == kept)
  }

  @Test("a claim's numbers open a card with both sides, the tolerance, the seed and the line; prose leads to it")
  func cards() throws {
    let chapter = try Samples.chapter(Samples.text.replacing("The divergence, (16), is", with: "It is 3.637, (16):"))
    let page = try HTMLChapter(chapter, links: SiteLinks([chapter])).html()
    #expect(page.contains("<button type=\"button\" class=\"side\" popovertarget=\"about-1\">3.6366512475</button>"))
    #expect(page.contains("<tr id=\"claim-1\">") && page.contains("id=\"about-1\""))
    for part in ["48 roundings of values up to 3", "<dd>42, 1000000 samples", "Chapter3.swift, line 21", "2.63"] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.contains("<a class=\"claimed\" href=\"#claim-1\">3.637</a>"))
    #expect(page.contains("<a class=\"claimed\" href=\"#claim-1\">3.64</a>"))
    let other = try HTMLChapter(
      Samples.chapter(Samples.text.replacing("3.64 nats", with: "3.65 nats")), links: SiteLinks([chapter])
    ).html()
    #expect(!other.contains("class=\"claimed\""), "3.65 is no side of a claim")
  }

  @Test("a drawing's ink follows the page's colours, the pixels of an image stay")
  func figures() {
    let drawing = "<svg><g id=\"gnuplot_canvas\"><rect fill=\"#ffffff\"/></g></svg>"
    #expect(FigureColours.recoloured(drawing).contains("@media (prefers-color-scheme: dark)"))
    let pixels = (0..<20).map { "<polygon fill = 'rgb( \($0), \($0), \($0))'/>" }.joined()
    let image = drawing.replacing("<rect", with: pixels + "<rect")
    #expect(FigureColours.recoloured(image) == image)
  }

  @Test("the search's words have formulas on one line, and the literature's names are beside the book's")
  func search() throws {
    let words = HTMLText.words(of: "<p>So \(try html("\\mu_k^2 + 1")) holds</p>")
    #expect(words == "So μₖ² + 1 holds")
    let names = SearchNames.all.map(\.name)
    for name in ["ELBO", "REINFORCE", "reparameterization trick", "beta-VAE", "posterior collapse", "IWAE"] {
      #expect(names.contains(name))
    }
  }

  @Test("other books find each number of the notes with its formula and its addresses")
  func list() throws {
    let chapter = try Samples.chapter(EquationLinksTests.text)
    let equations = HTMLEquations(places: EquationPlaces([chapter]), links: SiteLinks([chapter]))
    let list = try JSONSerialization.jsonObject(with: Data(try equations.list().utf8)) as? [[String: Any]] ?? []
    #expect(list.count == NotesPlace.all.count)
    let entry = try #require(list.first { $0["number"] as? String == "16" })
    #expect(entry["page"] as? String == "03-the-divergence.html#eq-16" && entry["section"] as? String == "3.1")
    #expect(entry["markdown"] as? String == "chapters/03-the-divergence/README.md#eq-16")
    #expect(entry["latex"] as? String == "\\tfrac12\\sum_j\\mu_j^2.")
  }
}
