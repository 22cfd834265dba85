/// The site's first page: what the book is, and its chapters with their sections.
struct HTMLCover {
  let chapters: [HTMLChapter]
  let links: SiteLinks

  func html() -> String {
    let claims = chapters.reduce(0) { $0 + $1.chapter.run.claims.count }
    let mistakes = chapters.reduce(0) { $0 + $1.chapter.run.mistakes.count }
    return """
      <header class="opening cover">
      <h1>Lower Bound</h1>
      <p class="lead">The variational autoencoder, derived, executed and checked.</p>
      <p>A paragraph, an equation, a few lines of Swift that are that equation read aloud, and the numbers that those
      lines gave. The \(chapters.count) chapters make \(claims) claims, each with its uncertainty, and offer
      \(mistakes) famous mistakes to make on purpose, to see which equation catches them.</p>
      </header>
      <section id="chapters" aria-labelledby="h-chapters">
      <h2 id="h-chapters">Chapters</h2>
      <ol class="cards">
      \(chapters.map(card).joined(separator: "\n"))
      </ol>
      </section>
      <p>The <a href="\(HTMLContents.file)#equations">contents</a> say where each equation of the notes is checked.</p>
      """
  }

  private func card(of page: HTMLChapter) -> String {
    let file = links.page(of: page.chapter)
    let sections = page.headings.filter { $0.number != nil }.map {
      "<li><a href=\"\(file)#\($0.anchor)\">\($0.title.escapedHTML)</a></li>"
    }
    return """
      <li class="card"><span class="numeral" aria-hidden="true">\(page.chapter.number)</span>
      <div><h3><a href="\(file)">\(page.chapter.title.escapedHTML)</a></h3>
      <p>\(page.chapter.run.thesis.escapedHTML)</p>
      <details><summary>\(sections.count) sections</summary><ol>\(sections.joined())</ol></details></div></li>
      """
  }
}
