import Literate

/// A chapter's slides, in order: its prose, questions, cells, numbers and figures, then what it folds away.
struct SlidePlan {
  private let chapter: BookChapter
  private let recorded: Set<Int>
  private(set) var slides: [Slide] = []
  /// Declarations that the argument does not need; they come last, so that no line is lost.
  private var folded: [(section: SourceSection?, pieces: [CodeCell.Piece])] = []

  init(_ chapter: BookChapter) {
    self.chapter = chapter
    recorded = Set(chapter.run.records.map(\.line))
    addOpening()
    for section in chapter.source.sections { add(section) }
    add([.verdict], in: nil, titled: "What it came to", anchor: "verdict")
    addAppendix()
  }

  private mutating func addOpening() {
    var contents: [Slide.Content] = []
    for block in chapter.source.opening {
      switch block {
      case .prose(let text, _): contents += SlideProse.contents(of: text)
      case .code(let code, let lines): contents += cells(code, lines, in: nil, records: [])
      }
    }
    if case .prose(let thesis) = contents.first {
      contents[0] = .title(thesis)
    } else {
      contents.insert(.title(chapter.run.thesis), at: 0)
    }
    add(contents, in: nil, titled: chapter.title, anchor: "title")
  }

  private mutating func add(_ section: SourceSection) {
    var contents: [Slide.Content] = [.section]
    for (block, records) in chapter.woven(section) {
      switch block {
      case .prose(let text, _): contents += SlideProse.contents(of: text)
      case .code(let code, let lines): contents += cells(code, lines, in: section, records: records)
      }
    }
    if section.title == ChapterPage.mistakesTitle { contents += SlideTables.mistakes(of: chapter.run) }
    add(contents, in: section.number, titled: section.title, anchor: HTMLChapter.anchor(of: section))
  }

  private mutating func add(_ contents: [Slide.Content], in number: String?, titled title: String, anchor: String) {
    slides += contents.enumerated().map { index, content in
      Slide(
        number: number, title: title, anchor: index == 0 ? anchor : "\(anchor)-\(index + 1)", content: content)
    }
  }

  // MARK: Cells

  /// The code that the argument needs, each part followed by what its lines showed.
  private mutating func cells(
    _ code: String, _ lines: ClosedRange<Int>, in section: SourceSection?, records: [OutputRecord]
  ) -> [Slide.Content] {
    let cell = CodeCell(code, firstLine: lines.lowerBound, chapter: chapter.number)
    let isOpen = { [recorded] (piece: CodeCell.Piece) in piece.isOpen(recorded: recorded) }
    let closed = cell.pieces.filter { !isOpen($0) }
    if !closed.isEmpty { folded.append((section, closed)) }

    var contents: [Slide.Content] = []
    var rest = records
    for part in SlideCode.slides(of: cell.pieces.filter(isOpen), recorded: recorded) {
      contents.append(.code(part))
      contents += SlideNumbers.contents(of: rest.filter { part.lines.contains($0.line) })
      rest.removeAll { part.lines.contains($0.line) }
    }
    contents += SlideNumbers.contents(of: rest)
    return contents + cell.pieces.flatMap { SlideTables.contents(of: $0, in: chapter) }
  }

  private mutating func addAppendix() {
    guard !folded.isEmpty else { return }
    add([.appendix], in: nil, titled: "The rest of the program", anchor: "program")
    for (index, place) in folded.enumerated() {
      let parts = SlideCode.slides(of: place.pieces, recorded: [])
      add(
        parts.map { .code($0) }, in: place.section?.number, titled: place.section?.title ?? chapter.title,
        anchor: "program-\(index + 2)")
    }
  }
}
