import Foundation
import Notebook

/// A chapter as a notebook: prose, code, and under the code what it showed.
struct JupyterChapter {
  let chapter: BookChapter
  let previous: BookChapter?
  let next: BookChapter?
  /// The folder of the drawn figures.
  let figures: URL

  /// The notebooks by file name, in order.
  static func files(of chapters: [BookChapter], figures: URL) throws -> [(name: String, contents: Data)] {
    try chapters.indices.map { index in
      let notebook = JupyterChapter(
        chapter: chapters[index], previous: index > 0 ? chapters[index - 1] : nil,
        next: index + 1 < chapters.count ? chapters[index + 1] : nil, figures: figures)
      return (file(of: chapters[index]), try notebook.document().data())
    }
  }

  /// The notebook's file name.
  private static func file(of chapter: BookChapter) -> String { "\(chapter.folder).ipynb" }

  /// The whole notebook.
  func document() throws -> JupyterDocument {
    var builder = JupyterBuilder()
    builder.begin("start")
    builder.append(prose: "# \(chapter.number) · \(MarkdownText.plain(chapter.title))\n\n\(navigation)\n\n\(howToRun)")
    for part in chapter.opening { try append(part, to: &builder) }
    for section in chapter.source.sections {
      builder.begin(section.number ?? section.title)
      builder.heading = "## " + section.heading
      for part in chapter.parts(of: section) { try append(part, to: &builder) }
      builder.endHeading()
    }
    builder.begin("end")
    builder.append(prose: footer)
    return JupyterDocument(cells: builder.cells)
  }

  private func append(_ part: PagePart, to builder: inout JupyterBuilder) throws {
    switch part {
    case .prose(let text): builder.append(prose: text)
    case .list(let list): builder.append(prose: ListTable(list, of: chapter, page: nil).markdown())
    case .cell(let cell, let output):
      let groups = cell.groups(shownLines: chapter.shownLines)
      for (index, group) in groups.enumerated() {
        // What a function elsewhere showed stands under the cell's last code.
        let own = output.filter { record in
          let place =
            record.isInText ? groups.firstIndex { $0.declarations.contains { $0.lines.contains(record.line) } } : nil
          return (place ?? groups.count - 1) == index
        }
        let code = group.declarations.map(\.code).joined(separator: "\n\n")
        builder.append(code: code, isOpen: group.isOpen, outputs: try outputs(of: own))
      }
    }
  }

  /// The outputs of some code: tables and remarks in the order in which they were made, each figure by itself.
  private func outputs(of records: [Transcript.Record]) throws -> [JupyterOutput] {
    try OutputGroup.groups(of: records).flatMap { group in
      switch group {
      case .figure(let figure, _): return try FigurePicture(figure, in: figures).outputs
      case .numbers(let numbers):
        let plain = numbers.map(TerminalRendering(isStyled: false).text).joined()
        return [.text(html: HTMLOutput.html(of: numbers) { _ in "" }, plain: plain)]
      }
    }
  }

  // MARK: Words around it

  private var navigation: String { MarkdownText.navigation(previous, next, to: Self.file) }

  private var howToRun: String {
    """
    This notebook is `\(chapter.source.file)`, already run. Its cells are one program, not single commands: in the
    package's folder `\(chapter.command)` gives every number again, and `\(chapter.command) --help` lists what can be changed.
    """
  }

  private var footer: String {
    """
    ---

    \(navigation)

    Run with `\(chapter.commandOfRun)`, the
    defaults, and written by `swift run book --notebook`.
    """
  }
}
