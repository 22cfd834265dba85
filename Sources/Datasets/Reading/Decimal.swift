/// The powers of ten that a double holds exactly.
private let exactPowersOfTen: [Double] = (0...22).reduce(into: []) { powers, _ in
  powers.append((powers.last ?? 0.1) * 10)
}

/// Returns the number nearest to a decimal, or nil if the text is anything else: nan, inf, a hexadecimal or nothing.
///
///     [+|−] digits [. digits] [e [+|−] digits]
///
/// A number of at most 53 bits times or over an exact power of ten is rounded once, by one operation; the standard
/// library's slower conversion is left for the others. The user's locale changes nothing.
///
/// - Returns: The number, which is infinite where the decimal is beyond the largest.
/// - Source: Clinger (1990), "How to read floating point numbers accurately".
func decimal(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
  var index = 0
  var mantissa: UInt64 = 0
  var exponent = 0
  var digits = 0
  let isNegative = text.first == 0x2d
  if isNegative || text.first == 0x2b { index += 1 }

  // The digits before and after the point; what the mantissa has no room for is left to the slower conversion.
  var isExact = true
  var hasPoint = false
  while index < text.count {
    let byte = text[index]
    if byte == 0x2e, !hasPoint {
      hasPoint = true
    } else if byte >= 0x30, byte <= 0x39 {
      digits += 1
      if mantissa < 900_719_925_474_099 {
        mantissa = mantissa * 10 + UInt64(byte - 0x30)
        if hasPoint { exponent -= 1 }
      } else {
        isExact = false
      }
    } else {
      break
    }
    index += 1
  }
  guard digits > 0 else { return nil }

  if index < text.count {
    guard text[index] | 0x20 == 0x65 else { return nil }
    index += 1
    var sign = 1
    if index < text.count, text[index] == 0x2d || text[index] == 0x2b {
      sign = text[index] == 0x2d ? -1 : 1
      index += 1
    }
    guard index < text.count else { return nil }
    var power = 0
    while index < text.count {
      guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
      power = min(power * 10 + Int(text[index] - 0x30), 100_000)
      index += 1
    }
    exponent += sign * power
  }

  guard isExact, abs(exponent) <= 22 else { return Double(String(decoding: text, as: UTF8.self)) }
  let power = exactPowersOfTen[abs(exponent)]
  let magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
  return isNegative ? -magnitude : magnitude
}
