import Notebook

/// Whether every number that a chapter or the README prints is one that a run gave, to the digits that are printed.
///
/// A chapter lists the numbers that it quotes from elsewhere in a comment of its code: `// Quoted: 1797 images`.
enum ProseNumbers {
  /// Checks a chapter's prose, and the statements, meanings and captions beside its numbers.
  ///
  /// Among all numbers of a chapter almost any short one would be found. So a numbered section may print what itself
  /// shows, and what those sections show that it names, as in "the 3.3 of 4.9"; what has no number of its own, such as
  /// the opening and the exercises, may print whatever the chapter shows.
  static func findings(_ chapter: BookChapter) -> (checked: Int, findings: [Finding]) {
    let file = chapter.source.file
    let all = Set(chapter.source.sections.compactMap(\.number))
    var results: [(checked: Int, findings: [Finding])] = []
    func check(_ blocks: [SourceBlock], _ records: [Transcript.Record], against known: KnownNumbers) {
      for case .prose(let text, let line) in blocks {
        results.append(known.findings(in: withoutCode(text, sections: all), file: file, line: line))
      }
      results += records.map { known.findings(in: $0.words, file: chapter.path(of: $0), line: $0.line) }
    }
    check(chapter.source.opening, [], against: KnownNumbers(chapter))
    for section in chapter.source.sections {
      let known = section.number.map { KnownNumbers(chapter, sections: named(in: section, of: all).union([$0])) }
      let records = chapter.run.records.filter { $0.section == section.number }
      check(section.blocks, records, against: known ?? KnownNumbers(chapter))
    }
    return (results.reduce(0) { $0 + $1.checked }, results.flatMap(\.findings))
  }

  /// The sections that a section's prose names.
  private static func named(in section: SourceSection, of all: Set<String>) -> Set<String> {
    let prose = section.blocks.compactMap { if case .prose(let text, _) = $0 { text } else { nil } }
    return Set(prose.flatMap { $0.matches(of: /[0-9]+\.[0-9]+/).map { String($0.0) } }).intersection(all)
  }

  /// Markdown without code, links' targets and a chapter's references to its own sections, line for line.
  static func withoutCode(_ markdown: String, sections: Set<String> = []) -> String {
    MarkdownLine.lines(of: markdown).map { line in
      guard line.kind == .prose else {
        return line.kind == .listing && line.language == "math" ? String(line.text) : ""
      }
      let prose = String(line.text).replacing(/\]\([^)]*\)/, with: "]").replacing(/="[^"]*"/, with: "")
        .replacing("$`", with: "$").replacing("`$", with: "$")
      return prose.replacing(/[0-9]+\.[0-9]+/) { sections.contains(String($0.0)) ? "" : String($0.0) }
    }.joined(separator: "\n").replacing(/`[^`]*`/) { span in span.0.filter { $0 == "\n" } }
  }

  /// The listings of Markdown in the given languages, line for line; commands are in none of them.
  static func listings(of markdown: String, in languages: Set<String>) -> String {
    MarkdownLine.lines(of: markdown).map { line in
      line.kind == .listing && line.language.map(languages.contains) == true ? String(line.text) : ""
    }.joined(separator: "\n")
  }
}
