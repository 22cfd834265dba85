import Verification

/// Everything that a run of a chapter showed, in order, and what the chapter declares about itself.
///
/// The terminal's tables and the walk are made from it. A chapter run with `--transcript` prints it as JSON, and the book
/// reads that JSON back into the same type.
public struct Transcript: Codable, Sendable {
  /// One thing that a cell showed, and where it was shown.
  public struct Record: Codable, Sendable, Equatable {
    /// The number of the section whose cell made the record, such as "3.4".
    public let section: String
    /// The name of the source file, such as `Chapter3.swift`.
    public let file: String
    /// The line in that file.
    public let line: Int
    /// The content.
    public let content: Content
  }

  /// The things that a cell can show.
  public enum Content: Codable, Sendable, Equatable {
    /// A claim with both of its sides.
    case claim(Claim)
    /// A claim that is not checked with these parameters.
    case skipped(SkippedClaim)
    /// A named number, or several under one name.
    case value(ShownValue)
    /// A figure.
    case figure(ShownFigure)
    /// A sentence about the numbers of this run.
    case remark(String)
  }

  /// A numbered section.
  public struct Heading: Codable, Sendable, Equatable {
    /// Its number, such as "3.4".
    public let number: String
    /// Its title.
    public let title: String
  }

  /// One of the chapter's own options, as it was typed.
  public struct Setting: Codable, Sendable, Equatable {
    /// The name, without dashes.
    public let name: String
    /// The value.
    public let text: String
  }

  /// The chapter's number.
  public let chapter: Int
  /// The chapter's title.
  public let title: String
  /// The chapter's thesis, in one sentence.
  public let thesis: String
  /// The numbered sections, in order.
  public let sections: [Heading]
  /// The equations that the chapter announces.
  public let equations: [String]
  /// The errors that it can make on purpose.
  public let mistakes: [Mistake]
  /// The places where it corrects the notes.
  public let errata: [Erratum]
  /// The symbols that it introduces.
  public let notation: [Notation]
  /// The seed of every draw.
  public let seed: UInt64
  /// The number of samples of each average.
  public let samples: Int
  /// The chapter's own options.
  public let settings: [Setting]
  /// The mistake that was made on purpose, if one was.
  public let mistake: Mistake?
  /// The records, in the order in which they were made.
  public internal(set) var records: [Record] = []

  /// The claims, with the records that hold them.
  public var claims: [(record: Record, claim: Claim)] {
    records.compactMap { record in
      if case .claim(let claim) = record.content { (record, claim) } else { nil }
    }
  }

  /// The claims that were skipped, with the records that say why.
  public var skippedClaims: [(record: Record, claim: SkippedClaim)] {
    records.compactMap { record in
      if case .skipped(let claim) = record.content { (record, claim) } else { nil }
    }
  }

  /// The figures, with the records that hold them.
  public var figures: [(record: Record, figure: ShownFigure)] {
    records.compactMap { record in
      if case .figure(let figure) = record.content { (record, figure) } else { nil }
    }
  }

  /// Whether every claim was checked and holds.
  public var holds: Bool { claims.allSatisfy { $0.claim.holds } }

  /// The first number shown that is not finite, with its name; JSON has only null for it.
  package var firstNotFinite: (name: String, number: Double)? {
    for record in records {
      guard case .value(let shown) = record.content, let number = shown.values.first(where: { !$0.isFinite }) else {
        continue
      }
      return (shown.name, number)
    }
    return nil
  }

  /// The first claim that failed, which is the one that caught a mistake; one that could not fail catches nothing.
  public var firstFailure: (record: Record, claim: Claim)? {
    claims.first { $0.claim.verdict == .fails || $0.claim.verdict == .wrongStandardError }
  }
}

/// A named number.
public struct ShownValue: Codable, Sendable, Equatable {
  /// Its name, as in the JSON output.
  public let name: String
  /// Its meaning, in words.
  public let meaning: String
  /// The numbers.
  public let values: [Double]

  /// The numbers as tables show them.
  public var text: String {
    let digits = values.count == 1 ? 11 : 6
    return values.map { NumberText.significant($0, digits: digits) }.joined(separator: ", ")
  }
}

/// A figure's words, without its picture.
public struct ShownFigure: Codable, Sendable, Equatable {
  /// The name of its files.
  public let slug: String
  /// Its title.
  public let title: String
  /// A sentence that says what to look for.
  public let caption: String
}

extension Claim {
  /// The equations that the claim is about.
  public var equations: [String] { equation.split(separator: ",").map(\.trimmed) }
}
