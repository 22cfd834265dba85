import Notebook
import Verification

/// A chapter as a lecture: thesis, and for each section its question, formula, figure or instrument, and the claims that
/// matter; then the mistakes and the verdict. The rest of the section is one key below, and its prose is for the speaker.
struct LecturePlan {
  /// About as many slides as fit a class; a chapter that has little to show has fewer.
  static let lengths = 25...35

  private let chapter: BookChapter
  private(set) var slides: [Slide] = []

  init(_ chapter: BookChapter, explorables: [Explorable]) {
    self.chapter = chapter
    let whole = SlidePlan(chapter).slides
    let numbered = chapter.source.sections.filter { $0.number != nil }
    let candidates = numbered.map { section in
      LectureSection(section, of: chapter, explorables: explorables.filter { $0.section == section.number }).candidates
    }
    let ending = ending()
    let chosen = Self.chosen(candidates, room: Self.lengths.upperBound - 1 - ending.count)
    add([thesis], details: whole.filter { $0.section == nil && $0.part == .opening }.dropFirst())
    for (section, own) in zip(numbered, chosen) {
      let shown = own.compactMap { if case .figure(let record) = $0.content { record } else { nil } }
      let details = whole.filter { slide in
        guard slide.section == section.number, slide.part == .section else { return false }
        if case .figure(let record) = slide.content { return !shown.contains(record) }
        if case .section = slide.content { return false }
        return true
      }
      add(own.map { slide(of: $0, in: section) }, details: details[...])
    }
    add(ending, details: whole.filter { $0.part == .appendix }[...])
  }

  // MARK: Choice

  /// The most important candidates, as many as there is room for, in their order.
  private static func chosen(_ sections: [[LectureSection.Candidate]], room: Int) -> [[LectureSection.Candidate]] {
    let all = sections.enumerated().flatMap { section, own in own.indices.map { (section, $0, own[$0].rank) } }
    let best = all.sorted { ($0.2, $0.0, $0.1) < ($1.2, $1.0, $1.1) }.prefix(room)
    return sections.enumerated().map { section, own in
      best.filter { $0.0 == section }.map(\.1).sorted().map { own[$0] }
    }
  }

  // MARK: Slides

  private var thesis: Slide {
    let text = chapter.source.opening.compactMap { if case .prose(let text, _) = $0 { text } else { nil } }.first
    let blocks = MarkdownBlock.blocks(of: text ?? chapter.run.thesis).map(\.markdown)
    return Slide(
      number: nil, title: chapter.title, anchor: "title", content: .title(blocks.first ?? chapter.run.thesis),
      notes: blocks.dropFirst().joined(separator: "\n\n"))
  }

  private func slide(of candidate: LectureSection.Candidate, in section: SourceSection) -> Slide {
    Slide(
      number: section.number, title: section.title, anchor: section.anchor, content: candidate.content,
      notes: candidate.notes)
  }

  /// The end of a lecture: the mistakes, as many as a slide holds, and the verdict.
  private func ending() -> [Slide] {
    let list = ListTable(.mistakes, of: chapter, page: nil)
    let cost = { (row: [String]) in SlideRoom.height(ofRow: row, widths: [26, 48, 9]) }
    let rows = EvenParts.of(list.rows, capacity: SlideRoom.lines, cost: cost).first ?? []
    let verdict = Slide(number: nil, title: "What it came to", anchor: "verdict", content: .verdict)
    guard !rows.isEmpty else { return [verdict] }
    let table = MarkdownText.table(list.header, list.header.map { _ in ":--" }, rows)
    let title = DeclaredList.mistakes.sectionTitle
    let section = chapter.source.section(title)
    return [
      Slide(
        number: nil, title: title, anchor: section?.anchor ?? "mistakes", content: .table(table),
        notes: section.map(LectureSection.prose) ?? ""), verdict,
    ]
  }

  /// Adds slides, and those below them; each gets an address of its own.
  private mutating func add(_ own: [Slide], details: ArraySlice<Slide>) {
    slides += own.enumerated().map { index, slide in
      index == 0
        ? slide : slide.with(anchor: own.first?.anchor == slide.anchor ? "\(slide.anchor)-\(index + 1)" : slide.anchor)
    }
    slides += details.enumerated().map { index, slide in
      slide.with(anchor: "\(own.first?.anchor ?? "")-below-\(index + 1)", isDetail: true)
    }
  }
}
