import Literate
import Verification

/// The lists that a chapter declares in Swift and a reader wants as sentences: its mistakes, its notation, its errata.
struct WalkLists {
  let mistakes: [Mistake]
  let notation: [Notation]
  let errata: [Erratum]

  /// The section in which the mistakes are listed, as on the chapter's page.
  private static let mistakesTitle = "Mistakes people make here"

  /// What a section shows instead of code, as Markdown: a declaration of a list is replaced by the list.
  func text(insteadOf code: String) -> String? {
    if code.contains("static let notation = [") { return notationText }
    if code.contains("static let errata = [") { return errataText }
    return nil
  }

  /// What a section shows at its end, as Markdown.
  func text(endOf section: SourceSection) -> String? {
    section.title == Self.mistakesTitle && !mistakes.isEmpty ? mistakesText : nil
  }

  private var mistakesText: String { list(mistakes.map { "`\($0.name)`: \($0.summary)" }) }

  private var notationText: String {
    list(
      notation.map { entry in
        let shape = entry.shape.isEmpty ? [] : ["shape " + entry.shape]
        let details = (shape + (entry.unit.isEmpty ? [] : ["in " + entry.unit])).joined(separator: ", ")
        let end = details.isEmpty ? "" : " (\(details))"
        return "$`\(entry.symbol)`$, in the code `\(entry.name)`: \(entry.meaning)\(end)"
      })
  }

  private var errataText: String {
    list(
      errata.map { erratum in
        "**\(Self.equation(erratum.place))** as printed: \(erratum.printed). As it must be: \(erratum.correct). "
          + "The claim that shows it: \(erratum.claim)."
      })
  }

  private func list(_ items: [String]) -> String { items.map { "- " + $0 }.joined(separator: "\n") }

  /// "(3), (4) and (5)" of "3, 4 and 5"; a place that opens with a word stands as it is.
  private static func equation(_ place: String) -> String {
    guard place.first?.isNumber == true else { return place }
    return place.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let number = word.prefix { $0.isNumber }
      return number.isEmpty ? String(word) : "(\(number))" + word.dropFirst(number.count)
    }.joined(separator: " ")
  }
}
