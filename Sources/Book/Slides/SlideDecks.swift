import Foundation
import Notebook

/// The book for a class: a deck for each chapter, each one file that needs no network and no server, and a page that
/// lists them.
enum SlideDecks {
  /// The decks' files by name, in order.
  static func files(of chapters: [BookChapter], figures: URL) throws -> [(name: String, contents: Data)] {
    let links = SiteLinks(chapters)
    let frame = try DeckFrame()
    var lengths: [Int] = []
    var files: [(name: String, contents: Data)] = []
    for chapter in chapters {
      let slides = SlidePlan(chapter).slides
      let content = try html(of: slides, chapter: chapter, figures: figures, links: links)
      let deck = frame.deck("\(chapter.number) · \(chapter.title)", content: content)
      files.append((links.page(of: chapter), Data(deck.utf8)))
      lengths.append(slides.count)
    }
    let list = zip(chapters, lengths).map { chapter, length in
      """
      <li class="card"><span class="numeral" aria-hidden="true">\(chapter.number)</span>
      <div><h2><a href="\(links.page(of: chapter))">\(chapter.title.escapedHTML)</a></h2>
      <p>\(chapter.run.thesis.escapedHTML)</p><p><small>\(length) slides</small></p></div></li>
      """
    }
    return [("index.html", Data(frame.list(list.joined(separator: "\n")).utf8))] + files
  }

  private static func html(
    of slides: [Slide], chapter: BookChapter, figures: URL, links: SiteLinks
  ) throws -> String {
    let converted = try Pandoc.html(of: slides.compactMap(\.markdown), file: chapter.source.file)
    var rest = converted.map(links.rewritten)[...]
    return try slides.enumerated().map { index, slide in
      try SlideHTML(
        slide: slide, position: index + 1, count: slides.count, chapter: chapter,
        converted: slide.markdown == nil ? "" : rest.popFirst() ?? ""
      ) { slug in try DrawnFigureFile.address(of: slug, in: figures) }.html()
    }.joined(separator: "\n")
  }
}
