import Foundation
import Literate

/// A chapter as a notebook: prose, code, and under the code what it showed.
struct JupyterChapter {
  let chapter: BookChapter
  let previous: BookChapter?
  let next: BookChapter?
  private let results: JupyterResults

  init(_ chapter: BookChapter, previous: BookChapter?, next: BookChapter?, figures: URL) {
    (self.chapter, self.previous, self.next) = (chapter, previous, next)
    results = JupyterResults(figures: figures)
  }

  /// The notebook's file name.
  static func file(of chapter: BookChapter) -> String { "\(chapter.folder).ipynb" }

  /// The whole notebook.
  func document() throws -> JupyterDocument {
    var builder = JupyterBuilder(results: results, recorded: Set(chapter.run.records.map(\.line)))
    builder.begin("start")
    builder.append(prose: "# \(chapter.number) · \(MarkdownText.plain(chapter.title))\n\n\(navigation)\n\n\(howToRun)")
    for block in chapter.source.opening { try builder.append(block, showing: [], of: chapter) }
    for section in chapter.source.sections {
      builder.begin(section.number ?? section.title)
      builder.heading = "## " + section.heading
      for (block, records) in chapter.woven(section) {
        try builder.append(block, showing: records, of: chapter)
      }
      if section.title == ChapterPage.mistakesTitle { builder.append(prose: mistakes) }
      builder.endHeading()
    }
    builder.begin("end")
    builder.append(prose: footer)
    return JupyterDocument(cells: builder.cells)
  }

  private var command: String { "swift run chapter\(chapter.number)" }

  private var navigation: String {
    let title = { (chapter: BookChapter) in "\(chapter.number) · \(MarkdownText.plain(chapter.title))" }
    let before = previous.map { "[← \(title($0))](\(Self.file(of: $0)))" }
    let after = next.map { "[\(title($0)) →](\(Self.file(of: $0)))" }
    return [before, after].compactMap { $0 }.joined(separator: " · ")
  }

  private var howToRun: String {
    """
    This notebook is `\(chapter.source.file)`, already run. Its cells are one program, not single commands: in the
    package's folder `\(command)` gives every number again, and `\(command) --help` lists what can be changed.
    """
  }

  private var mistakes: String {
    MarkdownText.table(
      ["`--mistake`", "what it does", "caught by"], [":--", ":--", ":--"],
      chapter.run.mistakes.map {
        ["`\($0.name)`", MarkdownText.plain($0.summary), MarkdownText.equation($0.equation)]
      })
  }

  private var footer: String {
    let options = chapter.run.options.map { " --\($0.name) \($0.text)" }.joined()
    return """
      ---

      \(navigation)

      Run with `\(command) --seed \(chapter.run.seed) --samples \(chapter.run.parameters.samples)\(options)`, the
      defaults, and woven by `swift run book --notebook`.
      """
  }
}
