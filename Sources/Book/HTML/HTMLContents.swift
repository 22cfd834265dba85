import Foundation

/// The page of notation, indices and galleries, converted from its Markdown.
struct HTMLContents {
  static let file = "contents.html"
  /// The section of the Markdown whose pictures the page shows in its own way.
  private static let gallery = "Figures"

  let html: String
  let headings: [HTMLChapter.Heading]
  private let words: [String]

  init(_ markdown: String, chapters: [BookChapter], links: SiteLinks, equations: HTMLEquations) throws {
    let sections = Self.sections(of: markdown)
    let pieces = try Pandoc.html(of: sections.map(\.text), file: "chapters/README.md")
      .map { links.rewritten(HTMLText.withScrollingTables(Typography.set($0))) }
      // Links to files that the site does not have are words again, whose numbers lead to equations as others do.
      .map { equations.withLinks($0, on: .contents) }
    headings = sections.dropFirst().map { .init(anchor: MarkdownText.anchor($0.title), number: nil, title: $0.title) }
    words = pieces.dropFirst().map(HTMLText.words)
    let bodies = zip(headings, pieces.dropFirst()).map { heading, piece in
      let body = heading.title == Self.gallery ? Self.gallery(of: chapters, links: links) : piece
      return "<section id=\"\(heading.anchor)\" aria-labelledby=\"h-\(heading.anchor)\">\n"
        + "<h2 id=\"h-\(heading.anchor)\">\(heading.title.escapedHTML)</h2>\n\(body)\n</section>"
    }
    html =
      "<header class=\"opening\"><p class=\"kicker\">Lower Bound</p><h1>Contents</h1></header>\n"
      + "<div class=\"chapters\">\n\(pieces.first ?? "")\n</div>\n" + bodies.joined(separator: "\n")
  }

  func entries() -> [SearchEntry] {
    zip(headings, words).map { heading, words in
      SearchEntry(
        address: "\(Self.file)#\(heading.anchor)", place: "Contents", title: heading.title, words: words)
    }
  }

  /// The opening, without its title, and each section with its own.
  private static func sections(of markdown: String) -> [(title: String, text: String)] {
    var sections = [(title: "", text: "")]
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        sections.append((String(line.dropFirst(3)), ""))
      } else if !line.hasPrefix("# ") {
        sections[sections.count - 1].text += "\(line)\n"
      }
    }
    return sections
  }

  /// Every figure, small, beside its place in the book.
  private static func gallery(of chapters: [BookChapter], links: SiteLinks) -> String {
    let items = chapters.flatMap { chapter in
      chapter.run.figures.map { record, figure in
        let title = figure.title.escapedHTML
        return """
          <li><a href="\(links.page(of: chapter))#\(figure.slug.escapedHTML)">\
          <span class="paper"><img src="\(figure.slug).svg" alt="" loading="lazy"></span>\
          <span class="number">\(record.section)</span> \(title)</a></li>
          """
      }
    }
    return "<ul class=\"gallery\">\n\(items.joined(separator: "\n"))\n</ul>"
  }
}
