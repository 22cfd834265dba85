import Files
import Foundation

/// `swift run book --new "Title"`: a chapter's folder, its test and its line of the manifest, all of them or none.
public struct NewChapter {
  private static let tests = "Tests/ChapterTests"

  private let root: URL
  private let template: ChapterTemplate
  private let manifest: String

  /// The chapter's number: the next one.
  public var number: Int { template.number }
  /// The chapter's folder, below the package's.
  public var folder: String { "chapters/\(template.folder)" }
  /// The chapter's test, below the package's folder.
  public var test: String { "\(Self.tests)/\(template.test)" }

  /// Plans a chapter, and makes sure that nothing stands in its way; nothing is written.
  ///
  /// - Parameters:
  ///   - title: Its title, in plain words.
  ///   - root: The package's folder.
  /// - Throws: `BookProblem` if the title is none, the manifest has no place for it, or something has its number already.
  public init(titled title: String, in root: URL) throws {
    let title = try ChapterTitle(title)
    guard let text = Checkout(root: root).text(PackageManifest.file) else {
      throw BookProblem(file: PackageManifest.file, expected: "a manifest in UTF-8", found: "none that can be read")
    }
    let manifest = try PackageManifest(text)
    guard manifest.next < 100 else {
      throw BookProblem(file: PackageManifest.file, expected: "at most 99 chapters", found: "chapter 99")
    }
    self.root = root
    template = ChapterTemplate(number: manifest.next, title: title)
    self.manifest = manifest.adding(template.number, template.folder)
    try requireThatNothingIsThere()
  }

  private func requireThatNothingIsThere() throws(BookProblem) {
    let prefix = template.folder.prefix(3)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "chapters").path)) ?? []
    if let other = names.sorted().first(where: { $0.hasPrefix(prefix) }) {
      throw BookProblem(
        file: "chapters/\(other)",
        expected: "no folder of chapter \(number), which \(PackageManifest.file) does not name", found: "one")
    }
    guard Checkout(root: root).holds(Self.tests) else {
      throw BookProblem(file: Self.tests, expected: "the folder of the chapters' tests", found: "none")
    }
    guard !Checkout(root: root).holds(test) else {
      throw BookProblem(file: test, expected: "no test of chapter \(number) yet", found: "one")
    }
  }

  /// Writes the chapter: everything into a hidden folder first, then each piece into its place, the manifest last.
  ///
  /// - Throws: `FileError.unwritable` if the system refuses; then nothing of the chapter stays.
  public func write() throws {
    let hidden = root.appending(path: "chapters/.\(template.folder).\(UUID().uuidString)")
    let pieces = [(hidden.appending(path: "chapter"), folder), (hidden.appending(path: "test"), test)]
    defer { try? FileManager.default.removeItem(at: hidden) }
    try attempt(folder) {
      for (path, text) in try template.files() { try Self.write(text, to: pieces[0].0.appending(path: path)) }
      try Self.write(template.testText(), to: pieces[1].0)
    }
    var placed: [URL] = []
    do {
      for (piece, path) in pieces {
        let place = root.appending(path: path)
        try attempt(path) { try FileManager.default.moveItem(at: piece, to: place) }
        placed.append(place)
      }
      try AtomicFile.replace(root.appending(path: PackageManifest.file).path, with: [Array(manifest.utf8)])
    } catch {
      for place in placed { try? FileManager.default.removeItem(at: place) }
      throw error
    }
  }

  private static func write(_ text: String, to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Does something, and gives a refusal of the system the name of what was to be written.
  private func attempt(_ path: String, _ work: () throws -> Void) throws {
    do { try work() } catch let problem as BookProblem { throw problem } catch {
      throw FileError.unwritable(path: path, reason: GeneratedFolder.reason(of: error))
    }
  }
}
