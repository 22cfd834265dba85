/// A list that a chapter declares in Swift and a reader wants as a table: its notation, its errata.
enum DeclaredList: CaseIterable {
  case notation, errata

  /// The list that a declaration is, if it is one; the program itself declares more.
  init?(_ piece: CodeCell.Piece) {
    guard !piece.code.contains("@main"),
      let list = Self.allCases.first(where: { piece.code.contains("static let \($0) = [") })
    else { return nil }
    self = list
  }

  /// The lists among a cell's declarations.
  static func lists(in cell: CodeCell) -> [DeclaredList] { cell.pieces.compactMap(DeclaredList.init) }

  /// The heads of the columns.
  var header: [String] {
    switch self {
    case .notation: ["symbol", "in code", "what it is", "shape", "unit"]
    case .errata: ["where", "as printed", "as it must be", "shown by"]
    }
  }

  /// The list as a table in Markdown; a claim is led to by a link if the reader's page has sections.
  func table(of chapter: BookChapter, linksClaims: Bool) -> String {
    MarkdownText.table(header, header.map { _ in ":--" }, rows(of: chapter, linksClaims: linksClaims))
  }

  /// The list's rows, each cell in Markdown.
  func rows(of chapter: BookChapter, linksClaims: Bool = false) -> [[String]] {
    switch self {
    case .notation: chapter.run.notation.map(\.cells)
    case .errata:
      chapter.run.errata.map { erratum in
        let claim = chapter.run.claims.first { $0.statement == erratum.claim }
        let link = claim.map { chapter.link(to: $0, on: "") + " " } ?? ""
        return erratum.cells + [(linksClaims ? link : "") + MarkdownText.plain(erratum.claim)]
      }
    }
  }
}

extension NotationRecord {
  /// Symbol, name, meaning, shape and unit, each in a table's cell.
  var cells: [String] {
    [
      "$`\(MarkdownText.cell(symbol))`$", "`\(name)`", MarkdownText.cell(meaning),
      MarkdownText.plain(shape.isEmpty ? "–" : shape), MarkdownText.plain(unit.isEmpty ? "–" : unit),
    ]
  }
}

extension ErratumRecord {
  /// The place, what is printed there and what must be, each in a table's cell.
  var cells: [String] { [MarkdownText.equation(place), MarkdownText.cell(printed), MarkdownText.cell(correct)] }
}

extension BookChapter {
  /// A claim's section and whether it holds, as a link to that section.
  ///
  /// - Parameter page: The page's path from where the link stands; empty on the page itself.
  func link(to claim: ClaimRecord, on page: String) -> String {
    let anchor = source.section(claim.section).map { "#" + MarkdownText.anchor($0.heading) } ?? ""
    return "[\(claim.section) \(claim.holds ? "✓" : "✗")](\(page)\(anchor))"
  }
}
