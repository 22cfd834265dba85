import Foundation

/// The book as one folder of pages that need no network and no server: a cover, a page for each chapter, the contents.
enum HTMLSite {
  /// The site's files by name, in order.
  static func files(
    of chapters: [BookChapter], contents: String, figures: URL
  ) throws -> [(name: String, contents: Data)] {
    let links = SiteLinks(chapters)
    let explorables = try Explorables.all(of: chapters)
    let places = EquationPlaces(chapters)
    let pages = try chapters.map {
      try HTMLChapter($0, links: links, equations: places, explorables: explorables)
    }
    let equations = HTMLEquations(places: places, links: links)
    let contentsPage = try HTMLContents(contents, chapters: chapters, links: links, equations: equations)
    let frame = HTMLFrame(
      pages: [HTMLFrame.Page(file: "index.html", short: "Cover", title: "Cover")]
        + chapters.map { .init(file: links.page(of: $0), short: "\($0.number)", title: "\($0.number) · \($0.title)") }
        + [.init(file: HTMLContents.file, short: "Contents", title: "Contents")])

    var texts = [
      (
        frame.pages[0].file,
        frame.html(
          frame.pages[0], description: "The variational autoencoder, derived, executed and checked.", headings: [],
          content: HTMLCover(chapters: pages, links: links).html(), footer: footer)
      )
    ]
    for (page, place) in zip(pages, frame.pages.dropFirst()) {
      let run = page.chapter.run
      texts.append(
        (
          place.file,
          frame.html(
            place, description: run.thesis, headings: page.headings, content: try page.html(),
            footer: "Seed \(run.seed), default options. \(footer)")
        ))
    }
    texts.append(
      (
        HTMLContents.file,
        frame.html(
          frame.pages[frame.pages.count - 1], description: "Notation, equations, figures, mistakes and errata.",
          headings: contentsPage.headings, content: contentsPage.html, footer: footer)
      ))
    for slug in chapters.flatMap(\.run.figures).map(\.figure.slug) {
      texts.append(("\(slug).svg", try DrawnFigureFile.picture(of: slug, in: figures)))
    }
    let entries = pages.flatMap { $0.entries() } + contentsPage.entries()
    texts.append(("search.js", try SearchIndex.script(of: entries)))
    texts += [("equations.js", try equations.previews()), ("equations.json", try equations.list())]
    texts.append(("site.css", try Resource.texts("mathematics.css", "colours.css", "instruments.css", "site.css")))
    texts.append(("site.js", try Resource.texts("site.js", "searching.js", "reading.js", "instruments.js")))
    return texts.map { ($0.0, Data($0.1.utf8)) }
  }

  private static let footer =
    "Lower Bound is free software under the MIT licence. The equations’ numbers are those of <cite>Basics VAE</cite> (2022)."
}
