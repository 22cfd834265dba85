import Foundation

/// A number as prose prints it, with as many digits as it claims to know.
struct PrintedNumber: Equatable {
  /// As it is printed, with what scales it: "5.773 %", "1.8 million".
  let text: String
  /// The magnitude that the digits spell.
  let value: Double
  /// Half a unit of the last digit.
  let slack: Double
  /// Its line, counted from the text's first line as 0.
  let line: Int

  /// Whether a number of the run, with its sign set aside, rounds to this one.
  func matches(_ number: Double) -> Bool {
    abs(abs(number) - value) <= slack * (1 + 1e-9)
  }

  /// The numbers of a text that claim to be known: with a decimal point, or with three significant digits.
  ///
  /// A number that belongs to a word (`ch03`), to an exponent or an index is none, nor is a year in parentheses.
  static func numbers(in text: String) -> [PrintedNumber] {
    text.matches(of: /[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?/).compactMap { match in
      let before = text[..<match.range.lowerBound]
      let after = text[match.range.upperBound...]
      guard before.last.map({ !$0.isLetter && !"_^.#0123456789".contains($0) }) ?? true, !before.hasSuffix("^{"),
        !before.hasSuffix("_{"), !isYear(match.0, before, after)
      else { return nil }
      let digits = match.0.filter { $0 != "," }
      let known = digits.filter { $0 != "." }.drop { $0 == "0" }.count
      guard digits.contains(".") || known >= 3, let value = Double(digits) else { return nil }
      let decimals = digits.split(separator: ".").dropFirst().first?.count ?? 0
      let (scale, unit) = scale(after)
      return PrintedNumber(
        text: String(match.0) + unit, value: value * scale, slack: 0.5 * pow(10, -Double(decimals)) * scale,
        line: before.count { $0 == "\n" })
    }
  }

  private static func isYear(_ digits: Substring, _ before: Substring, _ after: Substring) -> Bool {
    guard digits.count == 4, let year = Int(digits), (1800...2100).contains(year) else { return false }
    return before.last == "(" && after.first.map { "),;".contains($0) } ?? false
  }

  /// The factor that follows a number, and its text.
  private static func scale(_ rest: Substring) -> (Double, String) {
    if let percent = rest.prefixMatch(of: /(?:\s|\\,)?\\?%/) { return (0.01, String(percent.0)) }
    if let million = rest.prefixMatch(of: /\smillion/) { return (1e6, String(million.0)) }
    if let power = rest.prefixMatch(of: /\\cdot\s?10\^\{?(-?[0-9]+)\}?/) {
      return (pow(10, Double(power.1) ?? 0), String(power.0))
    }
    if let power = rest.prefixMatch(of: /\s?·\s?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/) {
      return (pow(10, exponent(power.1)), String(power.0))
    }
    if let power = rest.prefixMatch(of: /e(-?[0-9]+)/) { return (pow(10, Double(power.1) ?? 0), String(power.0)) }
    return (1, "")
  }

  /// The number that raised digits spell.
  private static func exponent(_ raised: Substring) -> Double {
    let digits = raised.map { character -> Character in
      let index = "⁰¹²³⁴⁵⁶⁷⁸⁹".firstIndex(of: character)
      return index.map { Character("\("⁰¹²³⁴⁵⁶⁷⁸⁹".distance(from: "⁰¹²³⁴⁵⁶⁷⁸⁹".startIndex, to: $0))") } ?? "-"
    }
    return Double(String(digits)) ?? .nan
  }
}
