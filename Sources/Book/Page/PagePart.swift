import Notebook

/// A part of a section, as every form of the book shows it.
enum PagePart {
  /// Markdown.
  case prose(String)
  /// A list that the chapter declares, as a table.
  case list(DeclaredList)
  /// Code, and what its lines showed.
  case cell(CodeCell, output: [Transcript.Record])
}

extension BookChapter {
  /// The parts before the first section.
  var opening: [PagePart] {
    source.opening.map { part(of: $0, output: []) }
  }

  /// A section's parts, in order; the list of a section such as "Notation" follows its prose.
  func parts(of section: SourceSection) -> [PagePart] {
    var parts = section.woven(with: run.records).map { part(of: $0.block, output: $0.output) }
    if let list = DeclaredList(shownIn: section), declares(list) {
      let end = parts.lastIndex { if case .prose = $0 { true } else { false } } ?? -1
      parts.insert(.list(list), at: end + 1)
    }
    return parts
  }

  /// Whether the chapter declares any entry of a list.
  func declares(_ list: DeclaredList) -> Bool {
    switch list {
    case .mistakes: !run.mistakes.isEmpty
    case .notation: !run.notation.isEmpty
    case .errata: !run.errata.isEmpty
    }
  }

  private func part(of block: SourceBlock, output: [Transcript.Record]) -> PagePart {
    switch block {
    case .prose(let text, _): .prose(text)
    case .code(let code, let lines):
      .cell(CodeCell(code, firstLine: lines.lowerBound, chapter: number), output: output)
    }
  }
}

extension SourceSection {
  /// The heading as the page shows it.
  var heading: String { (number.map { "\($0) " } ?? "") + title }
  /// The heading's address on a page, the same as on GitHub.
  var anchor: String { MarkdownText.anchor(heading) }
}
