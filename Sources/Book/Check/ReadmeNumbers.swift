import Foundation
import Notebook

/// Whether the numbers of the package's README are those that the chapters show.
///
/// A line that leads to a section of a chapter prints what that section shows; any other line what any chapter shows, or
/// constants of the verification or the package. A listing is what a run prints, uncertainties too. What was measured
/// otherwise, such as a training, stands in a section that says so in a comment, `<!-- Measured by …`.
struct ReadmeNumbers {
  let chapters: [BookChapter]
  let checkout: Checkout

  private static let file = "README.md"

  func findings() -> [(checked: Int, findings: [Finding])] {
    guard let text = checkout.text(Self.file) else { return [] }
    // A section's number in its own link is no number of its own.
    let page = Self.withoutMeasurements(text).replacing(/\[[0-9]+\.[0-9]+\]\(chapters\//, with: "[](chapters/")
    let known = chapters.map { KnownNumbers(shownBy: $0.run.records, of: $0) }.reduce(constants, +)
    let uncertainties = chapters.flatMap(\.run.claims).flatMap { PrintedNumber.numbers(in: $0.claim.text.uncertainty) }
    let listings = ProseNumbers.listings(of: page, in: ["text", "swift"])
    let prose = zip(Self.lines(of: page), Self.lines(of: ProseNumbers.withoutCode(page))).enumerated()
    return prose.map { index, line in
      (section(namedOn: line.0) ?? known).findings(in: String(line.1), file: Self.file, line: index + 1)
    } + [(known + KnownNumbers(uncertainties.map(\.value))).findings(in: listings, file: Self.file, line: 1)]
  }

  /// Numbers of the verification's code, and the version of the tools.
  private var constants: KnownNumbers {
    let code = checkout.files(in: "Sources/Verification", ending: ".swift") + ["Package.swift"]
    let tools = (checkout.text("Package.swift") ?? "").prefixMatch(of: /.*swift-tools-version: ([0-9.]+)/)
    return KnownNumbers(
      code.compactMap(checkout.text).flatMap(KnownNumbers.numbers(ofCode:)) + [tools.flatMap { Double($0.1) } ?? .nan])
  }

  /// The numbers of the sections that a line links to; nil if it links to none.
  private func section(namedOn line: Substring) -> KnownNumbers? {
    let named = line.matches(of: /chapters\/([^\/]+)\/README\.md#([^)]+)\)/).compactMap { link -> KnownNumbers? in
      let chapter = chapters.first { $0.folder == link.1 }
      let section = chapter?.source.sections.first { $0.anchor == link.2 }
      guard let chapter, let number = section?.number else { return nil }
      return KnownNumbers(chapter, sections: [number])
    }
    return named.isEmpty ? nil : named.reduce(KnownNumbers(), +)
  }

  /// The page without what was measured otherwise than by the chapters, line for line.
  static func withoutMeasurements(_ page: String) -> String {
    var isMeasured = false
    return lines(of: page).map { line in
      if line.hasPrefix("## ") { isMeasured = false }
      if line.hasPrefix("<!-- Measured by ") { isMeasured = true }
      return isMeasured ? "" : line
    }.joined(separator: "\n")
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
