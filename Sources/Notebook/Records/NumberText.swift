import Foundation
import Plotting

/// Numbers as the tables print them, the same in every locale.
package enum NumberText {
  /// A number to a count of significant digits.
  package static func significant(_ value: Double, digits: Int) -> String {
    // The sign of a NaN depends on the processor.
    guard value.isFinite else { return value.isNaN ? "nan" : "\(value)" }
    return DecimalText.significant(value, digits: digits)
  }

  /// A sample mean, to two digits beyond the first of its standard error.
  package static func mean(_ value: Double, standardError: Double?) -> String {
    guard value.isFinite, let standardError, standardError > 0, standardError.isFinite else {
      return significant(value, digits: 7)
    }
    let decimals = Int(2 - floor(log10(standardError)))
    guard (0...12).contains(decimals) else { return significant(value, digits: 7) }
    return String(format: "%.\(decimals)f", locale: nil, value)
  }

  /// A count with its thousands apart.
  package static func count(_ value: Int) -> String {
    let digits = String(abs(value))
    var groups: [Substring] = []
    var rest = digits[...]
    while !rest.isEmpty {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }
}
