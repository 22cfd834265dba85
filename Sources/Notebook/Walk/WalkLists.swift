import Verification

/// A chapter's declared lists as sentences, in Markdown.
extension Transcript {
  /// The items of a list; nil where the chapter declares none.
  func markdown(of list: DeclaredList) -> String? {
    let items =
      switch list {
      case .mistakes: mistakes.map { "`\($0.name)`: \($0.summary)" }
      case .notation: notation.map(Self.item)
      case .errata: errata.map(Self.item)
      }
    return items.isEmpty ? nil : items.map { "- " + $0 }.joined(separator: "\n")
  }

  private static func item(_ entry: Notation) -> String {
    let shape = entry.shape.isEmpty ? [] : ["shape " + entry.shape]
    let details = (shape + (entry.unit.isEmpty ? [] : ["in " + entry.unit])).joined(separator: ", ")
    let end = details.isEmpty ? "" : " (\(details))"
    return "$`\(entry.symbol)`$, in the code `\(entry.name)`: \(entry.meaning)\(end)"
  }

  private static func item(_ erratum: Erratum) -> String {
    "**\(EquationLabel.inParentheses(erratum.place))** as printed: \(erratum.printed). As it must be: "
      + "\(erratum.correct). Shown by: \(erratum.claims.joined(separator: "; "))."
  }
}
