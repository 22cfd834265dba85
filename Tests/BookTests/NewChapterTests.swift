import Files
import Foundation
import Testing

@testable import Book

@Suite("A new chapter")
struct NewChapterTests {
  private let package: SmallPackage

  init() throws { package = try SmallPackage() }

  @Test("two are made one after the other, each with its folder, its test and one line of the manifest")
  func twice() throws {
    let last = try ChapterRunner(root: package.root, programs: package.root).folders().count
    for (number, title) in [(last + 1, "The Second Moment"), (last + 2, "And another")] {
      let before = try package.manifest().split(separator: "\n", omittingEmptySubsequences: false)
      let chapter = try NewChapter(titled: title, in: package.root)
      try chapter.write()
      let digits = number < 10 ? "0\(number)" : "\(number)"
      let folder = "\(digits)-\(title.lowercased().replacing(" ", with: "-"))"
      #expect(chapter.number == number)
      #expect(chapter.folder == "chapters/\(folder)")
      let after = try package.manifest().split(separator: "\n", omittingEmptySubsequences: false)
      #expect(after.difference(from: before).insertions.count == 1 && after.count == before.count + 1)
      let line = try #require(after.firstIndex(of: "    chapter(\(number), \"\(folder)\"),"))
      #expect(after[line - 1].hasPrefix("    chapter(\(number - 1), "))

      let source = try ChapterRunner(root: package.root, programs: package.root).source(of: folder)
      #expect(source.number == number && source.title == title)
      #expect(source.sections.compactMap(\.number) == ["\(number).1", "\(number).2"])
      let files = Checkout(root: package.root).files(in: chapter.folder, ending: "")
      let below = files.map { String($0.dropFirst(chapter.folder.count + 1)) }.filter { $0.contains(".") }
      #expect(
        below == [
          "Chapter\(number).swift", "Declarations.swift", "Figures.swift", "README.md", "exercises/Exercise1.swift",
          "solutions/Criteria.swift", "solutions/Solution1.swift",
        ])
      for file in files.filter({ $0.hasSuffix(".swift") }) + [chapter.test] {
        #expect(try !package.text(file).contains(/NUMBER|DIGITS|TITLE|LITERAL/), "\(file)")
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: package.root.appending(path: "chapters").path)
    #expect(names.allSatisfy { !$0.hasPrefix(".") })
  }

  @Test("what it writes is formatted as the package is, for the longest title too")
  func format() throws {
    let title = String(("\"\\#(x)\" it's `a` NUMBER " + String(repeating: "word ", count: 20)).prefix(80))
    for title in ["The second moment", title] {
      let chapter = try NewChapter(titled: title, in: package.root)
      try chapter.write()
      let formatter = Process()
      formatter.executableURL = URL(filePath: "/usr/bin/env")
      let configuration = try ChapterRunner.root(above: URL(filePath: #filePath)).appending(path: ".swift-format").path
      formatter.arguments =
        ["swift", "format", "lint", "--strict", "--recursive", "--configuration", configuration]
        + ["Package.swift", chapter.folder, chapter.test]
      formatter.currentDirectoryURL = package.root
      try formatter.run()
      formatter.waitUntilExit()
      #expect(formatter.terminationStatus == 0, "\(title)")
    }
  }

  @Test(
    "a title of any script and any signs stays what it is, in Swift and in a folder's name",
    arguments: [
      ("Jensen's inequality", "jensens-inequality", "\"Jensen's inequality\""),
      ("  two   blanks ", "two-blanks", "\"two blanks\""),
      ("$x$ and `y`", "x-and-y", "\"$x$ and `y`\""),
      ("A \"quote\"", "a-quote", "#\"A \"quote\"\"#"),
      ("\\(seed) #\"#", "seed", "##\"\\(seed) #\"#\"##"),
      ("Théorème de Bayes", "theoreme-de-bayes", "\"Théorème de Bayes\""),
      ("Метод", "metod", "\"Метод\""),
      ("变分", "bian-fen", "\"变分\""),
    ])
  func titles(text: String, slug: String, literal: String) throws {
    let title = try ChapterTitle(text)
    #expect(title.slug == slug)
    #expect(title.literal == literal)
  }

  @Test(
    "a title that is none is refused, and nothing is written",
    arguments: [
      "", "   ", "12", "—", "🙂", "two\nlines", "a\tb", "a\u{202E}b", "a\u{2028}b", "a\0",
      String(repeating: "a", count: 81),
    ])
  func badTitles(title: String) throws {
    let before = try package.everything()
    let problem = #expect(throws: BookProblem.self) { try NewChapter(titled: title, in: package.root) }
    #expect(problem?.file == "--new")
    #expect(problem?.description.contains("\n") == false)
    #expect(try package.everything() == before)
  }

  @Test("a folder or a test with its number is refused by name, and so is a manifest without a place for it")
  func inTheWay() throws {
    let number = try NewChapter(titled: "A", in: package.root).number
    let prefix = number < 10 ? "0\(number)-" : "\(number)-"
    func refusal() throws -> String {
      let before = try package.everything()
      let problem = #expect(throws: BookProblem.self) { try NewChapter(titled: "A", in: package.root) }
      #expect(try package.everything() == before)
      return problem?.file ?? ""
    }
    let folder = package.root.appending(path: "chapters/\(prefix)other")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try refusal() == "chapters/\(prefix)other")
    try FileManager.default.removeItem(at: folder)

    let test = "Tests/ChapterTests/Chapter\(number)Tests.swift"
    try package.write("mine", to: test)
    #expect(try refusal() == test)
    #expect(try package.text(test) == "mine")
    try FileManager.default.removeItem(at: package.root.appending(path: test))

    let manifest = try package.manifest()
    try package.write(manifest.replacing(/\n +chapter\([^\n]+/, with: ""), to: "Package.swift")
    #expect(try refusal() == "Package.swift")
    try package.write(manifest.replacing(/chapter\(1,/, with: "chapter(99,"), to: "Package.swift")
    #expect(try refusal() == "Package.swift")
    try package.write(manifest, to: "Package.swift")

    try FileManager.default.removeItem(at: package.root.appending(path: "Tests/ChapterTests"))
    #expect(try refusal() == "Tests/ChapterTests")
  }

  @Test("what the system refuses halfway is taken back")
  func takenBack() throws {
    // A file where the tests' folder should be lets the chapter's folder be placed, and not its test.
    try FileManager.default.removeItem(at: package.root.appending(path: "Tests/ChapterTests"))
    try package.write("a file", to: "Tests/ChapterTests")
    let before = try package.everything()
    let chapter = try NewChapter(titled: "A", in: package.root)
    #expect(throws: FileError.self) { try chapter.write() }
    #expect(try package.everything() == before)
  }

  @Test("a folder that may not be written leaves everything as it was", .enabled(if: geteuid() != 0))
  func readOnly() throws {
    let places = ["chapters", "Tests/ChapterTests", ""]
    for place in places {
      let path = package.root.appending(path: place).path
      let before = try package.everything()
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path) }
      #expect(throws: FileError.self) { try NewChapter(titled: "A", in: package.root).write() }
      #expect(try package.everything() == before)
    }
  }
}
