import Foundation
import Notebook
import Testing

@testable import chapter1
@testable import chapter2
@testable import chapter3
@testable import chapter4
@testable import chapter5
@testable import chapter6
@testable import chapter7
@testable import chapter8

/// An exercise of a chapter.
private struct ChapterExercise: Sendable, CustomTestStringConvertible {
  let chapter: Int
  let exercise: Exercise
  var testDescription: String { "chapter \(chapter), exercise \(exercise.number)" }

  static let all =
    [
      Chapter1.exercises, Chapter2.exercises, Chapter3.exercises, Chapter4.exercises, Chapter5.exercises,
      Chapter6.exercises, Chapter7.exercises, Chapter8.exercises,
    ].enumerated().flatMap { chapter, exercises in
      exercises.map { ChapterExercise(chapter: chapter + 1, exercise: $0) }
    }
}

@Suite("Exercises")
struct ExerciseTests {
  @Test("At least three a chapter, numbered in order, of all three kinds")
  func counts() {
    for chapter in chapters {
      let own = ChapterExercise.all.filter { $0.chapter == chapter }
      #expect(own.map(\.exercise.number) == Array(1...own.count))
      #expect(own.count >= 3)
      #expect(Set(own.map(\.exercise.kind)).count == 3)
    }
  }

  @Test("The solution is right, and what was handed out is not answered yet", arguments: ChapterExercise.all)
  fileprivate func solutions(subject: ChapterExercise) {
    #expect(subject.exercise.verdictOnSolution() == .right)
    #expect(subject.exercise.verdictOnAnswer() == .notAnswered)
  }

  @Test("Each well-known mistake is wrong", arguments: ChapterExercise.all)
  fileprivate func mistakes(subject: ChapterExercise) {
    #expect(subject.exercise.mistakes.count >= 3)
    for (name, verdict) in zip(subject.exercise.mistakes, subject.exercise.verdictsOnMistakes()) {
      guard case .wrong(let place) = verdict else {
        Issue.record("'\(name)' is judged \(verdict)")
        continue
      }
      #expect(!place.isEmpty)
    }
  }

  @Test("Each has a task, a file to edit, and a solution to print", arguments: ChapterExercise.all)
  fileprivate func texts(subject: ChapterExercise) throws {
    let (chapter, number) = (subject.chapter, subject.exercise.number)
    let folder = try TemporaryFolder()
    let task = try ChapterProcess(chapter, ["--exercise", "\(number)"], in: folder)
    #expect(task.status == 0, "\(task.complaints)")
    #expect(!task.output.contains("<") && !task.output.contains("$`"), "\(task.output)")
    let edit = try #require(task.output.split(separator: "\n").first { $0.hasPrefix("  edit    ") }).dropFirst(10)
    #expect(edit.hasSuffix("exercises/Exercise\(number).swift"))
    #expect(FileManager.default.fileExists(atPath: String(edit)))
    #expect(try ChapterProcess(chapter, ["--check-exercise", "\(number)"], in: folder).status == 2)
    let solution = try ChapterProcess(chapter, ["--solution", "\(number)"], in: folder)
    #expect(solution.status == 0, "\(solution.complaints)")
    #expect(solution.output.contains("enum Solution\(number)"))
    #expect(folder.files().isEmpty)
  }

  @Test("A number that is none is refused with the list", arguments: ["0", "99", "x", "-1", ""])
  func unknown(number: String) throws {
    for option in ["--exercise", "--check-exercise", "--solution"] {
      let run = try ChapterProcess(3, [option, number], in: TemporaryFolder())
      #expect(run.status == 3)
      #expect(run.complaints == "chapter3: \(option): expected one of 1, 2, 3, found '\(number)'\n")
    }
  }
}
