/// Pieces of GitHub's Markdown.
enum MarkdownText {
  /// Plain words as Markdown shows them, in a table's cell too; code spans stay code.
  static func plain(_ text: String) -> String {
    // The last of an odd number of backticks closes nothing.
    var (isCode, backticks) = (false, text.count { $0 == "`" })
    return text.reduce(into: "") { result, character in
      switch character {
      case "`" where !isCode && backticks == 1: result += "\\`"
      case "`":
        isCode.toggle()
        backticks -= 1
        result.append(character)
      case "|": result += "\\|"
      case "\n": result += " "
      case _ where isCode: result.append(character)
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "*", "_", "~", "[", "]", "$", "\\": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }

  /// Markdown, made fit for a table's cell.
  static func cell(_ markdown: String) -> String {
    markdown.replacingPipes().replacing("\n", with: " ")
  }

  /// A table; the alignment of a column is that of its header's mark.
  static func table(_ header: [String], _ alignment: [String], _ rows: [[String]]) -> String {
    ([header, alignment] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// Markdown that is shown on a click.
  static func folded(_ summary: String, _ content: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(content)\n\n</details>"
  }

  /// A listing in Swift.
  static func swift(_ code: String) -> String { "```swift\n\(code)\n```" }

  /// The anchor that GitHub gives a heading: letters, digits, hyphens and underscores, in lower case.
  static func anchor(_ heading: String) -> String {
    var result = ""
    for scalar in heading.lowercased().unicodeScalars {
      let isKept = scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-"
      if isKept || scalar == "_" { result.unicodeScalars.append(scalar) }
      if scalar == " " { result += "-" }
    }
    return result
  }

  /// Links to the chapters before and after, and whatever stands between.
  static func navigation(
    _ previous: BookChapter?, _ next: BookChapter?, middle: [String] = [], to address: (BookChapter) -> String
  ) -> String {
    let title = { (chapter: BookChapter) in "\(chapter.number) · \(plain(chapter.title))" }
    let before = previous.map { "[← \(title($0))](\(address($0)))" }
    let after = next.map { "[\(title($0)) →](\(address($0)))" }
    return ([before] + middle + [after]).compactMap(\.self).joined(separator: " · ")
  }

  /// Threads as links; GitHub leads from an issue's address to a pull request of that number.
  static func threads(_ threads: [String]) -> String {
    threads.map { thread in
      let parts = thread.split(separator: "#")
      guard parts.count == 2 else { return plain(thread) }
      return "[\(plain(thread))](https://github.com/\(parts[0])/issues/\(parts[1]))"
    }.joined(separator: ", ")
  }

  /// "first, second and third".
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension String {
  /// Bars that are not escaped yet, escaped.
  fileprivate func replacingPipes() -> String {
    var previous: Character?
    return reduce(into: "") { result, character in
      result += character == "|" && previous != "\\" ? "\\|" : String(character)
      previous = character
    }
  }
}
