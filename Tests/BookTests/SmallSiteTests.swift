import Foundation
import Testing
import Notebook

@testable import Book

/// A site of one small chapter, made up for the tests.
@Suite("A small site")
struct SmallSiteTests {
  let figures: URL

  init() throws {
    figures = FileManager.default.temporaryDirectory.appending(path: "figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d='M1,2 L3.04,4'/></svg>"
    try Data(svg.utf8).write(to: figures.appending(path: "ch03-a.svg"))
  }

  private func site(_ text: String = Samples.text, run: Transcript = Samples.run()) throws -> [String: String] {
    let chapter = try Samples.chapter(text, run: run)
    let pages = BookPages([chapter], caught: [Samples.caught(chapter)], in: try Samples.checkout([:]))
    let files = try HTMLSite.files(of: [chapter], contents: pages.contents.text, figures: figures)
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, String(decoding: $0.contents, as: UTF8.self)) })
  }

  private func page(_ text: String = Samples.text, run: Transcript = Samples.run()) throws -> String {
    try #require(try site(text, run: run)["03-the-divergence.html"])
  }

  @Test("two runs give the same bytes, another number gives others")
  func determinism() throws {
    let first = try site()
    #expect(try site() == first)
    let contents = [Samples.claim(), Samples.value("KL(q ‖ p), in nats", 3.6366512476), Samples.figure]
    #expect(try site(run: Samples.run(records: contents.map { Samples.record($0) })) != first)
  }

  @Test("a claim that fails is a cross and a word, one that holds a tick and a word")
  func verdicts() throws {
    #expect(try page().contains("<span class=\"mark\">✓</span> holds"))
    let page = try page(run: Samples.run(records: [Samples.record(Samples.claim(off: 1))]))
    #expect(page.contains("<span class=\"mark\">✗</span> FAILS") && !page.contains("✓"))
  }

  @Test("text is text: a chapter's words cannot become tags")
  func escaping() throws {
    let sly = Samples.value("<script>alert(1)</script> & <b>")
    let site = try site(run: Samples.run(records: [Samples.record(sly)]))
    for (name, text) in site where name.hasSuffix(".html") { #expect(!text.contains("<script>alert"), "\(name)") }
    #expect(site["03-the-divergence.html"]?.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;") == true)
  }

  @Test("the contents lead to the chapter's sections, the gallery to its figure, and the search knows both")
  func contents() throws {
    let site = try site()
    let contents = try #require(site["contents.html"])
    #expect(contents.contains("<a href=\"03-the-divergence.html#31-one-density\">"))
    let place = "<a href=\"03-the-divergence.html#ch03-a\">"
    #expect(contents.contains("\(place)<span class=\"paper\"><img src=\"ch03-a.svg\""))
    #expect(site["ch03-a.svg"]?.hasPrefix("<svg ") == true)
    #expect(site["03-the-divergence.html"]?.contains("<img src=\"ch03-a.svg\"") == true)
    let words = try #require(site["search.js"])
    #expect(words.contains("\"address\":\"contents.html#errata\""))
    #expect(words.contains("\"address\":\"03-the-divergence.html#31-one-density\""))
    let pages = site.filter { $0.key.hasSuffix(".html") }
    #expect(SitePages.deadLinks(in: pages) == [])
  }

  @Test(
    "as one page the site has no address twice, and each link leads to a place that is there", arguments: [true, false])
  func singlePage(isPrinted: Bool) throws {
    let files = try site(EquationLinksTests.text).map { (name: $0.key, contents: Data($0.value.utf8)) }
    let page = try #require(
      try SinglePage.files(ofSite: files.sorted { $0.name < $1.name }, isPrinted: isPrinted).first)
    let html = String(decoding: page.contents, as: UTF8.self)
    #expect(page.name == "book.html" && html.contains("3.6366512475") && html.contains("page-contents"))
    #expect(SitePages.repeatedIdentifiers(in: html) == [])
    #expect(SitePages.deadLinks(in: ["book.html": html]) == [])
    #expect(!html.contains("popover") && !html.contains("class=\"copy\""))
    #expect(html.contains("<main>") == isPrinted)
  }

  @Test("a formula that does not convert, and a figure that was not drawn, are named in one line")
  func problems() throws {
    let broken = Samples.text.replacing("\\tfrac12", with: "\\frac{1")
    let formula = try #require(throws: BookProblem.self) { try page(broken) }
    #expect(formula.file.hasSuffix("Chapter3.swift") && !formula.description.contains("\n"))
    try FileManager.default.removeItem(at: figures.appending(path: "ch03-a.svg"))
    #expect(throws: BookProblem(file: "figures/ch03-a.svg", expected: "a drawn figure", found: "no such file")) {
      try page()
    }
  }

  @Test("an option in a line of text is not broken at its hyphens; a listing stays as it is")
  func options() {
    let listing = "<pre><code>--a-b</code></pre>"
    #expect(
      HTMLText.withWholeOptions("<code>run --check-exercise 1</code>" + listing)
        == "<code>run <span class=\"option\">--check-exercise</span> 1</code>" + listing)
  }

  @Test(
    "without gnuplot or pandoc the program says so in one line and exits with 3, before any chapter runs",
    arguments: [
      ("--html", RequiredProgram.pandoc), ("--slides", .pandoc), ("--check", .pandoc), ("--html", .gnuplot),
      ("--notebook", .gnuplot), ("--check", .gnuplot), ("", .gnuplot),
    ])
  func missingProgram(form: String, program: RequiredProgram) throws {
    let (programs, site) = (figures.appending(path: "programs"), figures.appending(path: "site"))
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    for other in RequiredProgram.allCases where other != program {
      let file = programs.appending(path: other.rawValue)
      try Data("#!/bin/sh\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = ChapterRunner.programsBesideThis().appending(path: "book")
    process.arguments = form.isEmpty ? [] : form == "--check" ? [form] : [form, site.path]
    process.currentDirectoryURL = try ChapterRunner.root(above: URL(filePath: #filePath))
    process.environment = ["PATH": programs.path]
    process.standardError = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
    #expect(said == "book: \(program.missing)\n")
    #expect(said.contains("expected the program \(program), found none; install \(program) (`apt-get install "))
    #expect(!FileManager.default.fileExists(atPath: site.path))
  }
}
