import ArgumentParser
import Files
import Foundation
import Glibc
import Weaving

/// `swift run book`: runs the chapters and makes every form of the book from what they printed.
@main
struct Book: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "Runs every chapter and weaves its page: prose, code, and under the code what it printed.",
    discussion: """
      Without an option it writes chapters/README.md, chapters/NN-name/README.md and figures/.

      EXAMPLES
        swift run book
        swift run book --check
        swift run book --html site
        swift run book --slides slides
        swift run book --notebook notebooks
        swift run book --new "The second moment"

      EXIT CODES
        0 done, and fresh · 1 a page is stale, or something in it does not hold · 3 input refused, or a program is
        missing, nothing written · 64 usage · 74 the output could not be written
      """)

  @Flag(help: "Write nothing; name what is stale, dead, unproved or unreadable, with the first difference.")
  var check = false

  @Option(help: ArgumentHelp("Write one offline site into this folder.", valueName: "folder"))
  var html: String?

  @Option(help: ArgumentHelp("Write a deck a chapter, each one offline file, into this folder.", valueName: "folder"))
  var slides: String?

  @Option(help: ArgumentHelp("Write a Jupyter notebook a chapter, executed, into this folder.", valueName: "folder"))
  var notebook: String?

  @Option(
    name: .customLong("new"),
    help: ArgumentHelp(
      "Make the next chapter: its folder, a source that runs, an exercise and a test.", valueName: "title"))
  var newChapter: String?

  func validate() throws {
    let asked = [
      ("--check", check), ("--html", html != nil), ("--slides", slides != nil), ("--notebook", notebook != nil),
      ("--new", newChapter != nil),
    ]
    let forms = asked.filter(\.1).map(\.0)
    guard forms.count < 2 else {
      throw ValidationError("expected one thing to do, found \(forms.joined(separator: " and "))")
    }
    for (name, folder) in [("--html", html), ("--slides", slides), ("--notebook", notebook)] where folder == "" {
      throw ValidationError("\(name): expected a folder, found ''")
    }
  }

  func run() throws {
    openClosedStreams()
    do {
      try make()
    } catch let code as ExitCode {
      throw code
    } catch let error as FileError {
      complain("book: \(error)")
      throw ExitCode(74)
    } catch {
      complain("book: \(error)")
      throw ExitCode(3)
    }
  }

  private func make() throws {
    let root = try Bookshelf.root(above: URL(filePath: FileManager.default.currentDirectoryPath))
    if let newChapter { return try begin(newChapter, in: root) }
    // A program that is missing is told before anything runs.
    try NeededProgram.gnuplot.require()
    if check || html != nil || slides != nil { try NeededProgram.pandoc.require() }
    let shelf = Bookshelf(root: root, programs: Bookshelf.programsBesideThis())
    if check { return try check(shelf) }
    if let html { return try writeSite(of: shelf, to: URL(filePath: html)) }
    if let slides {
      let folder = URL(filePath: slides)
      try SlideDecks.check(folder)
      let chapters = try chapters(of: shelf)
      try SlideDecks.write(chapters, figures: figures(of: shelf), to: folder)
      return try requireThatAllHold(chapters)
    }
    if let notebook {
      let folder = URL(filePath: notebook)
      try JupyterFolder.check(folder)
      let chapters = try chapters(of: shelf)
      try JupyterFolder.write(chapters, figures: figures(of: shelf), to: folder)
      return try requireThatAllHold(chapters)
    }
    let (chapters, pages) = try weave(shelf)
    let written = try pages.write(to: root)
    complain("book: \(written.isEmpty ? "every page is fresh" : "wrote " + written.joined(separator: ", "))")
    try requireThatAllHold(chapters)
  }

  /// Makes a chapter to begin with, and says what comes next.
  private func begin(_ title: String, in root: URL) throws {
    let chapter = try NewChapter(titled: title, in: root)
    try chapter.write()
    complain("book: wrote \(chapter.folder)/, \(chapter.test) and one line of Package.swift")
    complain("book: next: swift run chapter\(chapter.number), then swift run book, which weaves its page")
  }

  private func writeSite(of shelf: Bookshelf, to folder: URL) throws {
    try HTMLSite.check(folder)
    let (chapters, pages) = try weave(shelf)
    try HTMLSite.write(chapters, contents: pages.contents.text, figures: figures(of: shelf), to: folder)
    try requireThatAllHold(chapters)
  }

  /// A book whose claims fail is written, and says so.
  private func requireThatAllHold(_ chapters: [BookChapter]) throws {
    let broken = chapters.filter { !$0.run.holds }
    for chapter in broken {
      complain("book: chapter \(chapter.number): expected every claim to hold, found one that fails")
    }
    if !broken.isEmpty { throw ExitCode(1) }
  }

  /// Names what is stale or does not hold, one a line, on standard output.
  private func check(_ shelf: Bookshelf) throws {
    let check = try BookCheck(shelf) { complain("book: \($0)") }
    try say(check.findings)
    let count = check.findings.count
    complain("book: \(check.extent): \(count == 0 ? "all fresh, and all hold" : "\(count) to mend")")
    if count > 0 { throw ExitCode(1) }
  }

  /// Writes findings, one a line; a report that is lost on a full disk must not pass for none.
  private func say(_ findings: [Finding]) throws {
    let text = findings.map { "\($0)\n" }.joined()
    do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
      complain("book: standard output could not be written")
      throw ExitCode(74)
    }
  }

  /// Runs the chapters, which leaves their figures in the checkout's own folder.
  private func chapters(of shelf: Bookshelf) throws -> [BookChapter] {
    try shelf.chapters(figures: figures(of: shelf)) { complain("book: running chapter \($0)") }
  }

  /// Runs the chapters, makes their mistakes and weaves.
  private func weave(_ shelf: Bookshelf) throws -> ([BookChapter], BookPages) {
    let chapters = try chapters(of: shelf)
    let caught = try shelf.caughtMistakes(of: chapters) { complain("book: making the mistakes of chapter \($0)") }
    return (chapters, BookPages(chapters, caught: caught, in: Checkout(root: shelf.root)))
  }

  private func figures(of shelf: Bookshelf) -> URL { shelf.root.appending(path: "figures") }
}

/// Leads a standard stream that the caller has closed to nowhere, lest a file that is opened later take its number.
func openClosedStreams() {
  for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
}

/// Writes a line to standard error, if there is one.
func complain(_ line: String) { try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8)) }
