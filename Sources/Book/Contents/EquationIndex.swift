import Notebook

/// For each number of the notes: the sections that claim something of it, what they claim, the suites of tests that are
/// about it, and the figures of those sections.
struct EquationIndex {
  let chapters: [BookChapter]
  let suites: [TestSuite]

  /// The labels in the order of the notes, and then those that chapters announce beside them.
  private var places: [NotesPlace] {
    let known = NotesPlace.all.map(\.label)
    let others = chapters.flatMap(\.run.equations).filter { !known.contains($0) }
    return NotesPlace.all + others.map { NotesPlace(label: $0, subject: "") }
  }

  /// The suites that run the chapters, and so every claim.
  private var claims: [String] { suites.filter { $0.file.hasSuffix("/ChapterVerdictTests.swift") }.map(\.link) }

  var markdown: String {
    MarkdownText.table(
      ["", "sections and claims", "figures", "suites of tests"], [":--", ":--", ":--", ":--"],
      places.map(row))
  }

  private func row(_ place: NotesPlace) -> [String] {
    var sections: [String] = []
    var figures: [String] = []
    for chapter in chapters {
      for section in chapter.source.sections {
        let claims = chapter.run.claims.filter {
          $0.record.section == section.number && $0.claim.equations.contains(place.label)
        }
        guard let first = claims.first else { continue }
        let others = claims.count > 1 ? " *and \(claims.count - 1) more*" : ""
        let link = chapter.link(section, text: section.number ?? section.title)
        sections.append("\(link) \(MarkdownText.plain(first.claim.statement))\(others)")
        figures += chapter.run.figures.filter { $0.record.section == section.number }.map {
          "[\(MarkdownText.plain($0.figure.title))](../figures/\($0.figure.slug).svg)"
        }
      }
    }
    var tests = suites.filter { $0.equations.contains(place.label) }.map(\.link)
    if tests.isEmpty, !sections.isEmpty { tests += claims.map { "its claims alone, by \($0)" } }
    let words = [EquationLabel.inParentheses(place.label), place.subject].filter { !$0.isEmpty }
    return [
      "<a id=\"\(NotesPlace.anchor(place.label))\"></a> " + words.joined(separator: " "),
      sections.isEmpty ? "no chapter yet" : sections.joined(separator: "<br>"),
      figures.joined(separator: "<br>"), tests.joined(separator: "<br>"),
    ]
  }
}

extension EquationIndex {
  /// The numbers of the notes of which no run has a claim that holds; a claim that could not fail does not.
  static func unclaimed(in runs: [Transcript]) -> [String] {
    let claimed = Set(runs.flatMap(\.claims).filter(\.claim.holds).flatMap(\.claim.equations))
    return NotesPlace.all.map(\.label).filter { !claimed.contains($0) }
  }

  /// The same as findings of a check of the whole book.
  static func findings(_ chapters: [BookChapter]) -> [Finding] {
    unclaimed(in: chapters.map(\.run)).map {
      Finding(
        "chapters/README.md", expected: "a claim of \(EquationLabel.inParentheses($0)) that can fail", found: "none")
    }
  }
}

extension TestSuite {
  /// A link from the contents to the suite.
  var link: String { "[\(MarkdownText.plain(name))](../\(file))" }
}

extension BookChapter {
  /// A link from the contents to one of the chapter's sections.
  func link(_ section: SourceSection?, text: String) -> String {
    let anchor = section.map { "#" + $0.anchor } ?? ""
    return "[\(text)](\(folder)/README.md\(anchor))"
  }
}
