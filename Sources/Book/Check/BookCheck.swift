import Foundation

/// Whether the book in a checkout is what a run makes, and whether what it says holds.
public struct BookCheck: Sendable {
  /// The things that are stale or do not hold.
  public let findings: [Finding]
  /// The number of things that were checked, in words.
  public let extent: String

  /// Runs every chapter into a temporary folder and compares.
  ///
  /// - Parameters:
  ///   - runner: The chapters of a checkout.
  ///   - progress: Called with what is done next.
  public init(_ runner: ChapterRunner, progress: @Sendable (String) -> Void) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let figures = folder.url.appending(path: "figures")
    let chapters = try runner.chapters(figures: figures) { progress("running chapter \($0)") }
    let caught = try runner.caughtMistakes(of: chapters) { progress("making the mistakes of chapter \($0)") }
    progress("checking")
    let checkout = Checkout(root: runner.root)
    let pages = BookPages(chapters, caught: caught, in: checkout).pages
    let numbers = chapters.map(ProseNumbers.findings) + ReadmeNumbers(chapters: chapters, checkout: checkout).findings()
    let formulas = pages.flatMap { Formulas.formulas(of: $0.text, file: $0.path) }
    let texts = Dictionary(uniqueKeysWithValues: pages.map { ($0.path, $0.text) })
    let handWritten = checkout.files(in: ".", ending: ".md").map { String($0.dropFirst(2)) }.filter {
      !$0.hasPrefix(".build") && texts[$0] == nil
    }
    let paths = pages.map(\.path) + handWritten
    findings =
      pages.compactMap { Freshness.finding(file: $0.path, fresh: $0.text, found: checkout.text($0.path)) }
      + Freshness.figures(fresh: Checkout(root: folder.url), in: checkout) + numbers.flatMap(\.findings)
      + zip(chapters, caught).flatMap { DeclarationCheck(chapter: $0, caught: $1).findings }
      + EquationIndex.findings(chapters) + NotationCheck.findings(chapters, in: checkout)
      + Links(pages: texts, checkout: checkout).findings(in: paths)
      + (try Formulas.findings(formulas))
    extent =
      "\(pages.count) pages, \(chapters.flatMap(\.run.figures).count) figures, "
      + "\(numbers.reduce(0) { $0 + $1.checked }) numbers in prose, \(chapters.flatMap(\.run.claims).count) claims, "
      + "\(paths.reduce(0) { $0 + Links.links(of: texts[$1] ?? checkout.text($1) ?? "").count }) links, "
      + "\(formulas.count) formulas"
  }
}
