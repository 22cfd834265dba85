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

  /// The reason why a claim may be unable to tell its mistake apart, if the run's data allow that: it is skipped then, where
  /// it would otherwise count as failed.
  public var reasonForBlindClaims: String?

  var transcript: Transcript
  var section = ""
  /// The figures by name, for forms that draw them.
  private(set) var figures: [String: Figure] = [:]
  private let onRecord: (Transcript.Record, Figure?) -> Void
  private let onProgress: (String) -> Void
  private var remembered: [String: Any] = [:]

  init(
    transcript: Transcript, threads: Int, onProgress: @escaping (String) -> Void = { _ in },
    onRecord: @escaping (Transcript.Record, Figure?) -> Void
  ) {
    self.onProgress = onProgress
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

  // MARK: Values, remarks and figures

  /// Shows a number under its name.
  public func show(_ name: String, _ meaning: String, _ value: Double, file: String = #fileID, line: Int = #line) {
    record(.value(ShownValue(name: name, meaning: meaning, values: [value])), file, line)
  }

  /// Shows a number if it is finite, and says a sentence about it otherwise.
  public func show(
    _ name: String, _ meaning: String, _ value: Double, orSay sentence: String, file: String = #fileID,
    line: Int = #line
  ) {
    if value.isFinite {
      show(name, meaning, value, file: file, line: line)
    } else {
      remark(sentence, file: file, line: line)
    }
  }

  /// Shows several numbers under one name.
  public func show(
    _ name: String, _ meaning: String, _ values: [Double], file: String = #fileID, line: Int = #line
  ) {
    record(.value(ShownValue(name: name, meaning: meaning, values: values)), file, line)
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

  func record(_ content: Transcript.Content, _ file: String, _ line: Int, _ figure: Figure? = nil) {
    let name = String(file.split(separator: "/").last ?? "")
    let record = Transcript.Record(section: section, file: name, line: line, content: content)
    transcript.records.append(record)
    onRecord(record, figure)
  }

  // MARK: Long work

  /// Says on standard error how far long work has come, such as "epoch 3 of 30".
  public func progress(_ words: String) { onProgress(words) }

  /// Returns what several sections use and the first of them makes, such as a trained model.
  public func once<Value>(_ name: String, _ make: () throws -> Value) rethrows -> Value {
    if let value = remembered[name] as? Value { return value }
    let value = try make()
    remembered[name] = value
    return value
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
