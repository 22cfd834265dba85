/// The derivative of a function along one direction, by a central difference, with the error that it can have.
///
///     D(h) = (f(h) − f(−h)) / 2h,   f′(0) ≈ (4 D(h/2) − D(h)) / 3
///     |error| ≤ |D(h/2) − D(h)| / 12 + 64 · 2⁻⁵³ · scale / h
///
/// One random direction sees every coordinate of a gradient at once: if ∇f·v is right for a random v, a wrong coordinate
/// would have to be orthogonal to v, which has probability zero. Halving the step divides the error of D by four; the
/// extrapolation removes that part, |D(h/2) − D(h)| / 3 of it, and what it leaves is smaller by another h². A quarter of
/// what was removed is therefore a generous bound, and a measurement rather than a guess.
public struct DirectionalDerivative: Sendable {
  /// The derivative, by Richardson's extrapolation of two central differences.
  public let value: Double
  /// A bound on its error, with its derivation.
  public let tolerance: Tolerance

  /// Differentiates `function(t)` at t = 0.
  ///
  /// - Parameters:
  ///   - step: The larger of the two steps; (machine precision)^⅕ balances the two errors of the extrapolated value.
  ///   - scale: The magnitude of the terms that the function adds up, which sets its rounding error.
  ///   - function: The function of the distance t along the direction.
  public init(step: Double = 0x1p-10, scale: Double, of function: (Double) throws -> Double) rethrows {
    let coarse = (try function(step) - function(-step)) / (2 * step)
    let fine = (try function(step / 2) - function(-step / 2)) / step
    value = (4 * fine - coarse) / 3
    // A quarter of what the extrapolation removed; and as if the values had 21 roundings each, 64 over the step.
    let truncation = abs(fine - coarse) / 12
    let rounding = 64 * 0x1p-53 * abs(scale) / step
    let removed = truncation < rounding ? "truncation below" : "truncation below 1e\(decadeAbove(truncation)), over"
    tolerance = Tolerance(
      truncation + rounding,
      because: "central differences at steps \(shortDescription(of: step)) and half of it, extrapolated: "
        + "\(removed) rounding \(shortDescription(of: rounding))")
  }
}

/// The least power of ten above a small number: the digits of a difference of roundings are the processor's.
private func decadeAbove(_ value: Double) -> Int {
  var (exponent, power) = (0, 1.0)
  while value < power / 10, power > 0x1p-1000 { (power, exponent) = (power / 10, exponent - 1) }
  while value >= power, value.isFinite { (power, exponent) = (power * 10, exponent + 1) }
  return exponent
}
