import ArgumentParser
import Book
import Files
import Foundation
import Notebook

/// `swift run book`: runs the chapters and makes every form of the book from what they printed.
@main
struct BookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "Runs every chapter and weaves its page: prose, code, and under the code what it printed.",
    discussion: """
      Without an option it writes chapters/README.md, chapters/NN-name/README.md and figures/.

      EXAMPLES
        swift run book
        swift run book --check
        swift run book --html site
        swift run book --slides slides            # a lecture a chapter
        swift run book --slides slides --whole    # every word and line on a slide
        swift run book --notebook notebooks
        swift run book --pdf book.pdf
        swift run book --epub book.epub
        swift run book --html site --slides slides --notebook notebooks
        swift run book --new "The second moment"

      EXIT CODES
        0 done, and fresh · 1 a page is stale, or something in it does not hold · 3 input refused, or a program is
        missing, nothing written · 64 usage · 74 the output could not be written
      """,
    version: lowerBoundVersion)

  @Flag(help: "Write nothing; name what is stale, dead, unproved or unreadable, with the first difference.")
  var check = false

  @Option(help: ArgumentHelp("Write one offline site into this folder.", valueName: "folder"))
  var html: String?

  @Option(
    help: ArgumentHelp("Write a lecture a chapter, each one offline file, into this folder.", valueName: "folder"))
  var slides: String?

  @Flag(help: "With --slides: a slide for every word and every line, in place of a lecture.")
  var whole = false

  @Option(help: ArgumentHelp("Write a Jupyter notebook a chapter, executed, into this folder.", valueName: "folder"))
  var notebook: String?

  @Option(help: ArgumentHelp("Write the book as one file for paper; needs chromium.", valueName: "file"))
  var pdf: String?

  @Option(help: ArgumentHelp("Write the book as one electronic book.", valueName: "file"))
  var epub: String?

  @Option(
    name: .customLong("new"),
    help: ArgumentHelp(
      "Make the next chapter: its folder, a source that runs, an exercise and a test.", valueName: "title"))
  var newChapter: String?

  /// The forms that are asked for, each with its folder.
  private var forms: [(form: BookForm, folder: String)] {
    [(BookForm.html, html), (whole ? .wholeSlides : .slides, slides), (.notebook, notebook)].compactMap {
      form, folder in
      folder.map { (form, $0) }
    }
  }

  /// The documents that are asked for, each with its file.
  private var documents: [(document: BookDocument, path: String)] {
    [(BookDocument.pdf, pdf), (.epub, epub)].compactMap { document, path in path.map { (document, $0) } }
  }

  func validate() throws {
    // Several forms are made from one run of the chapters.
    let made = forms.map { "--\($0.form.option)" } + documents.map { "--\($0.document.rawValue)" }
    let asked = (check ? ["--check"] : []) + made.prefix(1) + (newChapter == nil ? [] : ["--new"])
    guard asked.count < 2 else {
      throw ValidationError("expected one thing to do, found \(asked.joined(separator: " and "))")
    }
    for (form, folder) in forms where folder.isEmpty {
      throw ValidationError("--\(form.option): expected a folder, found ''")
    }
    for (document, path) in documents where path.isEmpty {
      throw ValidationError("--\(document.rawValue): expected a file, found ''")
    }
    if whole, slides == nil { throw ValidationError("--whole: expected --slides beside it, found none") }
  }

  func run() throws {
    let output = StandardOutput()
    do {
      try make(output)
    } catch let code as ExitCode {
      throw code
    } catch let error as FileError {
      complain("book: \(error)")
      throw ExitCode.outputLost
    } catch {
      complain("book: \(error)")
      throw ExitCode.inputRefused
    }
  }

  private func make(_ output: StandardOutput) throws {
    let root = try ChapterRunner.root(above: URL(filePath: FileManager.default.currentDirectoryPath))
    if let newChapter { return try begin(newChapter, in: root) }
    // A program that is missing is reported before anything runs.
    try RequiredProgram.gnuplot.require()
    if check || html != nil || slides != nil { try RequiredProgram.pandoc.require() }
    let runner = ChapterRunner(root: root, programs: ChapterRunner.programsBesideThis())
    if check { return try report(on: runner, to: output) }
    if !forms.isEmpty || !documents.isEmpty { return try writeForms(of: runner) }
    let chapters = try chapters(of: runner)
    let written = try pages(of: chapters, by: runner).write(to: root)
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

  private func writeForms(of runner: ChapterRunner) throws {
    let places = forms.map { (form: $0.form, folder: URL(filePath: $0.folder)) }
    for (form, folder) in places { try form.check(folder) }
    for (document, path) in documents { try document.check(path) }
    let chapters = try chapters(of: runner)
    // Only the site has a page of contents, which lists what catches each mistake.
    let needsContents = !documents.isEmpty || forms.contains { $0.form == .html }
    let contents = needsContents ? try pages(of: chapters, by: runner).contents.text : ""
    for (form, folder) in places {
      try form.write(chapters, contents: contents, figures: figures(of: runner), to: folder)
    }
    for (document, path) in documents {
      try document.write(chapters, contents: contents, figures: figures(of: runner), to: path)
    }
    try requireThatAllHold(chapters)
  }

  /// A book whose claims fail is written, and says so.
  private func requireThatAllHold(_ chapters: [BookChapter]) throws {
    let broken = chapters.filter { !$0.run.holds }
    for chapter in broken {
      complain("book: chapter \(chapter.number): expected every claim to hold, found one that fails")
    }
    if !broken.isEmpty { throw ExitCode.claimFailed }
  }

  /// Names what is stale or does not hold, one a line, on standard output; a report that is lost on a full disk must not
  /// pass for none.
  private func report(on runner: ChapterRunner, to output: StandardOutput) throws {
    let check = try BookCheck(runner) { complain("book: \($0)") }
    output.write(check.findings.map { "\($0)\n" }.joined())
    if output.failure != nil, !check.findings.isEmpty {
      complain("book: standard output could not be written")
      throw ExitCode.outputLost
    }
    let count = check.findings.count
    complain("book: \(check.extent): \(count == 0 ? "all fresh, and all hold" : "\(count) to mend")")
    if count > 0 { throw ExitCode.claimFailed }
  }

  /// Runs the chapters, which leaves their figures in the checkout's own folder.
  private func chapters(of runner: ChapterRunner) throws -> [BookChapter] {
    try runner.chapters(figures: figures(of: runner)) { complain("book: running chapter \($0)") }
  }

  /// Makes the chapters' mistakes, and the pages of all.
  private func pages(of chapters: [BookChapter], by runner: ChapterRunner) throws -> BookPages {
    let caught = try runner.caughtMistakes(of: chapters) { complain("book: making the mistakes of chapter \($0)") }
    return BookPages(chapters, caught: caught, in: Checkout(root: runner.root))
  }

  private func figures(of runner: ChapterRunner) -> URL { runner.root.appending(path: "figures") }
}
