import Foundation
import Notebook

/// The whole site as one page, from which a document is made: each page's content, with addresses of its own.
enum SinglePage {
  /// The files of the page, `book.html` first and the figures beside it.
  ///
  /// - Parameter isPrinted: Whether a browser prints it, whose script draws the instruments; else the parts of a page stand
  ///   side by side, so that pandoc finds where a chapter begins, and the instruments' numbers stand alone.
  static func files(
    ofSite site: [(name: String, contents: Data)], isPrinted: Bool
  ) throws -> [(name: String, contents: Data)] {
    let pages = site.filter { $0.name.hasSuffix(".html") }.map { page in
      (name: page.name, html: String(decoding: page.contents, as: UTF8.self))
    }
    let names = Set(pages.map(\.name))
    let contents = pages.map { page in
      let (id, content) = (prefix(page.name), own(content(of: page.html), on: page.name, of: names))
      return isPrinted ? "<div class=\"page\" id=\"\(id)\">\n\(content)\n</div>" : flat(content, id: id)
    }
    let text = contents.joined(separator: "\n")
    let script = isPrinted ? "<script>\n\(try Resource.text("instruments.js"))</script>" : ""
    let html = HTMLDocument.text(
      title: "The variational autoencoder, derived, executed and checked",
      head: "<link rel=\"stylesheet\" href=\"site.css\">\n<style>\(style)</style>",
      body: "<body>\n\(isPrinted ? "<main>\n\(text)\n</main>" : text)\n\(script)\n</body>")
    let others = site.filter { $0.name.hasSuffix(".svg") || $0.name == "site.css" }
    return [("book.html", Data(html.utf8))] + others
  }

  private static let style = """
    .page { break-before: page; }
    .page > section { margin-top: 1.6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
    .page > .cover + section { border-top: 0; }
    """

  /// The part between a page's `main` tags, without what is of use on a screen only.
  private static func content(of page: String) -> String {
    guard let start = page.firstRange(of: "<main"), let open = page[start.upperBound...].firstIndex(of: ">"),
      let end = page.firstRange(of: "</main>")
    else { return "" }
    let content = String(page[page.index(after: open)..<end.lowerBound])
    return content.replacing(/<div popover(?:.|\n)*?<\/dl><\/div>/, with: "")
      .replacing(/<button type="button" class="side"[^>]*>(.*?)<\/button>/) { String($0.1) }
      .replacing(/<button type="button" class="copy" hidden>Copy<\/button>/, with: "")
      .replacing(/<noscript>.*?<\/noscript>/, with: "")
      .replacing(/\ <a class="anchor"[^>]*>#<\/a>/, with: "")
  }

  /// The content without the parts around it; a part's address is its heading's.
  private static func flat(_ content: String, id: String) -> String {
    content.replacing(/<section id="([^"]*)"[^>]*>\s*<h2 id="[^"]*">/) { "<h2 id=\"\($0.1)\">" }
      .replacing(/<\/?(?:section|header)[^>]*>/, with: "")
      .replacing("<h1>", with: "<h1 id=\"\(id)\">")
  }

  private static func prefix(_ page: String) -> String { "page-\(page.replacing(".html", with: ""))" }

  /// The content with its addresses made different from those of other pages.
  private static func own(_ content: String, on page: String, of pages: Set<String>) -> String {
    let own = prefix(page)
    return
      content
      .replacing(/(\s(?:id|for|aria-labelledby))="([^"]*)"/) { "\($0.1)=\"\(own)-\($0.2)\"" }
      .replacing(/href="([^"#]*)(#[^"]*)?"/) { match in
        let file = String(match.1)
        guard file.isEmpty || pages.contains(file) else { return String(match.0) }
        let place = match.2.map { "-\($0.dropFirst())" } ?? ""
        return "href=\"#\(prefix(file.isEmpty ? page : file))\(place)\""
      }
  }
}
