import Platform

/// The marks of a logarithmic axis: powers of ten as 10⁻³, and unlabelled ones between.
///
/// gnuplot writes 10⁻³ only in its enhanced mode, in which titles would be markup rather than data.
enum LogarithmicTicks {
  /// The list for `set xtics`, for a range of positive numbers.
  static func list(_ range: ClosedRange<Double>) -> String {
    let lowest = Int(log10(range.lowerBound).rounded(.down))
    let highest = Int(log10(range.upperBound).rounded(.up))
    let decades = log10(range.upperBound) - log10(range.lowerBound)
    // Under two decades the labels between the powers are needed; over eight not every power has room.
    let labelled: Set<Int> = decades < 0.7 ? Set(1...9) : decades < 1 ? [1, 2, 3, 5] : decades < 1.6 ? [1, 2, 5] : [1]
    let step = max(1, Int((decades / 8).rounded(.up)))
    let plain = range.lowerBound >= 0.009 && range.upperBound <= 2000

    var marks: [String] = []
    for exponent in lowest...highest {
      for digit in 1...9 {
        let position = "\(digit)e\(exponent)"
        guard let value = Double(position), range.contains(value) else { continue }
        let text =
          labelled.contains(digit) && exponent.isMultiple(of: step) ? label(digit, exponent, plain ? value : nil) : ""
        if digit > 1, decades > 10 { continue }
        marks.append(text.isEmpty ? "'' \(position) 1" : "'\(text)' \(position)")
      }
    }
    return marks.isEmpty ? "autofreq" : "(\(marks.joined(separator: ", ")))"
  }

  private static func label(_ digit: Int, _ exponent: Int, _ plainValue: Double?) -> String {
    if let plainValue { return DecimalText.sixDigits(plainValue) }
    let power = "10" + superscript(exponent)
    return digit == 1 ? power : "\(digit)·\(power)"
  }

  /// A whole number in raised digits.
  static func superscript(_ number: Int) -> String {
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let digits = String(abs(number)).utf8.map { raised[Int($0 - UInt8(ascii: "0"))] }
    return (number < 0 ? "⁻" : "") + String(digits)
  }
}
