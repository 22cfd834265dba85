import Notebook

/// The site's first page: what the book is, its chapters with their sections, and where each equation is checked.
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
      \(equations())
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

  // MARK: Equations

  /// Each equation's number with the sections that claim something about it, and how many claims they make.
  private func equations() -> String {
    var rows: [(equation: String, places: [(address: String, name: String, count: Int)])] = []
    for page in chapters {
      for (record, claim) in page.chapter.run.claims {
        guard let section = page.chapter.source.section(record.section) else { continue }
        let address = "\(links.page(of: page.chapter))#\(section.anchor)"
        for equation in claim.equations {
          let row = rows.firstIndex { $0.equation == equation } ?? rows.endIndex
          if row == rows.endIndex { rows.append((equation, [])) }
          if let place = rows[row].places.firstIndex(where: { $0.address == address }) {
            rows[row].places[place].count += 1
          } else {
            rows[row].places.append((address, record.section, 1))
          }
        }
      }
    }
    rows.sort { (Int($0.equation) ?? .max, $0.equation) < (Int($1.equation) ?? .max, $1.equation) }
    let lines = rows.map { row in
      let places = row.places.map { place in
        "<a href=\"\(place.address)\">\(place.name)</a>&nbsp;<small>\(place.count)</small>"
      }
      return "<tr><th scope=\"row\" class=\"eq\">\(EquationLabel.inParentheses(row.equation).escapedHTML)</th>"
        + "<td>\(places.joined(separator: ", "))</td></tr>"
    }
    return """
      <section id="equations" aria-labelledby="h-equations">
      <h2 id="h-equations">Where each equation is checked</h2>
      <p>The sections that make claims about each numbered equation of the notes, and how many.
      The <a href="contents.html#equations">contents</a> say what they claim.</p>
      <table class="index"><tbody>
      \(lines.joined(separator: "\n"))
      </tbody></table>
      </section>
      """
  }
}
