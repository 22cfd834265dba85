import Notebook
import Verification

/// The material that a section offers to a lecture, in the order of the text.
struct LectureSection {
  /// The most lines of code on a lecture's slide, and the most letters of a line: at 24 pixels of 1280 no more fit.
  static let (linesOfCode, columnsOfCode) = (12, 76)

  /// Something that may become a slide; the smaller its rank, the more it matters.
  struct Candidate {
    let content: Slide.Content
    let rank: Int
    let notes: String
  }

  private let section: SourceSection
  private let chapter: BookChapter
  private let explorables: [Explorable]

  init(_ section: SourceSection, of chapter: BookChapter, explorables: [Explorable]) {
    (self.section, self.chapter, self.explorables) = (section, chapter, explorables)
  }

  /// The prose of a section, in one piece.
  static func prose(of section: SourceSection) -> String {
    section.blocks.compactMap { if case .prose(let text, _) = $0 { text } else { nil } }.joined(separator: "\n\n")
  }

  var candidates: [Candidate] {
    var candidates = [Candidate(content: .opener(opening), rank: 0, notes: Self.prose(of: section))]
    var prose = ""
    for (block, output) in section.woven(with: chapter.run.records) {
      switch block {
      case .prose(let text, _):
        prose = text
        candidates += slides(of: text)
      case .code(let code, let lines):
        let cell = CodeCell(code, firstLine: lines.lowerBound, chapter: chapter.number)
        candidates += slides(of: cell, notes: prose) + slides(of: output, notes: prose)
      }
    }
    let claims = Self.thatMatter(chapter.run.records.filter { $0.section == section.number })
    if !claims.isEmpty { candidates.append(Candidate(content: .keyClaims(claims), rank: 1, notes: prose)) }
    return candidates + explorables.map { Candidate(content: .instrument($0), rank: 3, notes: $0.invitation) }
  }

  /// The section's first words: a paragraph, or as many of its sentences as can be taken in at once; none if they only lead
  /// to a formula, which has a slide.
  private var opening: String {
    let blocks = MarkdownBlock.blocks(of: Self.prose(of: section))
    let leads = blocks.dropFirst().first?.kind == .formula
    guard let paragraph = blocks.first?.markdown, blocks.first?.kind == .paragraph, !paragraph.hasPrefix(">"),
      !leads || paragraph.count > 160
    else { return "" }
    guard paragraph.count > 260 else { return paragraph }
    var shown = ""
    for sentence in Self.sentences(of: paragraph) {
      guard shown.isEmpty || shown.count + sentence.count < 240 else { break }
      shown += sentence
    }
    let text = shown.trimmed
    return text.hasSuffix(":") ? text.dropLast() + "." : text
  }

  /// The sentences of a paragraph, each with its end and the blank after it; a formula is never cut.
  private static func sentences(of paragraph: String) -> [String] {
    var sentences = [""]
    var (isFormula, before) = (false, Character(" "))
    for character in paragraph {
      if character == "`" { isFormula.toggle() }
      sentences[sentences.count - 1].append(character)
      if !isFormula, character.isWhitespace, ".?!:".contains(before) { sentences.append("") }
      before = character
    }
    return sentences
  }

  // MARK: Prose

  /// Displayed formulas with the words that lead to them, questions, and ideas for a chapter that has little else.
  private func slides(of text: String) -> [Candidate] {
    ProsePassage.passages(of: text).flatMap { passage -> [Candidate] in
      if passage.isQuestion { return [Candidate(content: .question(passage.text), rank: 3, notes: text)] }
      let blocks = MarkdownBlock.blocks(of: passage.markdown)
      return blocks.indices.compactMap { index in
        let block = blocks[index]
        switch block.kind {
        case .formula:
          let lead = index > 0 && blocks[index - 1].kind == .paragraph ? blocks[index - 1].markdown + "\n\n" : ""
          let isLong = SlideRoom.height(of: block) + Double(lead.count) / 76 > SlideRoom.lines - 2
          let shown = (isLong ? "" : lead) + block.markdown
          return Candidate(content: .prose(shown), rank: NumberedFormula(block.listing) == nil ? 5 : 1, notes: text)
        case .paragraph where index > 0 && index + 1 < blocks.count && blocks[index + 1].kind != .formula:
          return Candidate(content: .prose(block.markdown), rank: 9, notes: text)
        default: return nil
        }
      }
    }
  }

  // MARK: Cells

  /// The first equation of a cell that the last row can read.
  private func slides(of cell: CodeCell, notes: String) -> [Candidate] {
    let fitting = cell.declarations.compactMap { declaration -> SlideCode? in
      let excerpt = CellExcerpt(declaration)
      let columns = excerpt.code.split(separator: "\n").map(\.count).max() ?? 0
      guard excerpt.isShown, excerpt.lineCount <= Self.linesOfCode, columns <= Self.columnsOfCode else { return nil }
      return SlideCode(code: excerpt.code, lines: declaration.lines, largestSize: 26)
    }
    return fitting.prefix(1).map { Candidate(content: .code($0), rank: 4, notes: notes) }
  }

  /// A cell's figures.
  private func slides(of output: [Transcript.Record], notes: String) -> [Candidate] {
    let figures = output.filter { if case .figure = $0.content { true } else { false } }
    return figures.enumerated().map { Candidate(content: .figure($1), rank: $0 == 0 ? 2 : 6, notes: notes) }
  }

  /// Of a section's claims the first equality, and the first that compares other sources than it: two ways to one number.
  private static func thatMatter(_ records: [Transcript.Record]) -> [Transcript.Record] {
    let claims = records.compactMap { record -> (record: Transcript.Record, claim: Claim)? in
      if case .claim(let claim) = record.content { (record, claim) } else { nil }
    }
    guard let first = claims.first(where: { $0.claim.relation == .equal }) ?? claims.first else { return [] }
    let other = claims.first { $0.claim.sources != first.claim.sources || $0.claim.relation != first.claim.relation }
    return [first.record] + (other.map { [$0.record] } ?? [])
  }
}
