/// What a chapter declares as lists, as tables of its page: notation, errata and mistakes.
extension HTMLChapter {
  /// A cell; one that declares nothing but lists is folded under their tables.
  func cellOrTable(_ code: String, _ lines: ClosedRange<Int>) -> String {
    let lists = lists(in: code)
    guard !lists.isEmpty else { return cell(code, lines) }
    return lists.compactMap { tables[$0] }.joined(separator: "\n") + "\n"
      + "<details class=\"program\"><summary>The same in Swift</summary>\n\(cell(code, lines))\n</details>"
  }

  func lists(in code: String) -> [DeclaredList] {
    let pieces = CodeCell(code, firstLine: 1, chapter: chapter.number).pieces
    let lists = pieces.compactMap(DeclaredList.init)
    return lists.count == pieces.count ? lists : []
  }

  /// The errors that the chapter can make on purpose, and who asked about them.
  func mistakes() -> String {
    guard !chapter.run.mistakes.isEmpty else { return "" }
    let rows = chapter.run.mistakes.map { mistake in
      let threads =
        mistake.threads.isEmpty
        ? "" : "<br><small>asked in \(HTMLText.escaped(mistake.threads.joined(separator: ", ")))</small>"
      return """
        <tr><td><code>\(HTMLText.escaped(mistake.name))</code></td><td class="what">\(HTMLText.escaped(mistake.summary))\(threads)</td>\
        <td class="eq">\(HTMLOutput.equations(mistake.equation))</td></tr>
        """
    }
    return """
      <div class="scroll"><table class="plain mistakes">
      <thead><tr><th scope="col">name</th><th scope="col">what it does wrong</th><th scope="col">caught by</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>

      """
  }
}
