import Foundation

/// Whether the book in a checkout is what a run makes, and whether what it says holds.
public struct BookCheck: Sendable {
  /// What is stale or does not hold.
  public let findings: [Finding]
  /// How much was looked at, in words.
  public let extent: String

  /// Runs every chapter into a temporary folder and compares.
  ///
  /// - Parameters:
  ///   - shelf: The chapters of a checkout.
  ///   - progress: Called with what is done next.
  public init(_ shelf: Bookshelf, progress: @Sendable (String) -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lower-bound-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let chapters = try shelf.chapters(figures: folder.appending(path: "figures")) { progress("running chapter \($0)") }
    let caught = try shelf.caughtMistakes(of: chapters) { progress("making the mistakes of chapter \($0)") }
    progress("checking")
    let checkout = Checkout(root: shelf.root)
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
      + Freshness.figures(fresh: Checkout(root: folder), in: checkout) + numbers.flatMap(\.findings)
      + zip(chapters, caught).flatMap { Announcements(chapter: $0, caught: $1).findings }
      + NotationCheck.findings(chapters, in: checkout) + Links(pages: texts, checkout: checkout).findings(in: paths)
      + (try Formulas.findings(formulas))
    extent =
      "\(pages.count) pages, \(chapters.flatMap(\.run.figures).count) figures, "
      + "\(numbers.reduce(0) { $0 + $1.checked }) numbers in prose, \(chapters.flatMap(\.run.claims).count) claims, "
      + "\(paths.reduce(0) { $0 + Links.links(of: texts[$1] ?? checkout.text($1) ?? "").count }) links, "
      + "\(formulas.count) formulas"
  }
}
