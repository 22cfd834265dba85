/// What a chapter declares as a list and a class reads as a table: mistakes, notation, errata.
enum SlideTables {
  enum Kind { case notation, errata }

  /// Which list a declaration is, if it is one that a table shows.
  static func kind(of piece: CodeCell.Piece) -> Kind? {
    if piece.code.contains("static let notation") { return .notation }
    return piece.code.contains("static let errata") ? .errata : nil
  }

  /// The slides of the tables that stand in place of a declaration.
  static func contents(of piece: CodeCell.Piece, run: ChapterRecord) -> [Slide.Content] {
    guard !piece.code.contains("@main") else { return [] }
    switch kind(of: piece) {
    case .notation: return notation(of: run)
    case .errata: return errata(of: run)
    case nil: return []
    }
  }

  static func mistakes(of run: ChapterRecord) -> [Slide.Content] {
    let rows = run.mistakes.map { mistake in
      ["`\(mistake.name)`", MarkdownText.plain(mistake.summary), MarkdownText.equation(mistake.equation)]
    }
    return slides(["`--mistake`", "what it does", "caught by"], rows, widths: [26, 48, 9])
  }

  private static func notation(of run: ChapterRecord) -> [Slide.Content] {
    let rows = run.notation.map { entry in
      let shape = [entry.shape, entry.unit].filter { !$0.isEmpty }.joined(separator: ", ")
      return [
        "$`\(MarkdownText.cell(entry.symbol))`$", "`\(entry.name)`", MarkdownText.cell(entry.meaning),
        MarkdownText.plain(shape.isEmpty ? "–" : shape),
      ]
    }
    return slides(["symbol", "in code", "what it is", "shape, unit"], rows, widths: [40, 30, 32, 10])
  }

  private static func errata(of run: ChapterRecord) -> [Slide.Content] {
    let rows = run.errata.map { erratum in
      [
        MarkdownText.equation(erratum.place), MarkdownText.cell(erratum.printed), MarkdownText.cell(erratum.correct),
        MarkdownText.plain(erratum.claim),
      ]
    }
    return slides(["where", "as printed", "as it must be", "shown by"], rows, widths: [12, 34, 38, 24])
  }

  /// A table of few enough rows a slide.
  ///
  /// - Parameter widths: About how many letters of each column stand on a line.
  private static func slides(_ header: [String], _ rows: [[String]], widths: [Double]) -> [Slide.Content] {
    let height = { (row: [String]) in
      0.6 + (zip(row, widths).map { (Double($0.count) / $1).rounded(.up) }.max() ?? 1)
    }
    return EvenParts.of(rows, capacity: 12.5, cost: height).map { rows in
      .table(MarkdownText.table(header, header.map { _ in ":--" }, rows))
    }
  }
}
