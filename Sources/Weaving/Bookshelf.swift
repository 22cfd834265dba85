import Foundation
import Literate
import Synchronization

/// The chapters of a checkout, found by their folders and run by their built programs.
public struct Bookshelf: Sendable {
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
      let parts = ["Package.swift", "chapters"].map { candidate.appending(path: $0).path }
      if parts.allSatisfy(FileManager.default.fileExists(atPath:)) { return candidate }
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

  /// The chapters' folders, in order.
  public func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "chapters").path)
      .filter { $0.prefix { $0.isNumber }.count == 2 && $0.contains("-") }.sorted()
  }

  /// Reads a chapter's source.
  public func source(of folder: String) throws -> ChapterSource {
    let number = Int(folder.prefix { $0.isNumber }) ?? 0
    let file = "chapters/\(folder)/Chapter\(number).swift"
    return try ChapterSource(String(contentsOf: root.appending(path: file), encoding: .utf8), file: file)
  }

  /// Runs every chapter, two at a time, and returns them in order.
  ///
  /// - Parameters:
  ///   - figures: Where the figures go.
  ///   - began: Called as each chapter begins, for progress.
  public func chapters(figures: URL, began: @Sendable (Int) -> Void = { _ in }) throws -> [BookChapter] {
    let folders = try folders()
    return try inPairs(folders) { try chapter($0, figures: figures, began: began) }
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
      return (index, CaughtMistake(mistake: mistake, failure: run.claims.first { !$0.holds }))
    }
    return chapters.indices.map { index in caught.filter { $0.0 == index }.map(\.1) }
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

  private func chapter(_ folder: String, figures: URL, began: (Int) -> Void) throws -> BookChapter {
    let source = try source(of: folder)
    began(source.number)
    let run = try run(source.number, ["--transcript", "--figures", figures.path])
    return BookChapter(folder: folder, source: source, run: run)
  }

  private func run(_ chapter: Int, _ arguments: [String]) throws -> ChapterRecord {
    let program = ChapterProgram(programs.appending(path: "chapter\(chapter)"))
    return try JSONDecoder().decode(ChapterRecord.self, from: program.output(arguments, in: root))
  }
}

/// A chapter's built program.
struct ChapterProgram {
  let url: URL

  init(_ url: URL) { self.url = url }

  /// Runs it and returns what it printed; a chapter whose claims fail still prints.
  func output(_ arguments: [String], in folder: URL) throws -> Data {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    do { try process.run() } catch {
      throw BookProblem(file: url.lastPathComponent, expected: "a built program", found: "none; run `swift build`")
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard [0, 1].contains(process.terminationStatus) else {
      throw BookProblem(
        file: url.lastPathComponent, expected: "a run with exit code 0 or 1",
        found: "exit code \(process.terminationStatus)")
    }
    return data
  }
}

/// Why the book cannot be made: which file, expected and found, in one line.
public struct BookProblem: Error, Equatable, CustomStringConvertible {
  public let file: String
  public let expected: String
  public let found: String

  public var description: String { "\(file): expected \(expected), found \(found)" }

  /// Creates a problem of a file.
  public init(file: String, expected: String, found: String) {
    (self.file, self.expected, self.found) = (file, expected, found)
  }
}
