import Foundation
import Notebook

/// A chapter as a notebook: prose, Swift, and cells in Python that run the built chapter's sections and show what they gave.
///
/// The outputs that the file holds are those of the book; running the cells replaces them.
struct JupyterChapter {
  let chapter: BookChapter
  let previous: BookChapter?
  let next: BookChapter?
  /// The folder of the drawn figures.
  let figures: URL

  /// The notebooks by file name, in order.
  static func files(of chapters: [BookChapter], figures: URL) throws -> [(name: String, contents: Data)] {
    let template = ("offline/index.html.j2", Data(try Resource.text("offline.html.j2").utf8))
    let settings = ("offline/conf.json", Data("{\"base_template\": \"lab\"}\n".utf8))
    return try chapters.indices.map { index in
      let notebook = JupyterChapter(
        chapter: chapters[index], previous: index > 0 ? chapters[index - 1] : nil,
        next: index + 1 < chapters.count ? chapters[index + 1] : nil, figures: figures)
      return (file(of: chapters[index]), try notebook.document().data())
    } + [template, settings]
  }

  /// The notebook's file name.
  private static func file(of chapter: BookChapter) -> String { "\(chapter.folder).ipynb" }

  /// The whole notebook.
  func document() throws -> JupyterDocument {
    var builder = JupyterBuilder()
    builder.begin("start")
    builder.append(prose: "# \(chapter.number) · \(MarkdownText.plain(chapter.title))\n\n\(navigation)\n\n\(howToRun)")
    builder.append(code: parameters, metadata: .init(tags: ["parameters"]))
    builder.append(code: try Resource.text("notebook.py").trimmed, metadata: .init(jupyter: ["source_hidden": true]))
    for part in chapter.opening { try append(part, to: &builder) }
    for section in chapter.source.sections {
      builder.begin(section.number ?? section.title)
      builder.heading = "## " + section.heading
      for part in chapter.parts(of: section) { try append(part, in: section, to: &builder) }
      builder.endHeading()
    }
    builder.begin("end")
    builder.append(prose: footer)
    return JupyterDocument(cells: builder.cells)
  }

  private func append(_ part: PagePart, in section: SourceSection? = nil, to builder: inout JupyterBuilder) throws {
    switch part {
    case .prose(let text): builder.append(prose: EquationLinks.withOpenFolds(text))
    case .list(let list): builder.append(prose: ListTable(list, of: chapter, page: nil).markdown())
    case .cell(let cell, let output):
      builder.append(prose: cell.markdown())
      guard let section, section.number != nil, !output.isEmpty else { return }
      builder.append(code: call(cell, section, output), outputs: try outputs(of: output))
    }
  }

  /// The line of Python that shows what a cell gave.
  private func call(_ cell: CodeCell, _ section: SourceSection, _ output: [Transcript.Record]) -> String {
    var (values, pictures): ([String], [String]) = ([], [])
    for record in output {
      switch record.content {
      case .value(let value): values.append("\(Self.python(value.name)): \(Self.python(value.meaning))")
      case .figure(let figure):
        pictures.append("\(Self.python(figure.slug)): \(Self.python("\(figure.title). \(figure.caption)"))")
      case .claim, .skipped, .remark: break
      }
    }
    var arguments = ["\"\(section.number ?? "")\"", "lines=(\(cell.lines.lowerBound), \(cell.lines.upperBound))"]
    if output.contains(where: { !$0.isInText || !cell.lines.contains($0.line) }) {
      let others = section.woven(with: output).compactMap { block, _ -> String? in
        guard case .code(_, let lines) = block, lines != cell.lines else { return nil }
        return "(\(lines.lowerBound), \(lines.upperBound))"
      }
      arguments.append("butNot=[\(others.joined(separator: ", "))]")
    }
    if !values.isEmpty { arguments.append("values={\n    \(values.joined(separator: ",\n    "))}") }
    if !pictures.isEmpty { arguments.append("pictures={\n    \(pictures.joined(separator: ",\n    "))}") }
    return "show(\(arguments.joined(separator: ", ")))"
  }

  /// A text as Python spells it.
  private static func python(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " "))\""
  }

  /// The outputs of some code: tables and remarks in the order in which they were made, each figure by itself.
  private func outputs(of records: [Transcript.Record]) throws -> [JupyterOutput] {
    try OutputGroup.groups(of: records).map { group in
      switch group {
      case .figure(let figure, _): return try FigurePicture(figure, in: figures).output
      case .numbers(let numbers):
        let plain = numbers.map(TerminalRendering(isStyled: false).text).joined()
        return .text(html: HTMLOutput.html(of: numbers) { _ in "" }, plain: plain)
      }
    }
  }

  /// The cell at the top that a reader, or papermill, changes.
  private var parameters: String {
    """
    package = "."  # the package's folder
    command = ["swift", "run", "-q", "chapter\(chapter.number)"]
    options = []  # such as ["--seed", "7"]; `\(chapter.command) --help` lists them
    text = "\(chapter.textFile)"
    """
  }

  // MARK: Words around it

  private var navigation: String { MarkdownText.navigation(previous, next, to: Self.file) }

  private var howToRun: String {
    """
    This notebook is `\(chapter.source.file)`, already run. *Run All* runs it again: each cell in Python calls the built
    chapter for one section, as `\(chapter.command) --step \(chapter.run.sections.first?.number ?? "1") --json` does in the
    package's folder. The first cell says where that folder is and which options the chapter takes.

    For a page whose formulas need no network:
    `jupyter nbconvert --to html --template offline --TemplateExporter.extra_template_basedirs=. \(Self.file(of: chapter))`
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
