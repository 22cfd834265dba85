/// A number of about 106 bits, held as the sum of two doubles. For `pow` and `log10`, whose logarithm needs them.
struct DoubleDouble {
  var high: Double
  var low: Double

  init(high: Double, low: Double) {
    (self.high, self.low) = (high, low)
  }

  /// The exact sum a + b (Knuth).
  init(_ a: Double, plus b: Double) {
    high = a + b
    let part = high - a
    low = (a - (high - part)) + (b - part)
  }

  /// The exact product a · b (Dekker): each factor is split into two halves of 26 bits.
  init(_ a: Double, times b: Double) {
    let scaledA = 0x1.0000002p27 * a
    let scaledB = 0x1.0000002p27 * b
    let (highA, highB) = (scaledA - (scaledA - a), scaledB - (scaledB - b))
    let (lowA, lowB) = (a - highA, b - highB)
    high = a * b
    low = ((highA * highB - high) + highA * lowB + lowA * highB) + lowA * lowB
  }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let sum = DoubleDouble(a.high, plus: b.high)
    return DoubleDouble(sum.high, plus: sum.low + (a.low + b.low))
  }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = DoubleDouble(a.high, times: b.high)
    return DoubleDouble(product.high, plus: product.low + (a.high * b.low + a.low * b.high))
  }

  /// log x for a finite x > 0, to about 68 bits: 2 artanh s = 2s + s z (⅔ + z g(z)) with s = f/(2 + f), z = s².
  init(logarithmOf x: Double) {
    let parts = BinaryParts(x)
    let f = parts.mantissa - 1
    let denominator = DoubleDouble(high: 2 + f, low: f - ((2 + f) - 2))
    let quotient = f / denominator.high
    let product = DoubleDouble(quotient, times: denominator.high)
    let remainder = ((f - product.high) - product.low) - quotient * denominator.low
    let s = DoubleDouble(quotient, plus: remainder / denominator.high)

    let z = s * s
    let (y, w) = (z.high, z.high * z.high)
    let odd = 0x1.2492492493495p-2 + w * (0x1.745d18bfb266bp-3 + w * (0x1.11279a176114ep-3 + w * 0x1.f4c88126a2239p-4))
    let even = 0x1.9999999999996p-2 + w * (0x1.c71c71c497824p-3 + w * (0x1.3b133804ee6e9p-3 + w * 0x1.dd0faf80b4c97p-4))
    let factor = DoubleDouble(0x1.5555555555555p-1, plus: y * (even + y * odd) + 0x1.5555555555555p-55)
    let whole = DoubleDouble(high: parts.exponent * 0x1.62e42feep-1, low: parts.exponent * 0x1.a39ef35793c76p-33)
    self = (whole + DoubleDouble(high: 2 * s.high, low: 2 * s.low)) + s * z * factor
  }
}
