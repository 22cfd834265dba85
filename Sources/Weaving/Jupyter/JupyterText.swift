/// Text in the forms that Jupyter takes.
enum JupyterText {
  /// The lines of a text, each with its end, as the format keeps them.
  static func lines(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { $0.offset < lines.count - 1 ? $0.element + "\n" : String($0.element) }
  }

  /// A page's Markdown with its formulas between dollars: `` $`x`$ `` is $x$, a fence of mathematics is $$…$$.
  static func markdown(_ text: String) -> String {
    var parts: [String] = []
    var prose: [Substring] = []
    var fence: Substring?
    func end() {
      if !prose.isEmpty { parts.append(withDollars(prose.joined(separator: "\n"))) }
      prose = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indentation = line.prefix { $0 == " " }
      let content = line[indentation.endIndex...]
      if let open = fence {
        let isEnd = content == "```"
        parts.append(isEnd && open == "```math" ? "\(indentation)$$" : String(line))
        if isEnd { fence = nil }
      } else if content.hasPrefix("```") {
        end()
        fence = content
        parts.append(content == "```math" ? "\(indentation)$$" : String(line))
      } else {
        prose.append(line)
      }
    }
    end()
    return parts.joined(separator: "\n")
  }

  /// Formulas between dollars, and dollars in words as words.
  private static func withDollars(_ prose: String) -> String {
    var result = ""
    var rest = prose[...]
    while let mark = rest.firstIndex(where: { $0 == "$" || $0 == "`" }) {
      result += rest[..<mark]
      rest = rest[mark...]
      if rest.hasPrefix("$`"), let end = rest.firstRange(of: "`$") {
        result += "$" + rest[..<end.lowerBound].dropFirst(2) + "$"
        rest = rest[end.upperBound...]
      } else if rest.first == "`" {
        // A code span ends at as many marks as it began with.
        let marks = rest.prefix { $0 == "`" }
        let after = rest[marks.endIndex...]
        let end = after.firstRange(of: marks)?.upperBound ?? marks.endIndex
        result += rest[..<end]
        rest = rest[end...]
      } else {
        result += result.last == "\\" ? "$" : "\\$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
