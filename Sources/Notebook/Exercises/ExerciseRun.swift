import ArgumentParser
import Foundation
import VAECore

/// A run about an exercise: it shows the task, judges the reader's answer, or shows the solution.
struct ExerciseRun<Subject: Chapter> {
  private let chapter: Subject
  private let output: StandardOutput

  init(_ chapter: Subject, output: StandardOutput) { (self.chapter, self.output) = (chapter, output) }

  private var program: String { "swift run chapter\(Subject.number)" }

  /// Does what the options ask of an exercise; nil if they ask nothing.
  func finish() throws -> ExitCode? {
    let options = chapter.options
    if let text = options.exercise { return try showTask(exercise(text, option: "--exercise")) }
    if let text = options.checkExercise { return judge(try exercise(text, option: "--check-exercise")) }
    if let text = options.solution { return try showSolution(exercise(text, option: "--solution")) }
    return nil
  }

  private func exercise(_ text: String, option: String) throws(InvalidInput) -> Exercise {
    guard let exercise = Subject.exercises.first(where: { "\($0.number)" == text }) else {
      let numbers = Subject.exercises.map { "\($0.number)" }.joined(separator: ", ")
      let expected = numbers.isEmpty ? "nothing: chapter \(Subject.number) has no exercises" : "one of \(numbers)"
      throw InvalidInput(option, expected: expected, found: "'\(text)'")
    }
    return exercise
  }

  // MARK: The three things that it does

  private func showTask(_ exercise: Exercise) throws -> ExitCode {
    let (file, text) = try source(of: exercise)
    write(
      heading(of: exercise) + prose(HiddenSolution.question(of: text)) + [
        "", "  edit    " + path(exercise, .exercises, file),
      ])
    write([
      "  check   \(program) --check-exercise \(exercise.number)", "  then    \(program) --solution \(exercise.number)",
    ])
    return .success
  }

  private func judge(_ exercise: Exercise) -> ExitCode {
    let name = "Exercise \(exercise.number): "
    switch exercise.verdictOnAnswer() {
    case .right:
      write([name + "right."])
      return .success
    case .wrong(let place):
      write([name + "wrong: \(place)."])
      return .claimFailed
    case .notAnswered:
      write([name + "not answered yet; \(program) --exercise \(exercise.number) says what to do."])
      return .notAnswered
    }
  }

  private func showSolution(_ exercise: Exercise) throws -> ExitCode {
    let (file, text) = try source(of: exercise)
    let path = path(exercise, .solutions, file)
    guard let code = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw InvalidInput("--solution", expected: "a readable file \(path)", found: "none")
    }
    let words = HiddenSolution.solution(of: text).map { prose($0) + [""] } ?? []
    let lines = CodeText.lines(code, isStyled: StandardOutput.wantsColour)
    write(heading(of: exercise) + words + lines.prefix(lines.last == "" ? lines.count - 1 : lines.count))
    return .success
  }

  // MARK: Texts

  /// The chapter's file, and the item of its "Exercises" that has the number.
  private func source(of exercise: Exercise) throws -> (ChapterFile, String) {
    let file = try ChapterFile(compiledFrom: chapter.outline.first?.file, number: Subject.number)
    for case .prose(let prose, _) in file.source.section("Exercises")?.blocks ?? [] {
      for item in MarkdownBlock.blocks(of: prose).compactMap(\.item) where item.mark == "\(exercise.number)." {
        return (file, item.markdown)
      }
    }
    throw InvalidInput(
      file.path, expected: "item \(exercise.number) under '## Exercises'", found: "no such item")
  }

  private enum Folder: String { case exercises, solutions }

  private func path(_ exercise: Exercise, _ folder: Folder, _ file: ChapterFile) -> String {
    let name = folder == .exercises ? "Exercise" : "Solution"
    let path =
      URL(filePath: file.path).deletingLastPathComponent().path
      + "/\(folder.rawValue)/\(name)\(exercise.number).swift"
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  private func heading(of exercise: Exercise) -> [String] {
    ["Chapter \(Subject.number) · Exercise \(exercise.number): \(exercise.kind.rawValue)", ""]
  }

  private func prose(_ markdown: String) -> [String] {
    ProseText(columns: 78, isStyled: StandardOutput.wantsColour).lines(markdown).map { $0.isEmpty ? "" : "  " + $0 }
  }

  private func write(_ lines: [String]) { output.write(lines.joined(separator: "\n") + "\n") }
}
