import Foundation

/// The book as one folder of pages that need no network and no server.
public enum HTMLSite {
  /// Writes the site: a cover, a page a chapter, and what they share.
  ///
  /// An earlier site in the folder is replaced as a whole; any other folder with contents is refused.
  ///
  /// - Parameters:
  ///   - chapters: The chapters, in order, with what their runs showed.
  ///   - contents: The contents page's Markdown: notation, indices, galleries.
  ///   - figures: The folder of the drawn figures.
  ///   - destination: The site's folder.
  /// - Throws: `BookProblem` if a formula does not convert, a figure is missing or the folder is refused;
  ///   `FileError.unwritable` if the folder cannot be written.
  public static func write(
    _ chapters: [BookChapter], contents: String, figures: URL, to destination: URL
  ) throws {
    let files = try files(of: chapters, contents: contents, figures: figures)
    try SiteFolder.write(files, to: destination)
  }

  /// Makes sure, before any chapter runs, that the folder is free or an earlier site's.
  ///
  /// - Throws: `BookProblem` if not; `FileError.unwritable` if the system lets nothing be made there.
  public static func check(_ destination: URL) throws {
    try SiteFolder.check(destination)
  }

  /// The site's files by name, in order.
  static func files(
    of chapters: [BookChapter], contents: String, figures: URL
  ) throws -> [(name: String, contents: Data)] {
    let links = SiteLinks(chapters)
    let explorables = try Explorables.all()
    let pages = try chapters.map { try HTMLChapter($0, figures: figures, links: links, explorables: explorables) }
    let contentsPage = try HTMLContents(contents, chapters: chapters, links: links)
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
    for slug in chapters.flatMap(\.run.figures).map(\.slug) {
      texts.append(("\(slug).svg", try EmbeddedFigure.svg(of: slug, in: figures)))
    }
    let entries = pages.flatMap { $0.entries() } + contentsPage.entries()
    texts.append(("search.js", try SearchIndex.script(of: entries)))
    texts.append(("site.css", try resource("colours.css") + resource("site.css")))
    texts.append(("site.js", try resource("site.js")))
    return texts.map { ($0.0, Data($0.1.utf8)) }
  }

  private static let footer =
    "Lower Bound is free software under the MIT licence. The equations’ numbers are those of <cite>Basics VAE</cite> (2022)."

  /// A file that lies beside the program.
  static func resource(_ name: String) throws -> String {
    guard let url = Bundle.module.url(forResource: "Resources/\(name)", withExtension: nil) else {
      throw BookProblem(file: name, expected: "the site's own file beside the program", found: "none")
    }
    return try String(contentsOf: url, encoding: .utf8)
  }
}
