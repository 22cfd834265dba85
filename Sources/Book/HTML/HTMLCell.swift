import Notebook

/// A cell of a chapter as HTML: its equations, all of its code in a fold, and what it showed.
struct HTMLCell {
  let cell: CodeCell
  let chapter: BookChapter

  /// The listings that are shown, and the whole code last.
  var markdown: [String] {
    (cell.listings + (cell.isWhole ? [] : [cell.code])).map(MarkdownText.swift)
  }

  /// The cell with its listings converted.
  func html(_ converted: [String]) -> String {
    let shown = converted.prefix(cell.listings.count).enumerated().map { index, listing in
      let abridged = cell.isWhole ? "" : " abridged"
      let words = cell.isWhole || index > 0 ? "" : " · checks, tolerances and mistakes are folded below"
      return box(listing, style: "cell\(abridged)", words: "\(place)\(words)")
    }
    guard let whole = converted.dropFirst(cell.listings.count).first else { return shown.joined(separator: "\n") }
    let fold = """
      <details class="program"><summary>\(cell.foldedName)</summary>
      \(box(whole, style: "cell", words: place))
      </details>
      """
    return (shown + [fold]).joined(separator: "\n")
  }

  private var place: String { "\(chapter.textFile), lines \(cell.lines.lowerBound)–\(cell.lines.upperBound)" }

  private func box(_ listing: String, style: String, words: String) -> String {
    """
    <div class="\(style)"><div class="bar"><span>\(words)</span>\
    <button type="button" class="copy" hidden>Copy</button></div>
    \(listing)</div>
    """
  }
}
