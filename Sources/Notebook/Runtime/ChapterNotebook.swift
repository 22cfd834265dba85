import Plotting
import VAECore
import Verification

/// The notebook that a chapter's cells write to: claims, values and figures, each recorded with its source line.
public final class ChapterNotebook {
  /// The seed of every draw.
  public let seed: UInt64
  /// The number of samples of an average.
  public let samples: Int
  /// The number of threads that `concurrentMap` uses.
  let threads: Int

  var transcript: Transcript
  var section = ""
  /// The figures by name, for forms that draw them.
  private(set) var figures: [String: Figure] = [:]
  private let onRecord: (Transcript.Record, Figure?) -> Void

  init(transcript: Transcript, threads: Int, onRecord: @escaping (Transcript.Record, Figure?) -> Void) {
    self.transcript = transcript
    self.threads = threads
    self.onRecord = onRecord
    (seed, samples) = (transcript.seed, transcript.samples)
  }

  // MARK: Randomness

  /// Returns the stream of random draws that serve one purpose.
  public func noise(_ purpose: String) -> RandomStream { RandomStream(seed: seed, purpose: purpose) }

  /// Returns a Monte Carlo average over this run's number of samples, or another.
  public func sampling(_ purpose: String, samples: Int? = nil) -> MonteCarlo {
    MonteCarlo(samples: samples ?? self.samples, noise: noise(purpose))
  }

  // MARK: Claims

  /// Claims that a sample mean has the given expectation.
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - estimate: The sample mean under test.
  ///   - expected: The side that it is held against.
  ///   - exactStandardError: The standard error where theory gives one.
  ///   - alternative: What the best-known mistake would give; too few samples to tell it apart is a failure.
  ///   - file: The file in which the claim stands; leave it out.
  ///   - line: The line in that file; leave it out.
  public func check(
    _ equation: String, _ statement: String, _ estimate: MonteCarloEstimate, equals expected: Double,
    exactStandardError: Double? = nil, against alternative: Double, file: String = #fileID, line: Int = #line
  ) {
    let claim = Claim.statistical(
      equation, statement, estimate, .equal, expected, exactStandardError: exactStandardError, against: alternative)
    record(.claim(claim), file, line)
  }

  /// Claims that two numbers agree within a derived tolerance.
  ///
  /// - Parameters:
  ///   - equation: The number of the equation in the notes, such as "16", or "Definition 1".
  ///   - statement: What is claimed, as a sentence.
  ///   - observed: The side under test.
  ///   - expected: The side that it is held against.
  ///   - tolerance: How far the sides may lie apart, with its derivation.
  ///   - alternative: What the best-known mistake would give; a tolerance that hides it is a failure.
  ///   - file: The file in which the claim stands; leave it out.
  ///   - line: The line in that file; leave it out.
  public func check(
    _ equation: String, _ statement: String, _ observed: Double, equals expected: Double, within tolerance: Tolerance,
    against alternative: Double? = nil, file: String = #fileID, line: Int = #line
  ) {
    let claim = Claim.exact(
      equation, statement, observed, .equal, expected, within: tolerance, against: alternative)
    record(.claim(claim), file, line)
  }

  /// Claims that one number lies strictly below another, by more than a derived tolerance.
  public func check(
    _ equation: String, _ statement: String, _ observed: Double, isBelow bound: Double, by tolerance: Tolerance,
    file: String = #fileID, line: Int = #line
  ) {
    record(.claim(.exact(equation, statement, observed, .less, bound, within: tolerance)), file, line)
  }

  /// Claims that one number lies strictly above another, by more than a derived tolerance.
  public func check(
    _ equation: String, _ statement: String, _ observed: Double, isAbove bound: Double, by tolerance: Tolerance,
    file: String = #fileID, line: Int = #line
  ) {
    record(.claim(.exact(equation, statement, observed, .greater, bound, within: tolerance)), file, line)
  }

  // MARK: Values, remarks and figures

  /// Shows a number under its name.
  public func show(_ name: String, _ meaning: String, _ value: Double, file: String = #fileID, line: Int = #line) {
    record(.value(ShownValue(name: name, meaning: meaning, value: value)), file, line)
  }

  /// Says something about the numbers of this run.
  public func remark(_ sentence: String, file: String = #fileID, line: Int = #line) {
    record(.remark(sentence), file, line)
  }

  /// Draws a figure.
  public func draw(_ figure: Figure, file: String = #fileID, line: Int = #line) {
    figures[figure.slug] = figure
    let shown = ShownFigure(slug: figure.slug, title: figure.title, caption: figure.caption)
    record(.figure(shown), file, line, figure)
  }

  private func record(_ content: Transcript.Content, _ file: String, _ line: Int, _ figure: Figure? = nil) {
    let name = String(file.split(separator: "/").last ?? "")
    let record = Transcript.Record(section: section, file: name, line: line, content: content)
    transcript.records.append(record)
    onRecord(record, figure)
  }

  // MARK: Mistakes

  /// Whether this run makes a mistake on purpose.
  ///
  /// - Precondition: The chapter lists the mistake.
  public func makes(_ mistake: String) -> Bool {
    precondition(transcript.mistakes.contains { $0.name == mistake }, "\(mistake) is not among the chapter's mistakes")
    return transcript.mistake?.name == mistake
  }

  /// Returns the right value, or the mistaken one where this run makes that mistake.
  public func choose<Value>(_ right: Value, or mistakes: KeyValuePairs<String, Value>) -> Value {
    mistakes.first { makes($0.key) }?.value ?? right
  }
}
