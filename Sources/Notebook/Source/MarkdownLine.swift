/// A line of Markdown, and whether it stands in a fenced listing.
package struct MarkdownLine {
  /// The kinds of lines.
  package enum Kind: Equatable {
    /// Outside of listings.
    case prose
    /// The fence before or after a listing.
    case fence
    /// Inside a listing.
    case listing
  }

  /// The line, without its end.
  package let text: Substring
  /// The line's number, from 1.
  package let number: Int
  /// The line's kind.
  package let kind: Kind
  /// The listing's language, for fences too: "swift", "math", or empty.
  package let language: String?

  /// The lines of Markdown, in order. A fence may be indented, as in an item of a list.
  package static func lines(of markdown: String) -> [MarkdownLine] {
    var open: String?
    return markdown.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, text in
      let content = text.drop { $0 == " " }
      guard content.hasPrefix("```") else {
        return MarkdownLine(text: text, number: index + 1, kind: open == nil ? .prose : .listing, language: open)
      }
      let language = open ?? String(content.dropFirst(3))
      open = open == nil ? language : nil
      return MarkdownLine(text: text, number: index + 1, kind: .fence, language: language)
    }
  }
}

/// Changes to Markdown outside of its listings.
package enum MarkdownProse {
  /// Markdown with each run of lines outside of listings replaced; the other lines are changed one by one.
  package static func replaced(
    in markdown: String, prose: (String) -> String, other: (MarkdownLine) -> String = { String($0.text) }
  ) -> String {
    var parts: [String] = []
    var run: [Substring] = []
    func end() {
      if !run.isEmpty { parts.append(prose(run.joined(separator: "\n"))) }
      run = []
    }
    for line in MarkdownLine.lines(of: markdown) {
      guard line.kind != .prose else {
        run.append(line.text)
        continue
      }
      end()
      parts.append(other(line))
    }
    end()
    return parts.joined(separator: "\n")
  }

  /// Prose with each formula `` $`…`$ `` replaced, and code spans left alone.
  package static func withFormulas(
    in prose: String, _ formula: (Substring) -> String, dollar: (Substring) -> String = { String($0) }
  ) -> String {
    prose.replacing(span) { match in
      if let latex = match.1 { return formula(latex) }
      return match.2 == nil ? dollar(match.0) : String(match.0)
    }
  }

  /// The places of the formulas in prose, with their marks.
  package static func formulas(in prose: String) -> [Range<String.Index>] {
    prose.matches(of: span).filter { $0.1 != nil }.map(\.range)
  }

  /// A formula, a span of code, or a dollar.
  private static var span: Regex<(Substring, Substring?, Substring?)> { /\$`([^`]+)`\$|(`+)(?:.|\n)*?\2|\\?\$/ }
}
