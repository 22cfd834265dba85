import Foundation
import Literate

/// One chapter's page: prose, cells and what they showed.
struct HTMLChapter {
  let chapter: BookChapter
  /// The prose of the opening and of the sections, in order, as HTML.
  private let prose: [String]
  /// The lists that the chapter declares, as tables.
  let tables: [DeclaredList: String]
  private let output: HTMLOutput
  private let links: SiteLinks
  private let explorables: [Explorable]

  /// - Parameter explorables: The book's instruments, of which the page takes its own.
  init(_ chapter: BookChapter, figures: URL, links: SiteLinks, explorables: [Explorable] = []) throws {
    (self.chapter, self.links) = (chapter, links)
    self.explorables = explorables.filter { $0.chapter == chapter.number }
    let lists = DeclaredList.allCases
    let fragments = Self.prose(of: chapter) + lists.map { $0.table(of: chapter, linksClaims: true) }
    let pieces = try Pandoc.html(of: fragments, file: chapter.source.file).map(links.rewritten)
    prose = pieces.dropLast(lists.count)
    tables = Dictionary(uniqueKeysWithValues: zip(lists, pieces.suffix(lists.count).map(HTMLText.withScrollingTables)))
    output = HTMLOutput { slug in try EmbeddedFigure.address(of: slug, in: figures) }
  }

  private static func prose(of chapter: BookChapter) -> [String] {
    (chapter.source.opening + chapter.source.sections.flatMap(\.blocks)).compactMap {
      if case .prose(let text, _) = $0 { text } else { nil }
    }
  }

  /// A heading of the page, for its table of contents.
  struct Heading: Equatable {
    let anchor: String
    let number: String?
    let title: String
  }

  var headings: [Heading] {
    chapter.source.sections.map { Heading(anchor: Self.anchor(of: $0), number: $0.number, title: $0.title) }
  }

  static func anchor(of section: SourceSection) -> String {
    HTMLText.anchor(of: [section.number, section.title].compactMap(\.self).joined(separator: " "))
  }

  /// The page's content: the chapter's title, its opening and its sections.
  func html() throws -> String {
    var prose = prose[...]
    var html = """
      <header class="opening">
      <p class="kicker">Chapter \(chapter.number)</p>
      <h1>\(HTMLText.escaped(chapter.title))</h1>
      <p class="run"><code>swift run chapter\(chapter.number)</code> gives these numbers again.</p>
      </header>

      """
    for block in chapter.source.opening {
      switch block {
      case .prose: html += prose.popFirst() ?? ""
      case .code: html += program(block)
      }
    }
    for section in chapter.source.sections { html += try self.html(of: section, &prose) }
    return html
  }

  private func html(of section: SourceSection, _ prose: inout ArraySlice<String>) throws -> String {
    let anchor = Self.anchor(of: section)
    let number = section.number.map { "<span class=\"number\">\(HTMLText.escaped($0))</span> " } ?? ""
    let title = HTMLText.escaped(section.title)
    var html = """

      <section id="\(anchor)" aria-labelledby="h-\(anchor)">
      <h2 id="h-\(anchor)">\(number)\(title) <a class="anchor" href="#\(anchor)" aria-label="Link to \(title)">#</a></h2>

      """
    for (block, records) in chapter.woven(section) {
      switch block {
      case .prose: html += (prose.popFirst() ?? "") + "\n"
      case .code(let code, let lines): html += cellOrTable(code, lines) + "\n" + (try output.html(of: records)) + "\n"
      }
    }
    if section.title.hasPrefix("Mistakes") { html += mistakes() }
    for explorable in explorables where explorable.section == section.number {
      html += try ExplorableHTML(explorable).html()
    }
    return html + "</section>\n"
  }

  // MARK: Cells

  func cell(_ code: String, _ lines: ClosedRange<Int>) -> String {
    """
    <div class="cell"><div class="bar"><span>Chapter\(chapter.number).swift, lines \(lines.lowerBound)–\(lines.upperBound)</span>\
    <button type="button" class="copy" hidden>Copy</button></div>
    <pre tabindex="0"><code>\(SwiftColours.html(of: code))</code></pre></div>
    """
  }

  /// The program's own declarations, which a reader of the argument may leave folded.
  private func program(_ block: Block) -> String {
    guard case .code(let code, let lines) = block else { return "" }
    let names = CodeCell(code, firstLine: lines.lowerBound, chapter: chapter.number).pieces.flatMap(\.names)
    let summary =
      code.contains("@main")
      ? "The program: its imports, options and outline"
      : "Also here: \(MarkdownText.list(names.map { "<code>\(HTMLText.escaped($0))</code>" }))"
    return """
      <details class="program"><summary>\(summary)</summary>
      \(cell(code, lines))
      </details>

      """
  }

  // MARK: Search

  /// What the search looks through: the opening and each section, with their words.
  func entries() -> [SearchEntry] {
    var prose = prose[...]
    let place = links.page(of: chapter)
    var result = [
      SearchEntry(
        address: place, place: "Chapter \(chapter.number)", title: chapter.title,
        words: words(of: chapter.source.opening, records: [], &prose))
    ]
    for section in chapter.source.sections {
      let records = chapter.woven(section).flatMap(\.output)
      let title = [section.number, section.title].compactMap(\.self).joined(separator: " ")
      result.append(
        SearchEntry(
          address: "\(place)#\(Self.anchor(of: section))", place: "Chapter \(chapter.number)", title: title,
          words: words(of: section.blocks, records: records, &prose)))
    }
    return result
  }

  private func words(of blocks: [Block], records: [OutputRecord], _ prose: inout ArraySlice<String>) -> String {
    var words: [String] = []
    for block in blocks {
      switch block {
      case .prose: words.append(HTMLText.words(of: prose.popFirst() ?? ""))
      case .code(let code, _):
        let lists = lists(in: code).compactMap { tables[$0] }
        words += lists.map(HTMLText.words)
        if lists.isEmpty { words.append(code.split(whereSeparator: \.isWhitespace).joined(separator: " ")) }
      }
    }
    for record in records {
      switch record {
      case .claim(let claim): words.append("(\(claim.equation)) \(claim.statement)")
      case .value(let value): words.append("\(value.name): \(value.meaning)")
      case .figure(let figure): words.append("\(figure.title). \(figure.caption)")
      case .remark(let remark): words.append(remark.sentence)
      }
    }
    return words.joined(separator: " ")
  }
}
