import Foundation

/// The book for a class: a deck a chapter, each one file that needs no network and no server, and a page that lists them.
public enum SlideDecks {
  /// A file that says that a folder holds these decks, and may be replaced by them.
  static let mark = ".lower-bound-slides"

  /// Writes the decks and their list.
  ///
  /// Earlier decks in the folder are replaced as a whole; any other folder with contents is refused.
  ///
  /// - Parameters:
  ///   - chapters: The chapters, in order, with what their runs showed.
  ///   - figures: The folder of the drawn figures.
  ///   - destination: The decks' folder.
  /// - Throws: `BookProblem` if a formula does not convert, a figure is missing, or the folder cannot be written.
  public static func write(_ chapters: [BookChapter], figures: URL, to destination: URL) throws {
    try SiteFolder.write(files(of: chapters, figures: figures), to: destination, mark: mark, of: "the slides")
  }

  /// Makes sure, before any chapter runs, that the folder is free or holds earlier decks.
  ///
  /// - Throws: `BookProblem` if not; `FileError.unwritable` if the system lets nothing be made there.
  public static func check(_ destination: URL) throws {
    try SiteFolder.check(destination, mark: mark, of: "the slides")
  }

  /// The decks' files by name, in order.
  static func files(of chapters: [BookChapter], figures: URL) throws -> [(name: String, contents: Data)] {
    let links = SiteLinks(chapters)
    let frame = try DeckFrame()
    var lengths: [Int] = []
    var files: [(name: String, contents: Data)] = []
    for (index, chapter) in chapters.enumerated() {
      let slides = SlidePlan(chapter).slides
      let content = try html(of: slides, chapter: chapter, figures: figures, links: links)
      let next = index + 1 < chapters.count ? links.page(of: chapters[index + 1]) : nil
      let deck = frame.deck("\(chapter.number) · \(chapter.title)", content: content, next: next)
      files.append((links.page(of: chapter), Data(deck.utf8)))
      lengths.append(slides.count)
    }
    let list = zip(chapters, lengths).map { chapter, length in
      """
      <li class="card"><span class="numeral" aria-hidden="true">\(chapter.number)</span>
      <div><h2><a href="\(links.page(of: chapter))">\(HTMLText.escaped(chapter.title))</a></h2>
      <p>\(HTMLText.escaped(chapter.run.thesis))</p><p><small>\(length) slides</small></p></div></li>
      """
    }
    return [("index.html", Data(frame.list(list.joined(separator: "\n")).utf8))] + files
  }

  private static func html(
    of slides: [Slide], chapter: BookChapter, figures: URL, links: SiteLinks
  ) throws -> String {
    let converted = try Pandoc.html(of: slides.compactMap(\.markdown), file: chapter.source.file)
    var prose = converted.map(links.rewritten)[...]
    return try slides.enumerated().map { index, slide in
      try SlideHTML(
        slide: slide, position: index + 1, count: slides.count, chapter: chapter,
        prose: slide.markdown == nil ? "" : prose.popFirst() ?? ""
      ) { slug in try EmbeddedFigure.address(of: slug, in: figures) }.html()
    }.joined(separator: "\n")
  }
}
