import Foundation
import Testing
import Book

@Suite("The chapters of a checkout")
struct ChapterRunnerTests {
  @Test("the package is found from any folder inside it, and nowhere else")
  func root() throws {
    let file = URL(filePath: #filePath)
    let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    #expect(try ChapterRunner.root(above: file.deletingLastPathComponent()).path == root.path)
    #expect(throws: BookProblem.self) { try ChapterRunner.root(above: URL(filePath: "/usr/bin")) }
  }

  @Test("every chapter's source is read, in order")
  func folders() throws {
    let root = try ChapterRunner.root(above: URL(filePath: #filePath))
    let runner = ChapterRunner(root: root, programs: root)
    let sources = try runner.folders().map(runner.source)
    #expect(sources.map(\.number) == Array(1...sources.count))
  }
}
