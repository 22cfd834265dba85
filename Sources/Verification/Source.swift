/// The source of one side of a claim.
public enum Source: String, Codable, Sendable {
  /// A formula, evaluated.
  case closedForm = "closed form"
  /// A numerical integral.
  case quadrature
  /// Random draws.
  case draws
  /// A sum over all cases.
  case enumeration
  /// Differences of a function's values.
  case differences
  /// Another way to compute the same: another algorithm, or the long way round.
  case otherCode = "other code"
  /// A number that was published, or worked out by hand.
  case reference
}

/// The sources of both sides of a claim.
public struct Sources: Codable, Sendable, Equatable {
  /// The source of the side under test.
  public let observed: Source
  /// The source of the side that it is compared with.
  public let expected: Source
  /// The reason why the sides can differ although their sources are the same.
  public let reason: String?

  init(_ observed: Source, _ expected: Source, because reason: String?) {
    (self.observed, self.expected, self.reason) = (observed, expected, reason)
  }

  /// True if the claim has two sources, or a reason.
  var canDiffer: Bool { observed != expected || reason?.isEmpty == false }

  /// Both sources in words, such as "draws against closed form".
  public var text: String {
    "\(observed.rawValue) against \(expected.rawValue)" + (reason.map { ": \($0)" } ?? "")
  }
}
