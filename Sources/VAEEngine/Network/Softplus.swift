/// Returns the logistic function, σ(x) = 1 / (1 + e⁻ˣ), from the exponential that cannot overflow.
public func sigmoid<Scalar: NetworkScalar>(_ x: Scalar) -> Scalar {
  let small = Scalar.exponential(-abs(x))
  return x < 0 ? small / (1 + small) : 1 / (1 + small)
}

/// Returns log (1 + eˣ) = max(x, 0) + log1p e^(−|x|), which neither overflows nor forgets a small e^x.
///
/// Its derivative is `sigmoid`.
public func softplus<Scalar: NetworkScalar>(_ x: Scalar) -> Scalar {
  (x > 0 ? x : 0) + Scalar.logarithmOfOnePlus(Scalar.exponential(-abs(x)))
}

/// Returns the x whose softplus is y: log (eʸ − 1).
///
/// For large y it is y + log1p(−e⁻ʸ). Near y = log 2 the result crosses 0, and eʸ − 1 = 1 + 2 (e^δ − 1) with
/// δ = y − log 2, subtracted in two pieces, keeps its relative accuracy.
///
/// - Throws: `InvalidInput` unless y is above 0.
public func softplusInverse<Scalar: NetworkScalar>(_ y: Scalar) throws(InvalidInput) -> Scalar {
  guard y > 0 else { throw InvalidInput("softplus value", expected: "a number above 0", found: "\(y)") }
  if y > 1 { return y + Scalar.logarithmOfOnePlus(-Scalar.exponential(-y)) }
  if y < 0.4 { return Scalar.logarithm(Scalar.exponentialMinusOne(y)) }
  let excess = (y - Scalar.logarithm(2)) - Scalar.remainderOfLogTwo
  return Scalar.logarithmOfOnePlus(2 * Scalar.exponentialMinusOne(excess))
}
