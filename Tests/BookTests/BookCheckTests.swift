import Foundation
import Testing

@testable import Book

/// The whole check on a copy of the package, with the programs that are built beside the tests.
@Suite("The book, checked")
struct BookCheckTests {
  let copy: URL

  init() throws {
    let root = try ChapterRunner.root(above: URL(filePath: #filePath))
    copy = FileManager.default.temporaryDirectory.appending(path: "book é \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    let names = [
      "Package.swift", "README.md", "LICENSE", "Sources", "Tests", "chapters", "figures", "scripts", ".github",
    ]
    for name in names {
      let (from, to) = (root.appending(path: name), copy.appending(path: name))
      if FileManager.default.fileExists(atPath: from.path) { try FileManager.default.copyItem(at: from, to: to) }
    }
  }

  private func edit(_ path: String, _ old: String, _ new: String) throws {
    let file = copy.appending(path: path)
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(old), "\(path) no longer holds '\(old)'")
    try Data(text.replacing(old, with: new, maxReplacements: 1).utf8).write(to: file)
  }

  private func findings() throws -> [Finding] {
    defer { try? FileManager.default.removeItem(at: copy) }
    return try BookCheck(ChapterRunner(root: copy, programs: ChapterRunner.programsBesideThis())) { _ in }.findings
  }

  /// Chapter 3 is enough to break: that the whole book is fresh is for `book --check` to say.
  private func keepChapter3() throws {
    let chapters = copy.appending(path: "chapters")
    for folder in try ChapterRunner(root: copy, programs: copy).folders() where !folder.hasPrefix("03-") {
      try FileManager.default.removeItem(at: chapters.appending(path: folder))
    }
  }

  @Test("what is broken is named: a page, a script, a number, a link, a formula")
  func broken() throws {
    try keepChapter3()
    let (folder, source) = ("chapters/03-closed-form-divergence", "chapters/03-closed-form-divergence/Chapter3.swift")
    try edit("\(folder)/README.md", "# 3 · ", "# 3: ")
    try edit("figures/ch03-sampled-divergence.gp", "set ", "reset ")
    try edit(source, "//: **Thesis.** ", "//: **Thesis.** 3.999 nats, [here](nowhere.md). $`\\frac{1`$ ")
    try edit("README.md", "The equation numbers", "3.6366512485 nats. The equation numbers")
    try edit(source, "this happens to a share of 0.0577", "this happens to a share of 0.0578")
    let findings = try findings()
    func finding(_ file: String, _ text: String) -> Bool {
      findings.contains { $0.file == file && $0.description.contains(text) }
    }
    #expect(finding("\(folder)/README.md", "found '# 3: "))
    #expect(finding("figures/ch03-sampled-divergence.gp", "found 'reset "))
    #expect(finding(source, "found 3.999; the nearest"))
    #expect(finding("README.md", "found 3.6366512485; the nearest of the run is 3.63665124"))
    #expect(finding(source, "found 0.0578; the nearest of the run is 0.0577"))
    #expect(finding("\(folder)/README.md", "'nowhere.md': no file"))
    #expect(finding("\(folder)/README.md", "a formula that pandoc converts to MathML, found $`\\frac{1`$"))
  }
}
