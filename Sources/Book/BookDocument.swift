import Files
import Foundation

/// The book as one file: for paper, and for readers of electronic books.
public enum BookDocument: String, CaseIterable, Sendable {
  /// Pages of paper, printed by a headless Chromium.
  case pdf
  /// An electronic book, made by pandoc, with formulas in MathML.
  case epub

  /// Checks, before any chapter runs, that the file can be written and that the programs are there.
  ///
  /// - Throws: `BookProblem` if a program is missing; `FileError.unwritable` if the file cannot be written.
  public func check(_ path: String) throws {
    try RequiredProgram.pandoc.require()
    if self == .pdf { try RequiredProgram.chromium.require() }
    try OutputPath(path).requireWritable()
  }

  /// Writes the document, whole or not at all.
  ///
  /// - Parameters:
  ///   - chapters: The chapters, in order, with what their runs showed.
  ///   - contents: The contents page's Markdown.
  ///   - figures: The folder of the drawn figures.
  ///   - path: The file to write.
  public func write(_ chapters: [BookChapter], contents: String, figures: URL, to path: String) throws {
    let site = try HTMLSite.files(of: chapters, contents: contents, figures: figures)
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for file in try SinglePage.files(ofSite: site, isPrinted: self == .pdf) {
      try file.contents.write(to: folder.url.appending(path: file.name))
    }
    let made = folder.url.appending(path: "book.\(rawValue)")
    let errors = folder.url.appending(path: "problems")
    try Data().write(to: errors)
    let program = try run(in: folder.url, made: made, errors: FileHandle(forWritingTo: errors))
    guard program.status == 0, let bytes = try? Data(contentsOf: made), !bytes.isEmpty else {
      let said = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n").last ?? "nothing"
      throw BookProblem(file: path, expected: "a document from \(tool)", found: "exit code \(program.status): \(said)")
    }
    try AtomicFile.replace(path, with: [Array(bytes)])
  }

  private var tool: RequiredProgram { self == .pdf ? .chromium : .pandoc }

  private func run(in folder: URL, made: URL, errors: FileHandle) throws -> ExternalProgram {
    let page = folder.appending(path: "book.html")
    switch self {
    case .pdf:
      let profile = folder.appending(path: "profile")
      return try ExternalProgram(
        RequiredProgram.chromium.rawValue,
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(profile.path)", "--no-pdf-header-footer",
          "--virtual-time-budget=10000", "--print-to-pdf=\(made.path)", page.absoluteString,
        ], in: folder, errors: errors)
    case .epub:
      return try ExternalProgram(
        RequiredProgram.pandoc.rawValue,
        [
          "--from=html", "--to=epub3", "--mathml", "--metadata=title:Lower Bound", "--metadata=lang:en", "--toc",
          "--output=\(made.path)", page.path,
        ], in: folder, errors: errors)
    }
  }
}
