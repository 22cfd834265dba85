/// What a chapter declares as a list and a class reads as a table: mistakes, notation, errata.
enum SlideTables {
  /// The slides of the table that stands in place of a declaration.
  static func contents(of piece: CodeCell.Piece, in chapter: BookChapter) -> [Slide.Content] {
    guard let list = DeclaredList(piece) else { return [] }
    return slides(list.header, list.rows(of: chapter), widths: widths(of: list))
  }

  static func mistakes(of run: ChapterRecord) -> [Slide.Content] {
    let rows = run.mistakes.map { mistake in
      ["`\(mistake.name)`", MarkdownText.plain(mistake.summary), MarkdownText.equation(mistake.equation)]
    }
    return slides(["`--mistake`", "what it does", "caught by"], rows, widths: [26, 48, 9])
  }

  /// About how many letters of each column stand on a line.
  private static func widths(of list: DeclaredList) -> [Double] {
    switch list {
    case .notation: [40, 30, 32, 8, 8]
    case .errata: [12, 34, 38, 24]
    }
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
