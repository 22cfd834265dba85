import Notebook

/// The book's contents: chapters, notation, equations, figures, mistakes and errata, all from what the chapters declare
/// and ran.
struct ContentsPage {
  let chapters: [BookChapter]
  let caught: [[CaughtMistake]]
  let suites: [TestSuite]
  /// The places where the book displays the numbers of the notes; those of the given chapters, unless told.
  var equations: EquationPlaces?

  private var links: EquationLinks {
    EquationLinks(places: equations ?? EquationPlaces(chapters), page: .contents)
  }

  var markdown: String {
    let parts = [
      "# The book",
      "Each chapter is a Swift program. Its page is the program's text, with the numbers of a run under its cells. "
        + "`swift run book` writes these pages.",
      "[In class](in-class.md) shows how to walk through a chapter, set exercises and make slides. [Results](results.md) "
        + "lists what larger models reach on MNIST.",
      chapterList, "## Notation", notation, "## Equations", equationFrame,
      links.linked(EquationIndex(chapters: chapters, suites: suites).markdown),
      "## Figures", figures, "## Mistakes", mistakesFrame, links.linked(mistakes), "## Errata", erratumFrame,
      links.linked(errata),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var chapterList: String {
    chapters.map { chapter in
      let sections = chapter.source.sections.filter { $0.number != nil }.map { section in
        "   - \(chapter.link(section, text: MarkdownText.plain(section.heading)))"
      }
      let title = "\(chapter.number). [\(MarkdownText.plain(chapter.title))](\(chapter.folder)/README.md)"
      return ([title + "  ", "   \(chapter.run.thesis)", ""] + sections).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private var notation: String {
    var seen: Set<String> = []
    let rows = chapters.flatMap { chapter in
      zip(chapter.run.notation, ListTable(.notation, of: chapter).rows)
        .filter { entry, _ in seen.insert(entry.symbol + " " + entry.name).inserted }
        .map { $1 + ["[\(chapter.number)](\(chapter.folder)/README.md)"] }
    }
    return MarkdownText.table(
      ["symbol", "in code", "what it is", "shape", "unit", "from chapter"],
      [":-:", ":--", ":--", ":--", ":--", ":-:"], rows)
  }

  private let equationFrame = """
    The numbers are those of the notes. A figure stands here if it is drawn in a section that claims something of the
    equation, a suite of tests if its name says the number, or if the source that its file is named after cites it. Each
    claim is a test besides: `swift test` runs every chapter and fails with the claim.
    """

  private var mistakesFrame: String {
    guard let example = zip(chapters, caught).first(where: { !$1.isEmpty }), let mistake = example.1.first else {
      return ""
    }
    let command = "`swift run chapter\(example.0.number) --mistake \(mistake.mistake.name)`"
    return
      "Each can be made on purpose, as in \(command). The third column is the first claim that failed when it was, "
      + "what it found against what it expected."
  }

  private let erratumFrame = "Where the notes print one thing and mean another, and the claim that tells them apart."

  private var figures: String {
    let cells = chapters.flatMap { chapter in
      chapter.run.figures.map { record, figure in
        let section = chapter.source.section(record.section)
        let title = MarkdownText.plain(figure.title)
        let image = "<img src=\"../figures/\(figure.slug).svg\" width=\"400\" alt=\"\(Self.attribute(figure.title))\">"
        return "\(image)<br>\(chapter.link(section, text: record.section)) \(title)"
      }
    }
    let rows = stride(from: 0, to: cells.count, by: 2).map { [cells[$0], $0 + 1 < cells.count ? cells[$0 + 1] : ""] }
    return MarkdownText.table(["", ""], [":-:", ":-:"], rows)
  }

  private static func attribute(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
      .replacing("|", with: "&#124;")
  }

  private var mistakes: String {
    zip(chapters, caught).filter { !$1.isEmpty }.map { chapter, caught in
      let section = chapter.source.section(DeclaredList.mistakes.sectionTitle)
      let rows = caught.map { [$0.name, $0.summary, $0.claim, MarkdownText.threads($0.mistake.threads)] }
      return "### \(chapter.link(section, text: "Chapter \(chapter.number)"))\n\n"
        + MarkdownText.table(
          ["`--mistake`", "what it does", "what it breaks", "who made it, or asked"], [":--", ":--", ":--", ":--"],
          rows)
    }.joined(separator: "\n\n")
  }

  private var errata: String {
    let tables = chapters.map { ListTable(.errata, of: $0, page: "\($0.folder)/README.md") }
    guard let header = tables.first?.header else { return "" }
    return MarkdownText.table(header, header.map { _ in ":--" }, tables.flatMap(\.rows))
  }
}
