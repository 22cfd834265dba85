import Foundation
import Testing
import Weaving

@Suite("The chapters of a checkout")
struct BookshelfTests {
  @Test("the package is found from any folder inside it, and nowhere else")
  func root() throws {
    let file = URL(filePath: #filePath)
    let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    #expect(try Bookshelf.root(above: file.deletingLastPathComponent()).path == root.path)
    #expect(throws: BookProblem.self) { try Bookshelf.root(above: URL(filePath: "/usr/bin")) }
  }

  @Test("every chapter's source is read, in order")
  func folders() throws {
    let root = try Bookshelf.root(above: URL(filePath: #filePath))
    let shelf = Bookshelf(root: root, programs: root)
    let sources = try shelf.folders().map(shelf.source)
    #expect(sources.map(\.number) == Array(1...sources.count))
  }
}
