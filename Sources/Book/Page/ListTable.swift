import Notebook
import Verification

/// A declared list as a table in Markdown: the heads of its columns, and its rows.
struct ListTable {
  let header: [String]
  let rows: [[String]]

  /// The table of a chapter's list.
  ///
  /// - Parameters:
  ///   - list: Which list.
  ///   - chapter: The chapter that declares it.
  ///   - caught: What caught each mistake, where that is known.
  ///   - page: Where the chapter's page lies, for links to claims; nil for forms without such links.
  ///   - showsThreads: Whether each mistake is followed by the threads that ask about it.
  init(
    _ list: DeclaredList, of chapter: BookChapter, caught: [CaughtMistake]? = nil, page: String? = "",
    showsThreads: Bool = false
  ) {
    func asked(_ mistake: Mistake) -> String {
      let threads = MarkdownText.threads(mistake.threads)
      return showsThreads && !threads.isEmpty ? "<br><small>asked in \(threads)</small>" : ""
    }
    switch list {
    case .mistakes:
      header = ["`--mistake`", "what it does", "caught by"]
      rows =
        caught?.map { [$0.name, $0.summary + asked($0.mistake), $0.claim] }
        ?? chapter.run.mistakes.map { mistake in
          let label = EquationLabel.inParentheses(mistake.equation)
          return ["`\(mistake.name)`", MarkdownText.plain(mistake.summary) + asked(mistake), label]
        }
    case .notation:
      header = ["symbol", "in code", "what it is", "shape", "unit"]
      rows = chapter.run.notation.map(Self.cells)
    case .errata:
      header = ["where", "as printed", "as it must be", "shown by"]
      rows = chapter.run.errata.map { Self.cells($0, of: chapter, page: page) }
    }
  }

  /// The table in Markdown; columns are aligned to the left unless told.
  func markdown(alignment: [String]? = nil) -> String {
    MarkdownText.table(header, alignment ?? header.map { _ in ":--" }, rows)
  }

  private static func cells(_ entry: Notation) -> [String] {
    [
      "$`\(MarkdownText.cell(entry.symbol))`$", "`\(entry.name)`", MarkdownText.cell(entry.meaning),
      MarkdownText.plain(entry.shape.isEmpty ? "–" : entry.shape),
      MarkdownText.plain(entry.unit.isEmpty ? "–" : entry.unit),
    ]
  }

  private static func cells(_ erratum: Erratum, of chapter: BookChapter, page: String?) -> [String] {
    let claims = erratum.claims.map { statement in
      let shown = chapter.run.claims.first { $0.claim.statement == statement }
      let link = page.map { page in
        shown.map { chapter.link(to: $0.claim, of: $0.record, on: page) } ?? "[\(chapter.number) ✗](\(page))"
      }
      return [link, MarkdownText.plain(statement)].compactMap(\.self).joined(separator: " ")
    }
    return [
      EquationLabel.inParentheses(erratum.place), MarkdownText.cell(erratum.printed),
      MarkdownText.cell(erratum.correct),
      claims.joined(separator: "<br>"),
    ]
  }
}

extension BookChapter {
  /// A claim's section and whether it holds, as a link to that section.
  ///
  /// - Parameter page: The page's path from where the link stands; empty on the page itself.
  fileprivate func link(to claim: Claim, of record: Transcript.Record, on page: String) -> String {
    let anchor = source.section(record.section).map { "#" + $0.anchor } ?? ""
    return "[\(record.section) \(claim.holds ? "✓" : "✗")](\(page)\(anchor))"
  }
}
