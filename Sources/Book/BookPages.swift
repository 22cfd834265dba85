import Files
import Foundation

/// The pages that `swift run book` weaves, by their paths below the package's folder.
public struct BookPages: Sendable, Equatable {
  /// A page.
  public struct Page: Sendable, Equatable {
    public let path: String
    public let text: String
  }

  /// The contents: notation, equations, figures, mistakes, errata.
  public let contents: Page
  /// The chapters' pages, in order, and the contents.
  public let pages: [Page]

  /// Makes the pages.
  ///
  /// - Parameters:
  ///   - chapters: All chapters, in order.
  ///   - caught: Each chapter's mistakes, and what caught them.
  ///   - checkout: The package, whose tests the equation index names.
  public init(_ chapters: [BookChapter], caught: [[CaughtMistake]], in checkout: Checkout) {
    let equations = EquationPlaces(chapters)
    let chapterPages = chapters.indices.map { index in
      let page = ChapterPage(
        chapter: chapters[index], previous: index > 0 ? chapters[index - 1] : nil,
        next: index + 1 < chapters.count ? chapters[index + 1] : nil, caught: caught[index],
        equations: equations)
      return Page(path: "chapters/\(chapters[index].folder)/README.md", text: page.markdown)
    }
    let suites = TestSuite.all(in: checkout)
    let markdown = ContentsPage(chapters: chapters, caught: caught, suites: suites, equations: equations).markdown
    contents = Page(path: "chapters/README.md", text: markdown)
    pages = chapterPages + [contents]
  }

  /// Writes each page that differs from what lies there, whole or not at all.
  ///
  /// - Returns: The paths that were written.
  /// - Throws: `FileError.unwritable` for the first page that the system refuses.
  public func write(to root: URL) throws -> [String] {
    try pages.filter { page in
      let file = root.appending(path: page.path)
      let bytes = Data(page.text.utf8)
      guard (try? Data(contentsOf: file)) != bytes else { return false }
      try AtomicFile.replace(file.path, with: [Array(bytes)])
      return true
    }.map(\.path)
  }
}
