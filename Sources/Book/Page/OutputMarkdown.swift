import Notebook
import Verification

/// A cell's output as Markdown: its values, its claims with both sides, its remarks and its figures.
struct OutputMarkdown {
  /// The way from the page's folder to the package's.
  let root: String

  func markdown(_ records: [Transcript.Record]) -> String {
    var values: [[String]] = []
    var claims: [[String]] = []
    var remarks: [String] = []
    var figures: [String] = []
    for record in records {
      switch record.content {
      case .value(let value): values.append(["`\(value.name)`", MarkdownText.plain(value.meaning), value.text])
      case .claim(let claim): claims.append(Self.row(claim, at: record))
      case .skipped(let claim): claims.append(Self.row(claim, at: record))
      case .remark(let sentence): remarks.append("> " + MarkdownText.plain(sentence))
      case .figure(let figure): figures.append(markdown(figure))
      }
    }
    let tables = [
      (["name", "what it is", "value"], [":--", ":--", "--:"], values),
      (["eq.", "claim", "this run", "", "expected", "allowed"], [":--", ":--", "--:", ":-:", ":--", ":--"], claims),
    ]
    return (tables.filter { !$0.2.isEmpty }.map(MarkdownText.table) + remarks + figures).joined(separator: "\n\n")
  }

  private static func row(_ claim: Claim, at record: Transcript.Record) -> [String] {
    let text = claim.text
    let mark = claim.holds ? "✓" : "✗ \(MarkdownText.plain(text.verdict))"
    let derivation = "\(claim.sources.text); \(claim.derivation)"
    return [
      "\(EquationLabel.inParentheses(claim.equation)) [\(mark)](\(record.file)#L\(record.line))",
      MarkdownText.plain(claim.statement), text.observed, MarkdownText.plain(claim.relation.rawValue), text.expected,
      "\(MarkdownText.plain(text.uncertainty))<br><sub>\(MarkdownText.plain(derivation))</sub>",
    ]
  }

  private static func row(_ claim: SkippedClaim, at record: Transcript.Record) -> [String] {
    [
      "\(EquationLabel.inParentheses(claim.equation)) [–](\(record.file)#L\(record.line))",
      MarkdownText.plain(claim.statement), "skipped", "", "", MarkdownText.plain(claim.condition),
    ]
  }

  private func markdown(_ figure: ShownFigure) -> String {
    let path = "\(root)figures/\(figure.slug)"
    return """
      ![\(MarkdownText.plain(figure.title))](\(path).svg)

      **\(MarkdownText.plain(figure.title)).** \(MarkdownText.plain(figure.caption)) Drawn again by
      `gnuplot figures/\(figure.slug).gp`; [its data](\(path).gp) are inside.
      """
  }
}
