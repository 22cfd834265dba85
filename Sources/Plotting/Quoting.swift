/// Text on its way into a script. Whatever it holds, it stays data.
///
/// All of it works on Unicode scalars: a quote followed by a combining accent is one `Character`, and still a quote to gnuplot.
enum Quoting {
  /// A string of gnuplot.
  ///
  /// Between single quotes nothing is special to gnuplot but the quote itself, which is doubled: no backtick runs a command,
  /// no `@` or `$` expands. A line break becomes `'…'."\n".'…'`, the only double-quoted string that a script ever holds.
  static func string(_ text: String) -> String {
    lines(text)
      .map { "'" + doubled("'", in: $0) + "'" }
      .joined(separator: #"."\n"."#)
  }

  /// A tick's text, in which gnuplot would read `%` as a number's format.
  static func tick(_ text: String) -> String {
    string(doubled("%", in: text))
  }

  /// Comment lines. A backslash at the end of a line would join the next line to it; the final space prevents that.
  static func comment(_ text: String) -> String {
    lines(text)
      .map { "# " + $0 + ($0.unicodeScalars.last == "\\" ? " " : "") + "\n" }
      .joined()
  }

  /// Why a text cannot be drawn, or nil: control characters other than the line break, and what XML does not admit.
  static func problem(with text: String) -> String? {
    for scalar in text.unicodeScalars where scalar != "\n" {
      let properties = scalar.properties
      let forbidden =
        properties.generalCategory == .control || properties.isNoncharacterCodePoint
        || scalar == "\u{2028}" || scalar == "\u{2029}"
      if forbidden {
        let code = String(scalar.value, radix: 16, uppercase: true)
        return "the text '\(text.asOneLine)' holds the control character U+\(code)"
      }
    }
    return text.utf8.count > 2000 ? "a text of \(text.utf8.count) bytes is longer than 2000" : nil
  }

  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(String.UnicodeScalarView($0)) }
  }

  private static func doubled(_ special: Unicode.Scalar, in text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      scalars.append(scalar)
      if scalar == special { scalars.append(scalar) }
    }
    return String(scalars)
  }
}
