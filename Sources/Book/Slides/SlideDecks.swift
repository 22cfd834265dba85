import Foundation
import Notebook

/// The book for a class: a deck for each chapter, each one file that needs no network and no server, and a page that
/// lists them.
enum SlideDecks {
  /// The decks' files by name, in order.
  ///
  /// - Parameter isWhole: Whether every word and every line of a chapter has a slide, as in a text to read; a lecture
  ///   otherwise.
  static func files(
    of chapters: [BookChapter], figures: URL, isWhole: Bool = false
  ) throws -> [(name: String, contents: Data)] {
    let links = SiteLinks(chapters)
    let frame = try DeckFrame()
    let explorables = isWhole ? [] : try Explorables.all(of: chapters)
    var lengths: [Int] = []
    var files: [(name: String, contents: Data)] = []
    for chapter in chapters {
      let own = explorables.filter { $0.chapter == chapter.number }
      let slides = isWhole ? SlidePlan(chapter).slides : LecturePlan(chapter, explorables: own).slides
      let content = try html(of: slides, chapter: chapter, figures: figures, links: links)
      let deck = frame.deck("\(chapter.number) · \(chapter.title)", content: content)
      files.append((links.page(of: chapter), Data(deck.utf8)))
      lengths.append(slides.count { !$0.isDetail })
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
    let fragments = slides.compactMap(\.markdown) + slides.map(\.notes)
    let converted = try Pandoc.html(of: fragments, file: chapter.source.file).map(links.rewritten).map(Typography.set)
    var shown = converted.dropLast(slides.count)
    let places = places(of: slides)
    return try slides.enumerated().map { index, slide in
      try SlideHTML(
        slide: slide, place: places[index], chapter: chapter,
        converted: slide.markdown == nil ? "" : shown.popFirst() ?? "",
        notes: converted[converted.count - slides.count + index]
      ) { slug in try DrawnFigureFile.address(of: slug, in: figures) }.html()
    }.joined(separator: "\n")
  }

  /// The count of each slide: "3 / 30", and "below · 2" for those below the lecture.
  private static func places(of slides: [Slide]) -> [String] {
    let count = slides.count { !$0.isDetail }
    var (position, below) = (0, 0)
    return slides.map { slide in
      below = slide.isDetail ? below + 1 : 0
      position += slide.isDetail ? 0 : 1
      return slide.isDetail ? "below · \(below)" : "\(position) / \(count)"
    }
  }
}
