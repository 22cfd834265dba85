/// Returns log x, the natural logarithm. The largest error found is 0.87 ulp.
///
/// With x = 2ᵏ (1 + f) and 1 + f between √½ and √2, log x = k log 2 + log(1 + f).
@inlinable
public func log(_ x: Double) -> Double {
  let parts = BinaryParts(x)
  let value = logarithm(ofOnePlus: parts.mantissa - 1, exponent: parts.exponent, correction: 0)
  return finished(value, x, atPole: 0)
}

/// Returns log(1 + x) without cancellation near x = 0. The largest error found is 0.87 ulp.
@inlinable
public func log1p(_ x: Double) -> Double {
  // u is 1 + x rounded; the correction is log(1 + x) − log u ≈ (1 + x − u)/u.
  let u = 1 + x
  let parts = BinaryParts(u)
  let isNearOne = parts.exponent == 0
  let lost = x > 1 ? 1 - (u - x) : x - (u - 1)
  let value = logarithm(
    ofOnePlus: isNearOne ? x : parts.mantissa - 1, exponent: parts.exponent, correction: isNearOne ? 0 : lost / u)
  return abs(x) < 0x1p-54 ? x : finished(value, x, atPole: -1)
}

/// Returns log x to base 10, exact where x is a power of ten. The largest error found is 0.51 ulp.
public func log10(_ x: Double) -> Double {
  guard x > 0, x < .infinity else { return log(x) }
  let logarithm = DoubleDouble(logarithmOf: x)
  let product = logarithm * DoubleDouble(high: 0x1.bcb7b1526e50ep-2, low: 0x1.95355baaafad3p-57)
  return product.high + product.low
}

/// The exponent and mantissa of x = 2^exponent · mantissa, with √½ ≤ mantissa < √2.
@usableFromInline
struct BinaryParts {
  @usableFromInline let exponent: Double
  @usableFromInline let mantissa: Double

  @inlinable
  init(_ x: Double) {
    let isSubnormal = x < 0x1p-1022
    let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern &+ (0x3ff0_0000_0000_0000 - 0x3fe6_a09e_0000_0000)
    // A whole number below 2⁵² becomes a Double by setting the bits of 2⁵² above it.
    let biased = Double(bitPattern: (bits &>> 52) | 0x4330_0000_0000_0000)
    exponent = biased - (0x1p52 + 1023) - (isSubnormal ? 54 : 0)
    mantissa = Double(bitPattern: (bits & 0xf_ffff_ffff_ffff) &+ 0x3fe6_a09e_0000_0000)
  }
}

/// Returns k log 2 + log(1 + f) + correction, from log(1 + f) = 2 artanh s with s = f/(2 + f).
@inlinable
func logarithm(ofOnePlus f: Double, exponent k: Double, correction: Double) -> Double {
  let s = f / (2 + f)
  let z = s * s
  let w = z * z
  let odd = 0x1.999999997ff18p-2 + w * (0x1.c71c52143b68dp-3 + w * 0x1.39a1e841e31d3p-3)
  let even = 0x1.5555555555592p-1 + w * (0x1.24924941e16bbp-2 + w * (0x1.74663cf253f3fp-3 + w * 0x1.2f03bfc4e4741p-3))
  let rest = z * (even + z * odd)
  let half = 0.5 * f * f

  // The rounding of the sum of the two large terms is added back to the small ones.
  let whole = k * 0x1.62e42feep-1
  let sum = whole + f
  let lost = f - (sum - whole)
  return sum + (lost + ((s * (half + rest) + (k * 0x1.a39ef35793c76p-33 + correction)) - half))
}

/// Returns `value` where x lies between the logarithm's pole and ∞, and otherwise −∞, NaN or x.
@inlinable
func finished(_ value: Double, _ x: Double, atPole pole: Double) -> Double {
  let beyond = x == pole ? -Double.infinity : x < pole ? Double.nan : x
  return x > pole && x < .infinity ? value : beyond
}
