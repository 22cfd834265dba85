import Notebook

/// A chapter's page in Markdown: its prose and code, and under each cell what it showed.
struct ChapterPage {
  let chapter: BookChapter
  let previous: BookChapter?
  let next: BookChapter?
  let caught: [CaughtMistake]
  /// The places where the book displays the numbers of the notes; those of the chapter itself, unless told.
  var equations: EquationPlaces?

  private var links: EquationLinks {
    EquationLinks(places: equations ?? EquationPlaces([chapter]), page: .chapter(folder: chapter.folder))
  }

  var markdown: String {
    var parts = ["# \(chapter.number) · \(MarkdownText.plain(chapter.title))", navigation, howToRun]
    parts += chapter.opening.flatMap(markdown)
    for section in chapter.source.sections {
      parts += ["## " + section.heading] + chapter.parts(of: section).flatMap(markdown)
    }
    return (parts + [footer]).joined(separator: "\n\n") + "\n"
  }

  private func markdown(_ part: PagePart) -> [String] {
    switch part {
    case .prose(let text): [links.linked(text)]
    case .list(let list): [links.linked(ListTable(list, of: chapter, caught: caught, showsThreads: true).markdown())]
    case .cell(let cell, let output):
      [cell.markdown()]
        + (output.isEmpty ? [] : [links.linked(OutputMarkdown(root: "../../").markdown(output))])
    }
  }

  private var navigation: String {
    MarkdownText.navigation(previous, next, middle: ["[contents](../README.md)"]) { "../\($0.folder)/README.md" }
  }

  private var howToRun: String {
    """
    `\(chapter.command)` gives every number of this page again; `\(chapter.command) --help` lists what can be changed. The page is
    [\(chapter.textFile)](\(chapter.textFile)), read from top to bottom; a ✓ leads to the line of its claim.
    """
  }

  private var footer: String {
    let others = chapter.otherFiles.map { "[\($0.words)](\($0.name))" }
    let edit = MarkdownText.list(["[\(chapter.textFile)](\(chapter.textFile))"] + others)
    return """
      ---

      \(navigation)

      Run with `\(chapter.commandOfRun)`, the
      defaults, and woven by `swift run book`. To change the page, edit \(edit).
      """
  }
}

extension BookChapter {
  /// The command that gives this run again, with every option.
  var commandOfRun: String {
    let settings = run.settings.map { " --\($0.name) \($0.text)" }.joined()
    return "\(command) --seed \(run.seed) --samples \(run.samples)\(settings)"
  }
}
