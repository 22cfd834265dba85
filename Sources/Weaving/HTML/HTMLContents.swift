import Foundation

/// The page of notation, indices and galleries, converted from its Markdown.
struct HTMLContents {
  static let file = "contents.html"

  let html: String
  let headings: [HTMLChapter.Heading]
  private let words: [String]

  init(_ markdown: String, figures: URL, links: SiteLinks) throws {
    var sections: [(title: String, text: String)] = []
    var opening = ""
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        sections.append((String(line.dropFirst(3)), ""))
      } else if sections.isEmpty {
        opening += line.hasPrefix("# ") ? "" : "\(line)\n"
      } else {
        sections[sections.count - 1].text += "\(line)\n"
      }
    }
    let pieces = try Pandoc.html(of: [opening] + sections.map(\.text), file: "chapters/README.md")
      .map { try Self.withEmbeddedFigures(links.rewritten(Self.withScrollingTables($0)), in: figures) }
    headings = sections.map { .init(anchor: HTMLText.anchor(of: $0.title), number: nil, title: $0.title) }
    words = pieces.dropFirst().map(HTMLText.words)
    let bodies = zip(headings, pieces.dropFirst()).map { heading, piece in
      "<section id=\"\(heading.anchor)\" aria-labelledby=\"h-\(heading.anchor)\">\n"
        + "<h2 id=\"h-\(heading.anchor)\">\(HTMLText.escaped(heading.title))</h2>\n\(piece)\n</section>"
    }
    html =
      "<header class=\"opening\"><h1>Notation and indices</h1></header>\n\(pieces[0])\n"
      + bodies.joined(separator: "\n")
  }

  func entries() -> [SearchEntry] {
    zip(headings, words).map { heading, words in
      SearchEntry(
        address: "\(Self.file)#\(heading.anchor)", place: "Indices", title: heading.title, words: words)
    }
  }

  /// Each table in a box that scrolls by itself.
  private static func withScrollingTables(_ html: String) -> String {
    html.replacing("<table>", with: "<div class=\"scroll\"><table class=\"plain\">")
      .replacing("</table>", with: "</table></div>")
  }

  /// Each figure of the package as a picture inside the page.
  private static func withEmbeddedFigures(_ html: String, in figures: URL) throws -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstRange(of: "src=\""), let end = rest[start.upperBound...].firstIndex(of: "\"") {
      let name = rest[start.upperBound..<end].split(separator: "/").last ?? ""
      result += rest[..<start.upperBound]
      result +=
        try name.hasSuffix(".svg")
        ? EmbeddedFigure.address(of: String(name.dropLast(4)), in: figures) : String(rest[start.upperBound..<end])
      rest = rest[end...]
    }
    return result + rest
  }
}
