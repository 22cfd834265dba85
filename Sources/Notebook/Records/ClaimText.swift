import Verification

/// A claim's two sides and its uncertainty as they are read, with no more digits than the uncertainty allows.
public struct ClaimText: Sendable, Equatable {
  /// The side under test.
  public let observed: String
  /// The side it is held against.
  public let expected: String
  /// The tolerance, by which an order must hold and an equality may miss; or the standard error and how many of them the
  /// sides are apart.
  public let uncertainty: String
  /// "holds", "FAILS" or what the claim is too coarse to see.
  public let verdict: String

  /// Reads a claim.
  public init(_ claim: Claim) {
    switch claim.kind {
    case .exact:
      observed = Self.exactSide(of: claim)
      expected = NumberText.significant(claim.expected, digits: 11)
      // An order must hold by more than rounding; an equality may miss by as much.
      let words = claim.relation == .equal ? "within " : "by more than "
      uncertainty = words + NumberText.significant(claim.tolerance ?? .nan, digits: 2)
    case .statistical:
      observed = NumberText.mean(claim.observed, standardError: claim.standardError)
      expected = NumberText.mean(claim.expected, standardError: claim.standardError)
      uncertainty = claim.standardError.map { Self.deviation(of: claim, standardError: $0) } ?? claim.derivation
    }
    verdict = Self.verdict(of: claim)
  }

  /// A side that is zero but for rounding is told by the power of ten above it: its digits are the processor's, not the
  /// identity's, and a reader whose vector instructions round otherwise gets others.
  private static func exactSide(of claim: Claim) -> String {
    let size = abs(claim.observed)
    guard claim.expected == 0, 0 < size, size < 1e-3, size <= claim.tolerance ?? 0 else {
      return NumberText.significant(claim.observed, digits: 11)
    }
    var exponent = -3
    var power = 1e-3
    while size < power / 10 { (power, exponent) = (power / 10, exponent - 1) }
    return "below 1e\(exponent)"
  }

  private static func deviation(of claim: Claim, standardError: Double) -> String {
    let z = claim.observed == claim.expected ? 0 : (claim.observed - claim.expected) / standardError
    return "± \(NumberText.significant(standardError, digits: 2)), z = \(NumberText.significant(z, digits: 3))"
  }

  private static func verdict(of claim: Claim) -> String {
    switch claim.verdict {
    case .holds: return "holds"
    case .fails: return "FAILS"
    case .couldNotFail:
      if claim.sources.observed == claim.sources.expected, claim.sources.reason == nil {
        return "COULD NOT FAIL: both sides come from \(claim.sources.observed.rawValue)"
      }
      if claim.relation != .equal, case .value(let mistaken) = claim.mistaken {
        return "COULD NOT FAIL: \(NumberText.significant(mistaken, digits: 3)) would pass too"
      }
      let least = claim.detectable.map { NumberText.significant($0, digits: 2) } ?? "no bias at all"
      return "COULD NOT FAIL: sees \(least), is about \(NumberText.significant(claim.difference, digits: 2))"
    case .wrongStandardError:
      let own = NumberText.significant(claim.sampleStandardError ?? .nan, digits: 2)
      return "WRONG STANDARD ERROR: the samples' own is \(own)"
    }
  }
}

extension Claim {
  /// The claim as it is read.
  public var text: ClaimText { ClaimText(self) }
}
