import VAECore
import Verification

/// Tools for the criteria of the exercises: random inputs, and the comparison of an answer with the right one.
public enum Criterion {
  /// Random numbers for an exercise's inputs, the same at every run.
  public static func inputs(_ name: String) -> RandomStream { RandomStream(seed: 2013, purpose: "exercise \(name)") }

  /// Asks that an answer be a number, and the right one.
  ///
  /// - Parameters:
  ///   - answer: What the reader's function returned.
  ///   - expected: What it should have returned.
  ///   - tolerance: The allowed difference, relative to the larger of 1 and the expected size.
  ///   - place: The inputs, in words, for the reader.
  public static func expect(
    _ answer: Double, _ expected: Double, within tolerance: Double = 1e-9, at place: @autoclosure () -> String
  ) throws {
    guard abs(answer - expected) <= tolerance * max(1, abs(expected)) else {
      throw WrongAnswer("\(place()) it gives \(NumberText.significant(answer, digits: 11))")
    }
  }

  /// A number as a message shows it.
  public static func text(_ value: Double) -> String { NumberText.significant(value, digits: 6) }

  /// Numbers as a message shows them.
  public static func text(_ values: [Double]) -> String { "(" + values.map(text).joined(separator: ", ") + ")" }
}
