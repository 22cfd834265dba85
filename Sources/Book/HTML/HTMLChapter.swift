import Notebook

/// One chapter's page: prose, cells and what they showed.
struct HTMLChapter {
  let chapter: BookChapter
  private let opening: [ConvertedPart]
  private let sections: [(section: SourceSection, parts: [ConvertedPart])]
  private let links: SiteLinks
  private let explorables: [Explorable]

  /// A part of the chapter, and what pandoc made of its Markdown.
  private struct ConvertedPart {
    let part: PagePart
    let html: String
  }

  /// - Parameter explorables: The book's instruments, of which the page takes its own.
  init(_ chapter: BookChapter, links: SiteLinks, explorables: [Explorable] = []) throws {
    (self.chapter, self.links) = (chapter, links)
    self.explorables = explorables.filter { $0.chapter == chapter.number }
    let parts = chapter.opening + chapter.source.sections.flatMap(chapter.parts)
    let fragments = parts.map { $0.markdown(of: chapter) }
    var rest = zip(parts, try Pandoc.html(of: fragments, file: chapter.source.file)).map {
      ConvertedPart(part: $0, html: links.rewritten($1))
    }[...]
    opening = Array(rest.prefix(chapter.opening.count))
    rest = rest.dropFirst(opening.count)
    sections = chapter.source.sections.map { section in
      let own = rest.prefix(chapter.parts(of: section).count)
      rest = rest.dropFirst(own.count)
      return (section, Array(own))
    }
  }

  /// A heading of the page, for its table of contents.
  struct Heading: Equatable {
    let anchor: String
    let number: String?
    let title: String
  }

  var headings: [Heading] {
    chapter.source.sections.map { Heading(anchor: $0.anchor, number: $0.number, title: $0.title) }
  }

  /// The page's content: the chapter's title, its opening and its sections.
  func html() throws -> String {
    """
    <header class="opening">
    <p class="kicker">Chapter \(chapter.number)</p>
    <h1>\(chapter.title.escapedHTML)</h1>
    <p class="run"><code>\(chapter.command)</code> gives these numbers again.</p>
    </header>
    \(opening.map { html(of: $0, isOpening: true) }.joined(separator: "\n"))
    \(try sections.map(html).joined(separator: "\n"))
    """
  }

  private func html(of section: SourceSection, _ parts: [ConvertedPart]) throws -> String {
    let number = section.number.map { "<span class=\"number\">\($0.escapedHTML)</span> " } ?? ""
    let (anchor, title) = (section.anchor, section.title.escapedHTML)
    let own = explorables.filter { $0.section == section.number }
    return """
      <section id="\(anchor)" aria-labelledby="h-\(anchor)">
      <h2 id="h-\(anchor)">\(number)\(title) <a class="anchor" href="#\(anchor)" aria-label="Link to \(title)">#</a></h2>
      \(parts.map { html(of: $0, isOpening: false) }.joined(separator: "\n"))
      \(try own.map { try ExplorableHTML($0).html() }.joined())</section>
      """
  }

  private func html(of converted: ConvertedPart, isOpening: Bool) -> String {
    switch converted.part {
    case .prose: return converted.html
    case .list: return HTMLText.withScrollingTables(converted.html)
    case .cell(let cell, let output):
      let code = """
        <div class="cell"><div class="bar"><span>\(chapter.textFile), lines \(cell.lines.lowerBound)–\(cell.lines.upperBound)</span>\
        <button type="button" class="copy" hidden>Copy</button></div>
        \(converted.html)</div>
        """
      // What a reader of the argument may leave folded: the program's own declarations, and lists that stand above.
      guard isOpening || cell.declaresOnlyLists else { return code + self.output(output) }
      return "<details class=\"program\"><summary>\(cell.summary)</summary>\n\(code)\n</details>"
    }
  }

  private func output(_ records: [Transcript.Record]) -> String {
    guard !records.isEmpty else { return "" }
    let html = HTMLOutput.html(of: records) { "\($0).svg" }
    return "\n<div class=\"output\" role=\"group\" aria-label=\"What this cell showed\">\n\(html)\n</div>"
  }

  // MARK: Search

  /// The entries of the search: the opening and each section, with their words.
  func entries() -> [SearchEntry] {
    let (address, place) = (links.page(of: chapter), "Chapter \(chapter.number)")
    let first = SearchEntry(address: address, place: place, title: chapter.title, words: Self.words(of: opening))
    return [first]
      + sections.map { section, parts in
        SearchEntry(
          address: "\(address)#\(section.anchor)", place: place, title: section.heading, words: Self.words(of: parts))
      }
  }

  private static func words(of parts: [ConvertedPart]) -> String {
    parts.flatMap { converted -> [String] in
      let words = HTMLText.words(of: converted.html)
      guard case .cell(let cell, let output) = converted.part else { return [words] }
      return (cell.declaresOnlyLists ? [] : [words]) + output.map(\.searchedWords)
    }.joined(separator: " ")
  }
}

extension PagePart {
  /// The part in Markdown, for pandoc.
  fileprivate func markdown(of chapter: BookChapter) -> String {
    switch self {
    case .prose(let text): text
    case .list(let list): ListTable(list, of: chapter, showsThreads: true).markdown()
    case .cell(let cell, _): MarkdownText.swift(cell.code)
    }
  }
}

extension Transcript.Record {
  /// Its words, with its equation or its name.
  fileprivate var searchedWords: String {
    switch content {
    case .claim(let claim): "(\(claim.equation)) \(claim.statement)"
    case .skipped(let claim): "(\(claim.equation)) \(claim.statement)"
    case .value(let value): "\(value.name): \(value.meaning)"
    case .figure, .remark: words
    }
  }
}
