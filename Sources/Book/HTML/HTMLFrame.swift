/// The frame of all pages: the bar, the table of contents, the links to the next page and back.
struct HTMLFrame {
  /// A page of the site, as the bar and the arrows name it.
  struct Page: Equatable {
    let file: String
    let short: String
    let title: String
  }

  /// All pages, in the order in which they are read.
  let pages: [Page]

  /// A whole page.
  func html(_ page: Page, description: String, headings: [HTMLChapter.Heading], content: String, footer: String)
    -> String
  {
    HTMLDocument.text(
      title: page.title,
      head: """
        <meta name="description" content="\(description.escapedHTML)">
        <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath \
        d='M1 5h14M1 13q7-13 14 0' fill='none' stroke='%230072B2' stroke-width='2'/%3E%3C/svg%3E">
        <link rel="stylesheet" href="site.css">
        <script src="site.js" defer></script>
        """,
      body: """
        <body>
        <a class="skip" href="#content">Skip to the text</a>
        \(bar(page))
        <div class="columns">
        \(contents(headings))
        <main id="content" tabindex="-1">
        \(content)
        </main>
        </div>
        \(ways(page))
        <footer class="footer">\(footer)</footer>
        \(Self.dialogs)
        </body>
        """)
  }

  private func bar(_ page: Page) -> String {
    let items = pages.dropFirst().map { other in
      let isCurrent = other == page ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(other.file)\" title=\"\(other.title.escapedHTML)\"\(isCurrent)>"
        + "\(other.short.escapedHTML)</a></li>"
    }
    return """
      <header class="top">
      <a class="home" href="\(pages[0].file)">Lower Bound</a>
      <nav aria-label="Chapters"><ol>\(items.joined())</ol></nav>
      <div class="tools" hidden>
      <button type="button" id="open-search" aria-keyshortcuts="/">Search <kbd>/</kbd></button>
      <button type="button" id="code" aria-pressed="false" aria-keyshortcuts="c" title="Show all code">Code</button>
      <button type="button" id="theme" aria-label="Dark or light">◐</button>
      <button type="button" id="open-help" aria-label="Keys" aria-keyshortcuts="?">?</button>
      </div>
      </header>
      """
  }

  private func contents(_ headings: [HTMLChapter.Heading]) -> String {
    guard !headings.isEmpty else { return "" }
    let items = headings.map { heading in
      let number = heading.number.map { "<span class=\"number\">\($0.escapedHTML)</span>" } ?? "<span></span>"
      return "<li><a href=\"#\(heading.anchor)\">\(number)<span>\(heading.title.escapedHTML)</span></a></li>"
    }
    return """
      <nav class="toc" aria-label="On this page"><details><summary>On this page</summary>
      <ol>
      \(items.joined(separator: "\n"))
      </ol></details></nav>
      """
  }

  private func ways(_ page: Page) -> String {
    guard let index = pages.firstIndex(of: page) else { return "" }
    let before = index > 0 ? pages[index - 1] : nil
    let after = index + 1 < pages.count ? pages[index + 1] : nil
    let back = before.map {
      "<a rel=\"prev\" href=\"\($0.file)\"><small>Before</small>\($0.title.escapedHTML)</a>"
    }
    let on = after.map { "<a rel=\"next\" href=\"\($0.file)\"><small>Next</small>\($0.title.escapedHTML)</a>" }
    return "<nav class=\"ways\" aria-label=\"Before and next\">\(back ?? "<span></span>")\(on ?? "<span></span>")</nav>"
  }

  private static let dialogs = """
    <dialog id="search" aria-label="Search the book">
    <form method="dialog"><input type="search" id="query" placeholder="Search the book" aria-label="Search the book" \
    autocomplete="off" spellcheck="false"><button type="submit" formnovalidate aria-label="Close">Esc</button></form>
    <p id="found" role="status"></p>
    <ol id="results"></ol>
    </dialog>
    <dialog id="help" aria-label="Keys">
    <form method="dialog"><h2>Keys</h2><button type="submit" aria-label="Close">Esc</button></form>
    <dl>
    <dt><kbd>/</kbd></dt><dd>search the book</dd>
    <dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>next section, section before</dd>
    <dt><kbd>→</kbd> <kbd>←</kbd></dt><dd>next chapter, chapter before</dd>
    <dt><kbd>c</kbd></dt><dd>all code, or the equations only</dd>
    <dt><kbd>d</kbd></dt><dd>dark or light</dd>
    <dt><kbd>h</kbd></dt><dd>the cover</dd>
    <dt><kbd>?</kbd></dt><dd>this list</dd>
    </dl>
    <p><label><input type="checkbox" id="letters" checked> Keys of one letter are on</label></p>
    </dialog>
    <p id="said" class="unseen" role="status"></p>
    """
}
