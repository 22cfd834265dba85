import Foundation
import Notebook
import Synchronization

/// Finds the chapters of a checkout by their folders, and runs their built programs.
public struct ChapterRunner: Sendable {
  /// The package's folder.
  public let root: URL
  /// The folder of the built programs.
  public let programs: URL

  /// A checkout and its built programs.
  public init(root: URL, programs: URL) { (self.root, self.programs) = (root, programs) }

  /// The folder of a package with chapters, at or above a folder.
  public static func root(above folder: URL) throws -> URL {
    var candidate = folder.standardizedFileURL
    while true {
      let names = ["Package.swift", "chapters"].map { candidate.appending(path: $0).path }
      if names.allSatisfy(FileManager.default.fileExists(atPath:)) { return candidate }
      guard candidate.pathComponents.count > 1 else { break }
      candidate.deleteLastPathComponent()
    }
    throw BookProblem(
      file: folder.path, expected: "a folder of the package, with Package.swift and chapters/ at or above it",
      found: "none")
  }

  /// The folder of the running program, where the chapters' programs are built too.
  public static func programsBesideThis() -> URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  }

  // MARK: Files

  /// The chapters' folders, in order.
  public func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "chapters").path)
      .filter { $0.prefix { $0.isNumber }.count == 2 && $0.contains("-") }.sorted()
  }

  /// Reads a chapter's text.
  package func source(of folder: String) throws -> ChapterSource {
    let number = Int(folder.prefix { $0.isNumber }) ?? 0
    let file = "chapters/\(folder)/Chapter\(number).swift"
    return try ChapterSource(String(contentsOf: root.appending(path: file), encoding: .utf8), file: file)
  }

  /// Reads the chapter's other files, but not those of its exercises.
  func otherFiles(of folder: String) -> [BookChapter.OtherFile] {
    let (checkout, place) = (Checkout(root: root), "chapters/\(folder)")
    return checkout.files(in: place, ending: ".swift").compactMap { path in
      let name = path.dropFirst(place.count + 1)
      guard !name.contains("/"), name.wholeMatch(of: /Chapter[0-9]+\.swift/) == nil else { return nil }
      return checkout.text(path).map { BookChapter.OtherFile(path: path, code: $0) }
    }
  }

  // MARK: Runs

  /// Runs every chapter, two at a time, and returns them in order.
  ///
  /// - Parameters:
  ///   - figures: Where the figures go.
  ///   - began: Called as each chapter begins, for progress.
  public func chapters(figures: URL, began: @Sendable (Int) -> Void = { _ in }) throws -> [BookChapter] {
    try inPairs(folders()) { folder in
      let source = try source(of: folder)
      began(source.number)
      let run = try run(source.number, ["--transcript", "--figures", figures.path])
      return BookChapter(folder: folder, source: source, otherFiles: otherFiles(of: folder), run: run)
    }
  }

  /// Makes every mistake of every chapter, two at a time, and returns what caught each, chapter by chapter.
  ///
  /// Such a run ends with the section that catches the mistake.
  ///
  /// - Parameters:
  ///   - chapters: The chapters, in order.
  ///   - began: Called as each chapter's first mistake begins, for progress.
  public func caughtMistakes(
    of chapters: [BookChapter], began: @Sendable (Int) -> Void = { _ in }
  ) throws -> [[CaughtMistake]] {
    let all = chapters.indices.flatMap { index in chapters[index].run.mistakes.map { (index, $0) } }
    let caught = try inPairs(all) { index, mistake in
      if mistake == chapters[index].run.mistakes.first { began(chapters[index].number) }
      let arguments = ["--transcript", "--plot", "none", "--mistake", mistake.name]
      let run = try run(chapters[index].number, arguments)
      return (index, CaughtMistake(mistake: mistake, failure: run.claims.first { !$0.claim.holds }?.claim))
    }
    return chapters.indices.map { index in caught.filter { $0.0 == index }.map(\.1) }
  }

  /// Runs a chapter's program and reads what it printed; a chapter whose claims fail still prints.
  private func run(_ chapter: Int, _ arguments: [String]) throws -> Transcript {
    let name = "chapter\(chapter)"
    let program = programs.appending(path: name).path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw BookProblem(file: name, expected: "a built program", found: "none; run `swift build`")
    }
    let finished = try ExternalProgram(program, arguments, in: root)
    guard [0, 1].contains(finished.status) else {
      throw BookProblem(file: name, expected: "a run with exit code 0 or 1", found: "exit code \(finished.status)")
    }
    return try Transcript(encoded: finished.output)
  }

  /// Does something for each element, two at a time, and returns the results in order.
  private func inPairs<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ work: @Sendable (Element) throws -> Result
  ) throws -> [Result] {
    let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: min(2, elements.count)) { _ in
      while true {
        let index = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard index < elements.count else { return }
        let result = Swift.Result { try work(elements[index]) }
        results.withLock { $0[index] = result }
      }
    }
    return try results.withLock { results in try elements.indices.compactMap { try results[$0]?.get() } }
  }
}
