/// A run of prose that is quoted (each line begins with `>`), or is not.
///
/// A quotation that opens with bold words and a question mark, `> **What do you expect?** …`, is a question to the reader:
/// a walk pauses there, and a deck gives it a slide.
package struct ProsePassage: Sendable, Equatable {
  /// Markdown, without the marks of quotation.
  package let text: String
  /// Whether it is quoted.
  package let isQuotation: Bool

  /// Markdown, with the marks of quotation.
  package var markdown: String {
    guard isQuotation else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }.joined(separator: "\n")
  }

  /// Whether the reader is to think before going on.
  package var isQuestion: Bool {
    isQuotation && text.hasPrefix("**") && text.dropFirst(2).prefix { $0 != "*" }.hasSuffix("?")
  }

  /// Takes Markdown apart at its quotations.
  package static func passages(of markdown: String) -> [ProsePassage] {
    var passages: [ProsePassage] = []
    var (lines, isQuotation) = ([String](), false)
    func end() {
      let text = lines.joined(separator: "\n")
      if !text.isBlank { passages.append(ProsePassage(text: text, isQuotation: isQuotation)) }
      lines = []
    }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let isQuoted = line.hasPrefix(">")
      if isQuoted != isQuotation { end() }
      isQuotation = isQuoted
      lines.append(String(isQuoted ? line.dropFirst(line.hasPrefix("> ") ? 2 : 1) : line))
    }
    end()
    return passages
  }
}
