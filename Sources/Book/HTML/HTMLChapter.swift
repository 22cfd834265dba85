import Notebook

/// One chapter's page: prose, cells and what they showed.
struct HTMLChapter {
  let chapter: BookChapter
  private let opening: [ConvertedPart]
  private let sections: [(section: SourceSection, parts: [ConvertedPart])]
  private let links: SiteLinks
  private let equations: HTMLEquations
  private let explorables: [Explorable]

  /// A part of the chapter, and what pandoc made of each piece of its Markdown.
  private struct ConvertedPart {
    let part: PagePart
    let html: [String]
  }

  /// - Parameters:
  ///   - equations: Where the book displays the numbers of the notes; the chapter itself, unless told.
  ///   - explorables: The book's instruments, of which the page takes its own.
  init(
    _ chapter: BookChapter, links: SiteLinks, equations: EquationPlaces? = nil, explorables: [Explorable] = []
  ) throws {
    (self.chapter, self.links) = (chapter, links)
    let places = equations ?? EquationPlaces([chapter])
    self.equations = HTMLEquations(places: places, links: links)
    self.explorables = explorables.filter { $0.chapter == chapter.number }
    let parts = chapter.opening + chapter.source.sections.flatMap(chapter.parts)
    let linked = EquationLinks(places: places, page: .chapter(folder: chapter.folder))
    let pieces = parts.map { $0.markdown(of: chapter, links: linked) }
    let fragments = try Pandoc.html(of: pieces.flatMap(\.self), file: chapter.source.file)
    var rest = fragments.map(links.rewritten)[...]
    var converted = zip(parts, pieces).map { part, own in
      defer { rest = rest.dropFirst(own.count) }
      return ConvertedPart(part: part, html: Array(rest.prefix(own.count)))
    }[...]
    opening = Array(converted.prefix(chapter.opening.count))
    converted = converted.dropFirst(opening.count)
    sections = chapter.source.sections.map { section in
      let own = converted.prefix(chapter.parts(of: section).count)
      converted = converted.dropFirst(own.count)
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
    let cards = ClaimCards(chapter)
    let content = """
      \(opening.map { html(of: $0, section: nil, cards) }.joined(separator: "\n"))
      \(try sections.map { try html(of: $0.section, $0.parts, cards) }.joined(separator: "\n"))
      """
    var seen: Set<String> = []
    return """
      <header class="opening">
      <p class="kicker">Chapter \(chapter.number)</p>
      <h1>\(chapter.title.escapedHTML)</h1>
      <p class="run"><code>\(chapter.command)</code> gives these numbers again.</p>
      </header>
      \(equations.withAnchors(content, seen: &seen))
      """
  }

  private func html(of section: SourceSection, _ parts: [ConvertedPart], _ cards: ClaimCards) throws -> String {
    let number = section.number.map { "<span class=\"number\">\($0.escapedHTML)</span> " } ?? ""
    let (anchor, title) = (section.anchor, section.title.escapedHTML)
    let own = explorables.filter { $0.section == section.number }
    return """
      <section id="\(anchor)" aria-labelledby="h-\(anchor)">
      <h2 id="h-\(anchor)">\(number)\(title) <a class="anchor" href="#\(anchor)" aria-label="Link to \(title)">#</a></h2>
      \(parts.map { html(of: $0, section: section.number, cards) }.joined(separator: "\n"))
      \(try own.map { try ExplorableHTML($0).html() }.joined())</section>
      """
  }

  private func html(of converted: ConvertedPart, section: String?, _ cards: ClaimCards) -> String {
    switch converted.part {
    case .prose:
      return converted.html.map { ClaimedNumbers(chapter).withLinks(Typography.set($0), section: section) }.joined()
    case .list: return converted.html.map { HTMLText.withScrollingTables(Typography.set($0)) }.joined()
    case .cell(let cell, let output):
      return HTMLCell(cell: cell, chapter: chapter).html(converted.html) + self.output(output, cards)
    }
  }

  private func output(_ records: [Transcript.Record], _ cards: ClaimCards) -> String {
    guard !records.isEmpty else { return "" }
    let html = HTMLOutput.html(of: records, cards: cards) { "\($0).svg" }
    let linked = equations.withLinks(Typography.set(html), on: .chapter(folder: chapter.folder))
    return "\n<div class=\"output\" role=\"group\" aria-label=\"What this cell showed\">\n\(linked)\n</div>"
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
      guard case .cell(let cell, let output) = converted.part else { return converted.html.map(HTMLText.words) }
      let code = cell.declaresOnlyLists ? [] : converted.html.suffix(1).map(HTMLText.words)
      return code + output.map(\.searchedWords)
    }.joined(separator: " ")
  }
}

extension PagePart {
  /// The part in pieces of Markdown, for pandoc.
  fileprivate func markdown(of chapter: BookChapter, links: EquationLinks) -> [String] {
    switch self {
    // The site gives its displays anchors of its own.
    case .prose(let text): [links.linkedProse(text)]
    case .list(let list): [links.linkedProse(ListTable(list, of: chapter, showsThreads: true).markdown())]
    case .cell(let cell, _): HTMLCell(cell: cell, chapter: chapter).markdown
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
