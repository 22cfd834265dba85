import ArgumentParser
import Foundation
import Plotting
import VAECore
import Verification

/// One run of a chapter, from its options to its exit code.
struct ChapterRun<Subject: Chapter> {
  let chapter: Subject
  let output = StandardOutput()
  let terminal = TerminalRendering(isStyled: StandardOutput.wantsColour)

  init(_ chapter: Subject) { self.chapter = chapter }

  private var options: ChapterOptions { chapter.options }
  private var name: String { "chapter\(Subject.number)" }

  /// Runs the chapter and returns the exit code of what came of it.
  func finish() -> ExitCode {
    let code = check()
    guard let failure = output.failure else { return code }
    complain("\(name): standard output could not be written: \(failure)")
    // A reader who left early has what it wanted; a full disk has lost the result.
    return output.isClosedByReader ? code : .outputLost
  }

  private func listMistakes() -> ExitCode {
    let width = Subject.mistakes.map(\.name.count).max() ?? 0
    for mistake in Subject.mistakes {
      let padding = String(repeating: " ", count: width - mistake.name.count)
      output.write("\(mistake.name)\(padding)  \(mistake.summary); caught by eq. (\(mistake.equation))\n")
    }
    return .success
  }

  /// Refuses bad input before anything is shown, then runs every section.
  private func check() -> ExitCode {
    do {
      try ProgramArguments.requireUTF8()
      if let problem = (options.parameters + chapter.parameters).compactMap(\.problem).first { throw problem }
      if options.figures == "" { throw InvalidInput("--figures", expected: "a folder", found: "''") }
      if let name = options.aside, try hasOwnParameters() {
        throw InvalidInput(
          name, expected: "no parameter of the chapter, which does not run", found: "one that is typed")
      }
      if options.listMistakes { return listMistakes() }
      if let code = try ExerciseRun(chapter, output: output).finish() { return code }
      let mistake = try requestedMistake()
      if let note = options.note { complain("\(name): \(note)") }
      try chapter.checkParameters()
      let plan = try options.walks ? WalkPlan(chapter) : nil
      return try show(mistake: mistake, plan: plan)
    } catch {
      complain("\(name): \(error)")
      return .inputRefused
    }
  }

  private func requestedMistake() throws(InvalidInput) -> Mistake? {
    guard let name = options.mistake else { return nil }
    guard let mistake = Subject.mistakes.first(where: { $0.name == name }) else {
      let names = Subject.mistakes.map(\.name).joined(separator: ", ")
      throw InvalidInput("--mistake", expected: "one of \(names)", found: "'\(name)'")
    }
    return mistake
  }

  /// Whether a parameter of the chapter's own has another value than its default, however it is spelled.
  private func hasOwnParameters() throws -> Bool {
    let texts = { (chapter: Subject) in chapter.parameters.map { [$0.name, $0.json.text] } }
    return texts(chapter) != texts(try Subject.parse([]))
  }

  /// The transcript before any cell has run.
  private func emptyTranscript(_ mistake: Mistake?) -> Transcript {
    Transcript(
      chapter: Subject.number, title: Subject.title, thesis: Subject.thesis,
      sections: chapter.outline.map { .init(number: $0.number, title: $0.title) }, equations: Subject.equations,
      mistakes: Subject.mistakes, errata: Subject.errata, notation: Subject.notation, seed: options.seed.value,
      samples: options.sampleCount, settings: chapter.parameters.map { .init(name: $0.name, text: $0.text) },
      mistake: mistake)
  }

  /// Runs every section; a walk begins when the last has ended, so that going back changes no number.
  private func show(mistake: Mistake?, plan: WalkPlan?) throws -> ExitCode {
    let writer = try options.figuresFolder(hasOwnParameters: hasOwnParameters()).map(FigureWriter.init)
    var complaints: [String] = []
    // The book, which asks for a transcript, reports its own progress.
    let progress = Progress(isSilent: options.transcript)
    defer { progress.end() }
    let notebook = ChapterNotebook(
      transcript: emptyTranscript(mistake),
      threads: options.threads?.value ?? ProcessInfo.processInfo.activeProcessorCount,
      onProgress: { progress.update("\(name): \($0)") }
    ) { record, figure in
      say(terminal.text(of: record))
      guard let figure else { return }
      writer?.begin(figure)
      if options.plot.value == .ascii, !options.printsJSON, !options.walks { complaints += drawAsText(figure) }
    }

    say(terminal.heading(of: notebook.transcript))
    for section in chapter.outline {
      progress.begin("\(name): \(section.number) \(section.title)")
      notebook.section = section.number
      say(terminal.heading(of: section))
      try section.cell(notebook)
      // The book only needs the claim that catches a mistake.
      if options.transcript, mistake != nil, notebook.transcript.firstFailure != nil { break }
    }

    progress.begin("\(name): drawing")
    let drawn = writer?.finish() ?? []
    progress.end()
    if let plan { complaints += walk(plan, notebook, drawn) }
    return try conclude(notebook.transcript, drawn: drawn, complaints: complaints)
  }

  /// Prints the verdict and turns it into an exit code: a failed claim outweighs a missing figure.
  private func conclude(
    _ transcript: Transcript, drawn: [Result<DrawnFigure, PlottingError>], complaints: [String]
  ) throws -> ExitCode {
    let figures = drawn.compactMap { try? $0.get() }
    var complaints = complaints
    for case .failure(let error) in drawn { complaints.append("\(error)") }
    for figure in figures { figure.warnings.map { complain("\(name): gnuplot: \($0)") } }
    if options.transcript {
      output.write(String(decoding: try transcript.encoded(), as: UTF8.self) + "\n")
    } else if options.json {
      output.write(transcript.json(parameters: chapter.parameters, figures: figures.map(\.svgPath)).text + "\n")
    } else {
      output.write(terminal.verdict(of: transcript, figures: figures.map(\.svgPath)))
    }
    // Ten figures that fail for one reason are one line.
    if let first = complaints.first {
      let others = complaints.count - 1
      complain("\(name): \(first)" + (others > 0 ? " (and \(others) more figure\(others == 1 ? "" : "s"))" : ""))
    }
    if let mistake = transcript.mistake, transcript.firstFailure == nil {
      complain("\(name): these parameters hide the mistake \(mistake.name); the defaults do not")
      return .claimFailed
    }
    // A mistake may well make one, and then a claim has caught it.
    if transcript.mistake == nil, let odd = transcript.firstNotFinite {
      complain("\(name): \(odd.name): expected a finite number, found \(odd.number); other parameters may help")
      return .claimFailed
    }
    return !transcript.holds ? .claimFailed : complaints.isEmpty ? .success : .figureNotDrawn
  }

  /// Walks in a terminal, and prints straight through elsewhere; returns what could not be drawn.
  private func walk(
    _ plan: WalkPlan, _ notebook: ChapterNotebook, _ drawn: [Result<DrawnFigure, PlottingError>]
  ) -> [String] {
    let transcript = notebook.transcript
    let walkthrough = plan.walkthrough(
      transcript, figures: notebook.figures, drawings: drawn.compactMap { try? $0.get() },
      verdict: terminal.verdict(of: transcript, figures: []), isStyled: terminal.isStyled)
    if WalkTerminal.isThere {
      let window = WalkTerminal()
      defer { window.leave() }
      walkthrough.walk(window)
      return []
    }
    output.write(terminal.heading(of: transcript))
    var complaints: [String] = []
    for step in walkthrough.steps[walkthrough.start...].dropLast() {
      output.write(walkthrough.text(of: step))
      guard case .figure(let shown) = step.content, options.plot.value == .ascii else { continue }
      complaints += notebook.figures[shown.slug].map(drawAsText) ?? []
    }
    return complaints
  }

  private func drawAsText(_ figure: Figure) -> [String] {
    do throws(PlottingError) {
      output.write(try Gnuplot.drawAsText(figure, columns: 100, rows: 28) + "\n")
      return []
    } catch {
      return ["\(error)"]
    }
  }

  private func say(_ text: String) {
    if !options.printsJSON, !options.walks { output.write(text) }
  }
}
