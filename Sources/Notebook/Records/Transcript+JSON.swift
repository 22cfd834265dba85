import Foundation
import Verification

extension Transcript {
  /// The run as `--json` prints it: one object, its members in the order in which a reader wants them.
  ///
  /// - Parameters:
  ///   - parameters: The chapter's own parameters, with their values.
  ///   - figures: The paths of the figures that were drawn.
  func json(parameters: [Parameter], figures: [String]) -> JSON {
    let values = records.compactMap { record -> (key: String, value: JSON)? in
      guard case .value(let shown) = record.content else { return nil }
      let numbers = shown.values.map(JSON.number)
      return (shown.name, numbers.count == 1 ? numbers[0] : .array(numbers))
    }
    var members: [(key: String, value: JSON)] = [
      ("chapter", .integer(chapter)),
      ("title", .string(title)),
      ("seed", .unsigned(seed)),
      ("parameters", .object(parameters.map { ($0.name, $0.json) } + [("samples", .integer(samples))])),
      ("values", .object(values)),
      ("claims", .array(claims.map { Self.json($0.claim, of: $0.record) })),
      ("skipped", .array(skippedClaims.map { Self.json($0.claim, of: $0.record) })),
      ("figures", .array(figures.map(JSON.string))),
    ]
    if let mistake {
      members.append(("mistake", .string(mistake.name)))
      members.append(("caughtBy", firstFailure.map { .string($0.claim.equation) } ?? .null))
    }
    members.append(("holds", .boolean(holds)))
    return .object(members)
  }

  private static func json(_ claim: Claim, of record: Record) -> JSON {
    .object([
      ("equation", .string(claim.equation)),
      ("section", .string(record.section)),
      ("statement", .string(claim.statement)),
      ("kind", .string(claim.kind.rawValue)),
      ("relation", .string(claim.relation.rawValue)),
      ("observed", .number(claim.observed)),
      ("expected", .number(claim.expected)),
      ("observedFrom", .string(claim.sources.observed.rawValue)),
      ("expectedFrom", .string(claim.sources.expected.rawValue)),
      ("independence", claim.sources.reason.map(JSON.string) ?? .null),
      ("standardError", .optional(claim.standardError)),
      ("sampleStandardError", .optional(claim.sampleStandardError)),
      ("tolerance", .optional(claim.tolerance)),
      ("detectable", .optional(claim.detectable)),
      ("difference", .number(claim.difference)),
      ("derivation", .string(claim.derivation)),
      ("verdict", .string(claim.verdict.rawValue)),
      ("holds", .boolean(claim.holds)),
      ("file", .string(record.file)),
      ("line", .integer(record.line)),
    ])
  }

  private static func json(_ claim: SkippedClaim, of record: Record) -> JSON {
    .object([
      ("equation", .string(claim.equation)),
      ("section", .string(record.section)),
      ("statement", .string(claim.statement)),
      ("condition", .string(claim.condition)),
      ("file", .string(record.file)),
      ("line", .integer(record.line)),
    ])
  }

  // MARK: For the book

  private static let (infinity, minusInfinity, notANumber) = ("inf", "-inf", "nan")

  /// The whole transcript as `--transcript` prints it, for the book.
  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.infinity, negativeInfinity: Self.minusInfinity, nan: Self.notANumber)
    return try encoder.encode(self)
  }

  /// Reads what `--transcript` printed.
  package init(encoded: Data) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: Self.infinity, negativeInfinity: Self.minusInfinity, nan: Self.notANumber)
    self = try decoder.decode(Transcript.self, from: encoded)
  }
}
