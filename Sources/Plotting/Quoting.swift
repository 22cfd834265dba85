/// Text on its way into a script. Whatever it holds, it stays data.
///
/// All of it works on Unicode scalars: a quote followed by a combining accent is one `Character`, and still a quote to gnuplot.
enum Quoting {
  /// A string of gnuplot: `'it'."'".'s'`.
  ///
  /// Between single quotes nothing is special to gnuplot but the quote itself: no backtick runs a command, no `@` or `$`
  /// expands. Its own way to write a quote, doubled, ends the string when it comes first or twice; so quotes and line breaks
  /// stand apart, between double quotes, which never hold anything else.
  static func string(_ text: String) -> String {
    var pieces: [String] = []
    var plain = String.UnicodeScalarView()
    var special = ""
    func close() {
      if !plain.isEmpty { pieces.append("'\(String(plain))'") }
      if !special.isEmpty { pieces.append("\"\(special)\"") }
      plain.removeAll()
      special = ""
    }
    for scalar in text.unicodeScalars {
      let isSpecial = scalar == "'" || scalar == "\n"
      if isSpecial ? !plain.isEmpty : !special.isEmpty { close() }
      if isSpecial { special += scalar == "'" ? "'" : "\\n" } else { plain.append(scalar) }
    }
    close()
    return pieces.isEmpty ? "''" : pieces.joined(separator: ".")
  }

  /// A word of the shell that is this text, whatever it holds: quoted where a plain name would not be.
  static func word(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || "._-".unicodeScalars.contains(scalar)
    }
    guard !isPlain || text.hasPrefix("-") else { return text }
    return "'./" + text.replacing("'", with: "'\\''") + "'"
  }

  /// A tick's text, in which gnuplot would read `%` as a number's format.
  static func tick(_ text: String) -> String {
    string(withDoubledPercent(text))
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

  private static func withDoubledPercent(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars += scalar == "%" ? [scalar, scalar] : [scalar] }
    return String(scalars)
  }
}
