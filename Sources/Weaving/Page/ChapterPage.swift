import Literate

/// A chapter's page: its prose and code, and under each cell what it showed.
struct ChapterPage {
  let chapter: BookChapter
  let previous: BookChapter?
  let next: BookChapter?
  let caught: [CaughtMistake]

  /// The section in which each chapter's own errors are listed.
  static let mistakesTitle = "Mistakes people make here"

  private var source: String { "Chapter\(chapter.number).swift" }
  private var command: String { "swift run chapter\(chapter.number)" }

  var markdown: String {
    let output = OutputMarkdown(source: source, root: "../../")
    let recorded = Set(chapter.run.records.map(\.line))
    var parts = ["# \(chapter.number) · \(MarkdownText.plain(chapter.title))", navigation, howToRun]
    parts += chapter.source.opening.map { block($0, recorded) }
    for section in chapter.source.sections {
      parts.append("## " + section.heading)
      for (block, records) in chapter.woven(section) {
        parts.append(self.block(block, recorded))
        if !records.isEmpty { parts.append(output.markdown(records)) }
      }
      if section.title == Self.mistakesTitle { parts.append(mistakes) }
    }
    if chapter.source.section(Self.mistakesTitle) == nil, !caught.isEmpty {
      parts += ["## " + Self.mistakesTitle, mistakes]
    }
    return (parts + [footer]).joined(separator: "\n\n") + "\n"
  }

  private var navigation: String {
    let title = { (chapter: BookChapter) in "\(chapter.number) · \(MarkdownText.plain(chapter.title))" }
    let before = previous.map { "[← \(title($0))](../\($0.folder)/README.md)" }
    let after = next.map { "[\(title($0)) →](../\($0.folder)/README.md)" }
    return [before, "[contents](../README.md)", after].compactMap { $0 }.joined(separator: " · ")
  }

  private var howToRun: String {
    """
    `\(command)` gives every number of this page again; `\(command) --help` lists what can be changed. The page is
    [\(source)](\(source)), read from top to bottom; a ✓ leads to the line of its claim.
    """
  }

  private func block(_ block: Block, _ recorded: Set<Int>) -> String {
    switch block {
    case .prose(let text, _): return text
    case .code(let code, let lines):
      let cell = CodeCell(code, firstLine: lines.lowerBound, chapter: chapter.number)
      let tables = DeclaredList.lists(in: cell).map { $0.table(of: chapter, linksClaims: true) }
      return (tables + [cell.markdown(recorded: recorded)]).joined(separator: "\n\n")
    }
  }

  private var mistakes: String {
    MarkdownText.table(
      ["`--mistake`", "what it does", "caught by"], [":--", ":--", ":--"],
      caught.map { [$0.name, $0.summary, $0.claim] })
  }

  private var footer: String {
    let options = chapter.run.options.map { " --\($0.name) \($0.text)" }.joined()
    return """
      ---

      \(navigation)

      Run with `\(command) --seed \(chapter.run.seed) --samples \(chapter.run.parameters.samples)\(options)`, the
      defaults, and woven by `swift run book`. To change the page, edit [\(source)](\(source)).
      """
  }
}

extension SourceSection {
  /// The heading as the page shows it.
  var heading: String { (number.map { "\($0) " } ?? "") + title }
}
