import Foundation
import Testing

@testable import Book

/// The site of the package's own chapters.
@Suite("The offline site", .serialized)
struct HTMLSiteTests {
  let files: [String: String]
  var pages: [String: String] { files.filter { $0.key.hasSuffix(".html") } }

  init() throws { files = try WholeBook.shared().site }

  @Test("there is a cover, a page for each chapter, and the contents")
  func names() throws {
    let root = try ChapterRunner.root(above: URL(filePath: #filePath))
    let folders = try ChapterRunner(root: root, programs: root).folders()
    #expect(pages.keys.sorted() == (folders.map { "\($0).html" } + ["contents.html", "index.html"]).sorted())
  }

  @Test("a page is under 400 kB")
  func size() {
    for (name, page) in pages { #expect(page.utf8.count < 400_000, "\(name)") }
  }

  @Test("nothing is loaded from outside the folder; an address planted into a page is found")
  func outside() throws {
    let names = Set(files.keys)
    for (name, text) in files { #expect(SitePages.outside(of: text, files: names) == [], "\(name)") }
    let page = try #require(pages["index.html"])
    for planted in [
      "<script src=\"https://example.org/a.js\"></script>", "<link rel=\"stylesheet\" href=\"//example.org/a\">",
      "<img src=\"https://example.org/a.png\">", "<style>@import 'a.css'</style>",
      "<p style=\"background:url(x.png)\">",
      "<script>fetch('x.json')</script>",
    ] { #expect(SitePages.outside(of: page + planted, files: names).count == 1, "\(planted)") }
  }

  @Test("every link leads to a page and a place that are there; a link planted into nothing is found")
  func links() throws {
    #expect(SitePages.deadLinks(in: pages) == [])
    var broken = pages
    let planted = "<a href=\"contents.html#nowhere\">x</a><a class=\"y\" href=\"nowhere.html\">x</a>"
    broken["index.html", default: ""] += planted
    #expect(SitePages.deadLinks(in: broken) == ["index.html: contents.html#nowhere", "index.html: nowhere.html"])
  }

  @Test("no identifier twice, one first heading, no level left out, a landmark for each part, words for each picture")
  func structure() {
    for (name, page) in pages {
      #expect(SitePages.repeatedIdentifiers(in: page) == [], "\(name)")
      #expect(SitePages.wordlessPictures(in: page) == 0, "\(name)")
      // The dialogs' headings follow the text's and begin anew.
      let levels = SitePages.headings(in: page.components(separatedBy: "<dialog")[0])
      #expect(levels.count { $0 == 1 } == 1 && levels.first == 1, "\(name): \(levels)")
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(name): \(levels)")
      for landmark in ["<main id=\"content\"", "<header class=\"top\"", "<nav ", "<footer ", "class=\"skip\""] {
        #expect(page.contains(landmark), "\(name): \(landmark)")
      }
    }
    let faulty = "<h1>a</h1><h3>b</h3><p id=\"x\"><p id=\"x\"><img src=\"a.svg\">"
    #expect(SitePages.headings(in: faulty) == [1, 3])
    #expect(SitePages.repeatedIdentifiers(in: faulty) == ["x"])
    #expect(SitePages.wordlessPictures(in: faulty) == 1)
  }

  @Test("a chapter's notation, errata and mistakes are tables, and the Swift of the first two is folded")
  func lists() {
    let heads = [
      "notation": "symbol", "where-the-notes-differ": "as printed", "mistakes-people-make-here": "caught by",
    ]
    for (name, page) in pages where name.first?.isNumber == true {
      let sections = heads.keys.filter { page.contains("<section id=\"\($0)\"") }
      #expect(sections.contains("notation") && sections.contains("mistakes-people-make-here"), "\(name)")
      for section in sections { #expect(page.contains(">\(heads[section, default: "?"])</th>"), "\(name): \(section)") }
      // A chapter's text either holds a list's declaration, folded, or leaves it to another file.
      let folded = page.components(separatedBy: "<summary>The same in Swift: ").count - 1
      #expect(folded <= sections.count - 1 && !page.contains("<pre><code>static let notation"), "\(name)")
    }
  }

  @Test("no formula is left as text, in TeX or in marks")
  func formulas() {
    for (name, page) in pages {
      let text = page.replacing(/<annotation[\s\S]*?<\/annotation>/, with: "")
        .replacing(/<pre[\s\S]*?<\/pre>/, with: "")
      #expect(text.contains("<math") || name == "index.html", "\(name)")
      for mark in ["$`", "`$", "\\frac", "\\mathbf"] { #expect(!text.contains(mark), "\(name): \(mark)") }
    }
  }
}
