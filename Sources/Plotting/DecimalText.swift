/// Numbers as text that is the same on every machine, in every locale.
package enum DecimalText {
  /// Beyond this share of a column's largest magnitude a number is rounding noise, and is written as 0.
  static let noise = 1e-12

  /// A column of numbers, six significant digits each, with rounding noise as 0.
  static func column(_ values: [Double]) -> [String] {
    let largest = values.reduce(0) { max($0, abs($1)) }
    return values.map { abs($0) < noise * largest ? "0" : sixDigits($0) }
  }

  /// Six significant digits, as figures' scripts hold them.
  static func sixDigits(_ value: Double) -> String { significant(value, digits: 6) }

  /// Some significant digits in the shortest form: `0.333333`, `1e+06`, `-2.5e-07`, `100`.
  ///
  /// The digits of the shortest decimal that identifies the number are rounded, half away from zero; the C library's
  /// formats would depend on the locale, and on its rounding of the binary value.
  package static func significant(_ value: Double, digits most: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "Inf" }
    guard value != 0 else { return "0" }
    var (digits, exponent) = decimal(value.magnitude)
    if digits.count > most {
      let roundsUp = digits[most] >= 5
      digits.removeLast(digits.count - most)
      if roundsUp { exponent += increment(&digits) }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (value < 0 ? "-" : "") + layOut(digits, exponent, most)
  }

  /// The shortest decimal d₀.d₁d₂… × 10^exponent that identifies a positive number.
  private static func decimal(_ magnitude: Double) -> (digits: [UInt8], exponent: Int) {
    let parts = magnitude.description.split(separator: "e")
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let halves = parts[0].split(separator: ".")
    exponent += halves[0].count - 1
    var digits = halves.joined().utf8.map { $0 - UInt8(ascii: "0") }
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    return (digits, exponent)
  }

  /// Adds one to the last digit; returns how far the carry moved the decimal point.
  private static func increment(_ digits: inout [UInt8]) -> Int {
    for place in digits.indices.reversed() {
      if digits[place] < 9 {
        digits[place] += 1
        return 0
      }
      digits[place] = 0
    }
    digits.insert(1, at: 0)
    digits.removeLast()
    return 1
  }

  /// The digits with their point, or with an exponent when the point would be far away.
  private static func layOut(_ digits: [UInt8], _ exponent: Int, _ most: Int) -> String {
    let text = digits.map(String.init).joined()
    if exponent < -4 || exponent >= most {
      let mantissa = digits.count == 1 ? text : text.prefix(1) + "." + text.dropFirst()
      let size = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
      return mantissa + (exponent < 0 ? "e-" : "e+") + size
    }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text }
    if digits.count <= exponent + 1 { return text + String(repeating: "0", count: exponent + 1 - digits.count) }
    return text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1)
  }
}
