/// The result of judging an answer.
public enum ExerciseVerdict: Sendable, Equatable {
  /// The answer meets the criterion.
  case right
  /// The answer is not what was asked; the sentence says where it shows, and not what would be right.
  case wrong(String)
  /// The file is as it was handed out.
  case notAnswered
}

/// Thrown by an exercise that nobody has answered yet.
public struct NotAnswered: Error {
  /// Creates it.
  public init() {}
}

/// Thrown by a criterion: where an answer shows that it is wrong, without what would be right.
public struct WrongAnswer: Error {
  let place: String
  /// Says where the answer shows that it is wrong.
  public init(_ place: String) { self.place = place }
}

/// Ends an exercise that is not answered yet: the reader deletes the line that calls it.
public func notAnsweredYet() throws { throw NotAnswered() }

/// One exercise of a chapter: the reader's answer, the solution, and the criterion that both are held to.
public struct Exercise: Sendable {
  /// The kind of task.
  public enum Kind: String, Sendable {
    /// A function whose body is missing.
    case writeFunction = "write a function"
    /// A number, before the run gives it.
    case predictNumber = "predict a number"
    /// A derivation of which one step is wrong.
    case repairDerivation = "repair a derivation"
  }

  /// The number under "Exercises" in the chapter.
  public let number: Int
  /// The kind of task.
  public let kind: Kind
  /// Answers that miss in a well-known way; the criterion must refuse each of them.
  public let mistakes: [String]

  private let judgeAnswer: @Sendable () -> ExerciseVerdict
  private let judgeSolution: @Sendable () -> ExerciseVerdict
  private let judgeMistakes: @Sendable () -> [ExerciseVerdict]

  /// Creates an exercise.
  ///
  /// - Parameters:
  ///   - number: Its number under "Exercises" in the chapter.
  ///   - kind: What the reader is asked to do.
  ///   - answer: The reader's function.
  ///   - solution: The solution, of the same type.
  ///   - mistakes: Answers that miss in a well-known way, by name.
  ///   - criterion: Throws `WrongAnswer` unless a function is right; it varies the inputs, so that no constant passes.
  public init<Answer: Sendable>(
    _ number: Int, _ kind: Kind, answer: Answer, solution: Answer, mistakes: KeyValuePairs<String, Answer>,
    criterion: @escaping @Sendable (Answer) throws -> Void
  ) {
    (self.number, self.kind) = (number, kind)
    self.mistakes = mistakes.map(\.key)
    let wrong = mistakes.map(\.value)
    judgeAnswer = { Self.verdict { try criterion(answer) } }
    judgeSolution = { Self.verdict { try criterion(solution) } }
    judgeMistakes = { wrong.map { mistake in Self.verdict { try criterion(mistake) } } }
  }

  /// Judges what stands in the reader's file.
  public func verdictOnAnswer() -> ExerciseVerdict { judgeAnswer() }
  /// Judges the solution, which must be right.
  public func verdictOnSolution() -> ExerciseVerdict { judgeSolution() }
  /// Judges the well-known mistakes, each of which must be wrong.
  public func verdictsOnMistakes() -> [ExerciseVerdict] { judgeMistakes() }

  private static func verdict(_ criterion: () throws -> Void) -> ExerciseVerdict {
    do {
      try criterion()
      return .right
    } catch is NotAnswered {
      return .notAnswered
    } catch let wrong as WrongAnswer {
      return .wrong(wrong.place)
    } catch {
      return .wrong("it throws an error: \(error)")
    }
  }
}
