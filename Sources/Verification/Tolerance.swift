/// How far two sides of an exact identity may lie apart, and why.
///
/// A tolerance is a derivation first and a number second: each factory names the source of the error that it bounds.
public struct Tolerance: Sendable, Equatable {
  /// The largest absolute difference that is allowed.
  public let value: Double
  /// Why that much and no more, in words.
  public let derivation: String

  /// Creates a tolerance from a bound and its derivation.
  public init(_ value: Double, because derivation: String) {
    self.value = value
    self.derivation = derivation
  }

  /// The rounding error of a number of operations on values of a given size.
  ///
  ///     |error| ≤ operations · 2⁻⁵³ · scale
  ///
  /// - Parameters:
  ///   - operations: How many rounded operations lie between the inputs and the result, summed over both sides.
  ///   - scale: The largest magnitude among the intermediate values.
  public static func rounding(operations: Int, scale: Double) -> Tolerance {
    Tolerance(
      Double(operations) * 0x1p-53 * abs(scale),
      because: "\(operations) roundings of values up to \(shortDescription(of: abs(scale)))")
  }

  /// Half a unit in the last printed decimal of a value quoted from elsewhere.
  public static func quoted(decimals: Int) -> Tolerance {
    var half = 0.5
    for _ in 0..<decimals { half /= 10 }
    return Tolerance(half, because: "the reference is quoted to \(decimals) \(decimals == 1 ? "decimal" : "decimals")")
  }
}

/// A number to three significant digits, for the words of a derivation.
func shortDescription(of value: Double) -> String {
  guard value != 0, value.isFinite else { return "\(value)" }
  var exponent = 0
  var mantissa = abs(value)
  while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
  let rounded = (mantissa * 100).rounded() / 100
  let sign = value < 0 ? "-" : ""
  if (-3...5).contains(exponent) {
    var scaled = rounded
    for _ in 0..<abs(exponent) { scaled = exponent > 0 ? scaled * 10 : scaled / 10 }
    // The tens are multiplied in one by one, and their rounding would show as "203.0".
    scaled = (scaled * 1e6).rounded() / 1e6
    let whole = scaled.rounded()
    return sign + (whole == scaled ? "\(Int(whole))" : "\(scaled)")
  }
  return "\(sign)\(rounded)e\(exponent)"
}
