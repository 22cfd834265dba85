import Foundation

/// What a run of a chapter printed for the book: everything that it says of itself, and its records in order.
public struct ChapterRecord: Decodable, Sendable {
  /// The chapter's number.
  public let chapter: Int
  /// The chapter's title.
  public let title: String
  /// What the chapter shows, in one sentence.
  public let thesis: String
  /// The seed of every draw.
  public let seed: UInt64
  /// The numbered sections, in order.
  public let sections: [Heading]
  /// The equations that the chapter announces.
  public let equations: [String]
  /// The errors that it can make on purpose.
  public let mistakes: [MistakeRecord]
  /// The places where it corrects the notes.
  public let errata: [ErratumRecord]
  /// The symbols that it introduces.
  public let notation: [NotationRecord]
  /// The values of its own options, in order.
  public let options: [OptionRecord]
  /// The run's values of the options that every chapter has, and of its own.
  public let parameters: Samples
  /// What its cells showed.
  public let records: [OutputRecord]
  /// Whether every claim holds.
  public let holds: Bool

  /// The claims among the records, in order.
  public var claims: [ClaimRecord] {
    records.compactMap { if case .claim(let record) = $0 { record } else { nil } }
  }
  /// The figures among the records, in order.
  public var figures: [FigureRecord] {
    records.compactMap { if case .figure(let record) = $0 { record } else { nil } }
  }

  /// How many samples each average took.
  public struct Samples: Decodable, Sendable, Equatable {
    public let samples: Int
  }

  /// A numbered section.
  public struct Heading: Decodable, Sendable, Equatable {
    public let number: String
    public let title: String
  }
}

/// An error that a chapter can make on purpose.
public struct MistakeRecord: Decodable, Sendable, Equatable {
  public let name: String
  public let summary: String
  public let equation: String
  public let threads: [String]
}

/// A place where the notes are wrong, and the statement of the claim that shows it.
public struct ErratumRecord: Decodable, Sendable, Equatable {
  public let place: String
  public let printed: String
  public let correct: String
  public let claim: String
}

/// A symbol, its name in the code, and what it is.
public struct NotationRecord: Decodable, Sendable, Equatable {
  public let symbol: String
  public let name: String
  public let meaning: String
  public let shape: String
  public let unit: String
}

/// A chapter's own option and its value, as it is typed.
public struct OptionRecord: Decodable, Sendable, Equatable {
  public let name: String
  public let text: String
}

/// One thing that a cell showed.
public enum OutputRecord: Decodable, Sendable, Equatable {
  case claim(ClaimRecord)
  case value(ValueRecord)
  case figure(FigureRecord)
  case remark(RemarkRecord)

  /// The number of the section whose cell made it.
  public var section: String {
    switch self {
    case .claim(let record): record.section
    case .value(let record): record.section
    case .figure(let record): record.section
    case .remark(let record): record.section
    }
  }

  /// The line of the chapter's source that made it.
  public var line: Int {
    switch self {
    case .claim(let record): record.line
    case .value(let record): record.line
    case .figure(let record): record.line
    case .remark(let record): record.line
    }
  }

  private enum Key: CodingKey { case record }
  private enum Kind: String, Decodable { case claim, value, figure, remark }

  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .record) {
    case .claim: self = .claim(try ClaimRecord(from: decoder))
    case .value: self = .value(try ValueRecord(from: decoder))
    case .figure: self = .figure(try FigureRecord(from: decoder))
    case .remark: self = .remark(try RemarkRecord(from: decoder))
    }
  }
}

/// A claim with both sides, as numbers and as they are read.
public struct ClaimRecord: Decodable, Sendable, Equatable {
  public let section: String
  public let line: Int
  /// The numbers of the equations, separated by commas.
  public let equation: String
  public let statement: String
  public let relation: String
  public let derivation: String
  /// Nil for a claim of an exact number.
  public let standardError: Double?
  /// Nil for a claim of a sample's mean.
  public let tolerance: Double?
  public let observed: Double?
  public let expected: Double?
  public let observedText: String
  public let expectedText: String
  public let uncertaintyText: String
  public let verdictText: String
  public let holds: Bool
}

/// A named number.
public struct ValueRecord: Decodable, Sendable, Equatable {
  public let section: String
  public let line: Int
  public let name: String
  public let meaning: String
  public let value: Double?
  public let valueText: String
}

/// A figure that was drawn.
public struct FigureRecord: Decodable, Sendable, Equatable {
  public let section: String
  public let line: Int
  public let slug: String
  public let title: String
  public let caption: String
}

/// A sentence about the numbers of the run.
public struct RemarkRecord: Decodable, Sendable, Equatable {
  public let section: String
  public let line: Int
  public let sentence: String
}
