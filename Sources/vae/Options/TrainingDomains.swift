import Notebook
import VAECore
import VAEEngine

/// A whole number from 1 to a billion.
enum Count: EntryDomain {
  static let placeholder = 1
  static func json(_ value: Int) -> JSON { .integer(value) }

  static func parse(_ text: String) throws(InvalidInput) -> Int {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
      (1...1_000_000_000).contains(value)
    else { throw InvalidInput("count", expected: "a whole number from 1 to 1000000000", found: text) }
    return value
  }
}

/// A number of shards: a power of two.
enum ShardCount: EntryDomain {
  static let placeholder = 1
  static func json(_ value: Int) -> JSON { .integer(value) }

  static func parse(_ text: String) throws(InvalidInput) -> Int {
    guard let value = try? Count.parse(text), value.nonzeroBitCount == 1, value <= TrainingPlan.largestShardCount else {
      throw InvalidInput(
        "shards", expected: "a power of two from 1 to \(TrainingPlan.largestShardCount)", found: text)
    }
    return value
  }
}

/// The widths of hidden layers from the observation on, or "none".
enum Widths: EntryDomain {
  static let placeholder: [Int] = []
  static func json(_ value: [Int]) -> JSON { .array(value.map(JSON.integer)) }

  static func parse(_ text: String) throws(InvalidInput) -> [Int] {
    if text == "none" { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let widths = parts.compactMap { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    guard widths.count == parts.count, widths.allSatisfy({ (1...100_000).contains($0) }) else {
      throw InvalidInput("widths", expected: "whole numbers from 1 to 100000 separated by commas, or none", found: text)
    }
    return widths
  }
}

/// s², or "learned".
enum ObservationVariance: EntryDomain, Equatable {
  case fixed(Double)
  case learned

  /// The variance with which training starts.
  var start: Double {
    switch self {
    case .fixed(let variance): variance
    case .learned: 0.1
    }
  }

  /// Whether s² is a parameter.
  var isLearned: Bool { self == .learned }

  /// How it is typed.
  var text: String {
    switch self {
    case .fixed(let variance): "\(variance)"
    case .learned: "learned"
    }
  }

  static let placeholder = ObservationVariance.fixed(1)

  static func json(_ value: ObservationVariance) -> JSON {
    switch value {
    case .fixed(let variance): .number(variance)
    case .learned: .string("learned")
    }
  }

  static func parse(_ text: String) throws(InvalidInput) -> ObservationVariance {
    if text == "learned" { return .learned }
    guard let variance = try? PositiveReal.parse(text) else {
      throw InvalidInput("variance", expected: "a finite number above 0, or learned", found: text)
    }
    return .fixed(variance)
  }
}

/// A number from 0 up.
enum NonNegativeReal: EntryDomain {
  static let placeholder = 0.0
  static func json(_ value: Double) -> JSON { .number(value) }

  static func parse(_ text: String) throws(InvalidInput) -> Double {
    guard let value = try? Real.parse(text), value >= 0 else {
      throw InvalidInput("number", expected: "a finite number, 0 or above", found: text)
    }
    return value
  }
}

/// A weight from 0 up, or a warm-up from one weight to a different one: "0:1/20" is from 0 to 1 over 20 epochs.
enum DivergenceWeights: EntryDomain {
  /// The last weight, and the warm-up before it, if there is one.
  struct Weights: Equatable {
    var end: Double
    var warmUp: DivergenceWarmUp?

    /// The weights as they are typed.
    var text: String {
      let last = JSON.number(end).text
      return warmUp.map { "\(JSON.number($0.start).text):\(last)/\($0.epochs)" } ?? last
    }
  }

  static let placeholder = Weights(end: 1)
  static func json(_ value: Weights) -> JSON { value.warmUp == nil ? .number(value.end) : .string(value.text) }

  static func parse(_ text: String) throws(InvalidInput) -> Weights {
    if let end = try? NonNegativeReal.parse(text) { return Weights(end: end) }
    let ends = text.split(separator: ":", omittingEmptySubsequences: false)
    let rest = (ends.last ?? "").split(separator: "/", omittingEmptySubsequences: false)
    guard ends.count == 2, rest.count == 2, let start = try? NonNegativeReal.parse(String(ends[0])),
      let end = try? NonNegativeReal.parse(String(rest[0])), let epochs = try? Count.parse(String(rest[1]))
    else {
      throw InvalidInput(
        "weight", expected: "a finite number, 0 or above, or for example 0:1/20, from 0 to 1 over 20 epochs",
        found: text)
    }
    return Weights(end: end, warmUp: DivergenceWarmUp(start: start, epochs: epochs))
  }
}

/// A share of the data, from 0 to below 1.
enum Share: EntryDomain {
  static let placeholder = 0.0
  static func json(_ value: Double) -> JSON { .number(value) }

  static func parse(_ text: String) throws(InvalidInput) -> Double {
    guard let value = try? Real.parse(text), value >= 0, value < 1 else {
      throw InvalidInput("share", expected: "a number from 0 to below 1", found: text)
    }
    return value
  }
}

/// A learning rate that stays, or a published schedule.
enum ScheduleDomain: EntryDomain {
  static let placeholder = LearningRateSchedule.constant(1)

  static func json(_ value: LearningRateSchedule) -> JSON {
    switch value {
    case .constant(let rate): .number(rate)
    case .burda2015: .string("burda-2015")
    case .stages, .exponential: .string("stages")
    }
  }

  static func parse(_ text: String) throws(InvalidInput) -> LearningRateSchedule {
    if text == "burda-2015" { return .burda2015 }
    guard let rate = try? PositiveReal.parse(text) else {
      throw InvalidInput("rate", expected: "a finite number above 0, or burda-2015", found: text)
    }
    return .constant(rate)
  }
}
