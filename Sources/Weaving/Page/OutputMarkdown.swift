/// What a cell showed, as Markdown: its values, its claims with both sides, its remarks and its figures.
struct OutputMarkdown {
  /// The name of the chapter's source file, which stands beside the page.
  let source: String
  /// The way from the page's folder to the package's.
  let root: String

  func markdown(_ records: [OutputRecord]) -> String {
    var values: [[String]] = []
    var claims: [[String]] = []
    var remarks: [String] = []
    var figures: [String] = []
    for record in records {
      switch record {
      case .value(let value):
        values.append(["`\(value.name)`", MarkdownText.plain(value.meaning), MarkdownText.plain(value.valueText)])
      case .claim(let claim): claims.append(row(claim))
      case .remark(let remark): remarks.append("> " + MarkdownText.plain(remark.sentence))
      case .figure(let figure): figures.append(markdown(figure))
      }
    }
    let tables = [
      values.isEmpty ? [] : [MarkdownText.table(["name", "what it is", "value"], [":--", ":--", "--:"], values)],
      claims.isEmpty
        ? []
        : [
          MarkdownText.table(
            ["eq.", "claim", "this run", "", "expected", "allowed"], [":--", ":--", "--:", ":-:", ":--", ":--"],
            claims)
        ],
    ]
    return (tables.flatMap { $0 } + remarks + figures).joined(separator: "\n\n")
  }

  private func row(_ claim: ClaimRecord) -> [String] {
    let mark = claim.holds ? "✓" : "✗ \(MarkdownText.plain(claim.verdictText))"
    return [
      "\(MarkdownText.equation(claim.equation)) [\(mark)](\(source)#L\(claim.line))",
      MarkdownText.plain(claim.statement), claim.observedText, MarkdownText.plain(claim.relation), claim.expectedText,
      "\(MarkdownText.plain(claim.uncertaintyText))<br><sub>\(MarkdownText.plain(claim.derivation))</sub>",
    ]
  }

  private func markdown(_ figure: FigureRecord) -> String {
    let path = "\(root)figures/\(figure.slug)"
    return """
      ![\(MarkdownText.plain(figure.title))](\(path).svg)

      **\(MarkdownText.plain(figure.title)).** \(MarkdownText.plain(figure.caption)) Drawn again by
      `gnuplot figures/\(figure.slug).gp`; [its data](\(path).gp) are inside.
      """
  }
}
