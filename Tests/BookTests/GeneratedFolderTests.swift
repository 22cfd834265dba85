import Files
import Foundation
import Testing

@testable import Book

@Suite("A folder that the book writes as a whole")
struct GeneratedFolderTests {
  let parent: URL
  var folder: URL { parent.appending(path: "site") }

  init() throws {
    parent = FileManager.default.temporaryDirectory.appending(path: "site é \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
  }

  private func write(_ texts: [String: String], to place: URL? = nil) throws {
    let files = texts.sorted { $0.key < $1.key }.map { (name: $0.key, contents: Data($0.value.utf8)) }
    try Self.generated(place ?? folder).write(files)
  }

  private static let mark = ".lower-bound-site"

  private static func generated(_ place: URL) -> GeneratedFolder {
    GeneratedFolder(destination: place, mark: mark, name: "the site")
  }

  private func names(in place: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  @Test("a second site replaces the first as a whole, and leaves nothing beside it")
  func replacement() throws {
    try write(["a.html": "one", "gone.html": "old"])
    try write(["a.html": "two"])
    #expect(try text("a.html") == "two")
    #expect(try names(in: folder) == [Self.mark, "a.html"])
    #expect(try names(in: parent) == ["site"])
  }

  @Test("an empty folder is filled; a folder with other files, or a file, is refused and stays as it is")
  func refusal() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(["a.html": "one"])
    #expect(try text("a.html") == "one")

    try FileManager.default.removeItem(at: folder.appending(path: Self.mark))
    #expect(throws: BookProblem.self) { try write(["a.html": "two"]) }
    #expect(try text("a.html") == "one")

    let file = parent.appending(path: "file")
    try Data("mine".utf8).write(to: file)
    #expect(throws: BookProblem.self) { try write(["a.html": "two"], to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    #expect(try names(in: parent) == ["file", "site"])
  }

  @Test("at no instant is there no site, while one replaces the other")
  func exchange() async throws {
    let file = folder.appending(path: "a.html")
    try write(["a.html": "0"])
    let reader = Task.detached {
      var missing = 0
      while !Task.isCancelled { missing += (try? Data(contentsOf: file)) == nil ? 1 : 0 }
      return missing
    }
    for number in 1...200 { try write(["a.html": "\(number)"]) }
    reader.cancel()
    #expect(await reader.value == 0)
    #expect(try text("a.html") == "200")
  }

  @Test("what a killed process left beside the site goes with the next one, and nothing else does")
  func leftBehind() throws {
    let left = ".site.\(UUID().uuidString).new"
    let held = ".site.\(UUID().uuidString).new"
    let kept = [held, ".site.mine.new", "other.new"]
    for name in [left] + kept {
      try FileManager.default.createDirectory(at: parent.appending(path: name), withIntermediateDirectories: true)
    }
    // A living process holds a lock on its folder: process ids would not tell, as containers count them anew.
    let lock = open(parent.appending(path: held).path, O_RDONLY)
    defer { close(lock) }
    try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
    try write(["a.html": "one"])
    #expect(try names(in: parent) == (kept + ["site"]).sorted())
  }

  @Test("a place where nothing can be made is refused before anything runs")
  func unwritable() throws {
    try Self.generated(parent.appending(path: "new/below/site")).check()
    #expect(try names(in: parent) == [])
    try Data().write(to: parent.appending(path: "file"))
    for place in [parent.appending(path: "file/site"), URL(filePath: "/proc/site")] {
      #expect(throws: FileError.self) { try Self.generated(place).check() }
    }
  }

  @Test("a symbolic link stays, and leads to the new site")
  func link() throws {
    let link = parent.appending(path: "link")
    try write(["a.html": "one"])
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
    try write(["a.html": "two"], to: link)
    #expect(try text("a.html") == "two")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == folder.path)
  }

  @Test("what the system refuses is told in its words, and the earlier site stays")
  func failure() throws {
    try write(["a.html": "one"])
    let below = folder.appending(path: "a.html").appending(path: "site")
    #expect(throws: FileError.unwritable(path: below.path, reason: "Not a directory")) {
      try write(["a.html": "two"], to: below)
    }
    #expect(throws: FileError.self) { try write([String(repeating: "a", count: 300): "two"]) }
    #expect(try text("a.html") == "one")
    #expect(try names(in: parent) == ["site"])
  }
}
