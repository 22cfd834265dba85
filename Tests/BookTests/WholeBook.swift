import Foundation
import Synchronization

@testable import Book

/// The package's own chapters, run once by the programs that are built beside the tests, and the site of them.
struct WholeBook {
  let chapters: [BookChapter]
  /// The site's files by name.
  let site: [String: String]
  let instruments: [Explorable]

  private static let made = Mutex<WholeBook?>(nil)

  /// The book, made at the first call.
  static func shared() throws -> WholeBook {
    try made.withLock { made in
      if let made { return made }
      let book = try WholeBook()
      made = book
      return book
    }
  }

  private init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "site-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let root = try ChapterRunner.root(above: URL(filePath: #filePath))
    let runner = ChapterRunner(root: root, programs: ChapterRunner.programsBesideThis())
    let figures = folder.appending(path: "figures")
    try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
    chapters = try runner.chapters(figures: figures)
    instruments = try Explorables.all(of: chapters)
    let pages = BookPages(chapters, caught: chapters.map { _ in [] }, in: Checkout(root: root))
    let written = folder.appending(path: "site")
    try BookForm.html.write(chapters, contents: pages.contents.text, figures: figures, to: written)
    let files = try FileManager.default.contentsOfDirectory(atPath: written.path).map { name in
      (name, try String(contentsOf: written.appending(path: name), encoding: .utf8))
    }
    site = Dictionary(uniqueKeysWithValues: files)
  }
}
