import Notebook

/// A whole chapter as slides, in order: its prose, questions, cells, numbers and figures, then the code that the argument does
/// not need.
struct SlidePlan {
  private let chapter: BookChapter
  private let shownLines: Set<Int>
  private(set) var slides: [Slide] = []
  /// Declarations that the argument does not need; they come last, so that no line is lost.
  private var folded: [(section: SourceSection?, declarations: [CodeCell.Declaration])] = []

  init(_ chapter: BookChapter) {
    self.chapter = chapter
    shownLines = chapter.shownLines
    addOpening()
    for section in chapter.source.sections {
      let contents = chapter.parts(of: section).flatMap { self.contents(of: $0, in: section) }
      add([.section] + contents, in: section.number, titled: section.title, anchor: section.anchor)
    }
    add([.verdict], in: nil, titled: "What it came to", anchor: "verdict")
    addAppendix()
  }

  private mutating func addOpening() {
    var contents = chapter.opening.flatMap { self.contents(of: $0, in: nil) }
    if case .prose(let thesis) = contents.first {
      contents[0] = .title(thesis)
    } else {
      contents.insert(.title(chapter.run.thesis), at: 0)
    }
    add(contents, in: nil, titled: chapter.title, anchor: "title", part: .opening)
  }

  private mutating func add(
    _ contents: [Slide.Content], in number: String?, titled title: String, anchor: String,
    part: Slide.Part = .section
  ) {
    slides += contents.enumerated().map { index, content in
      Slide(
        number: number, title: title, anchor: index == 0 ? anchor : "\(anchor)-\(index + 1)", content: content,
        part: part)
    }
  }

  // MARK: Parts

  private mutating func contents(of part: PagePart, in section: SourceSection?) -> [Slide.Content] {
    switch part {
    case .prose(let text): SlideProse.contents(of: text)
    case .list(let list): contents(of: list)
    case .cell(let cell, let output): contents(of: cell, in: section, output: output)
    }
  }

  /// The code that the argument needs, each part followed by what its lines showed.
  private mutating func contents(
    of cell: CodeCell, in section: SourceSection?, output: [Transcript.Record]
  ) -> [Slide.Content] {
    let isOpen = { [shownLines] (declaration: CodeCell.Declaration) in declaration.isOpen(shownLines: shownLines) }
    let closed = cell.declarations.filter { !isOpen($0) }
    if !closed.isEmpty { folded.append((section, closed)) }
    var contents: [Slide.Content] = []
    var rest = output
    for part in SlideCode.slides(of: cell.declarations.filter(isOpen), shownLines: shownLines) {
      let isOwn = { (record: Transcript.Record) in record.isInText && part.lines.contains(record.line) }
      contents.append(.code(part))
      contents += Self.contents(of: rest.filter(isOwn))
      rest.removeAll(where: isOwn)
    }
    return contents + Self.contents(of: rest)
  }

  /// The slides of a cell's output: as many numbers on a slide as can be read, each figure by itself.
  private static func contents(of output: [Transcript.Record]) -> [Slide.Content] {
    OutputGroup.groups(of: output).flatMap { group -> [Slide.Content] in
      switch group {
      case .numbers(let records):
        EvenParts.of(records, capacity: SlideRoom.lines, cost: SlideRoom.height).map { .numbers($0) }
      case .figure(_, let record): [.figure(record)]
      }
    }
  }

  /// A declared list as tables of few enough rows.
  private func contents(of list: DeclaredList) -> [Slide.Content] {
    let table = ListTable(list, of: chapter, page: nil)
    let widths: [Double] =
      switch list {
      case .mistakes: [26, 48, 9]
      case .notation: [40, 30, 32, 8, 8]
      case .errata: [12, 34, 38, 24]
      }
    let cost = { (row: [String]) in SlideRoom.height(ofRow: row, widths: widths) }
    return EvenParts.of(table.rows, capacity: SlideRoom.lines, cost: cost).map { rows in
      .table(MarkdownText.table(table.header, table.header.map { _ in ":--" }, rows))
    }
  }

  private mutating func addAppendix() {
    guard !folded.isEmpty else { return }
    add([.appendix], in: nil, titled: "The rest of the program", anchor: "program", part: .appendix)
    for (index, place) in folded.enumerated() {
      let parts = SlideCode.slides(of: place.declarations, shownLines: [])
      add(
        parts.map { .code($0) }, in: place.section?.number, titled: place.section?.title ?? chapter.title,
        anchor: "program-\(index + 2)", part: .appendix)
    }
  }
}
