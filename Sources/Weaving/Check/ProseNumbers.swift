import Literate

/// Whether every number that a chapter or the README prints is one that a run gave, to the digits that are printed.
///
/// What a chapter quotes from elsewhere stands in a comment of its code, `// Quoted: 1797 images`, where a reader sees it.
enum ProseNumbers {
  /// Checks a chapter's prose, and the statements, meanings and captions beside its numbers.
  static func findings(_ chapter: BookChapter) -> (checked: Int, findings: [Finding]) {
    let known = KnownNumbers(chapter)
    let file = chapter.source.file
    let sections = Set(chapter.source.sections.compactMap(\.number))
    var results: [(checked: Int, findings: [Finding])] = []
    for case .prose(let text, let line) in chapter.source.opening + chapter.source.sections.flatMap(\.blocks) {
      let words = withoutCode(text, sections: sections)
      results.append(known.findings(in: words, file: file, line: line))
    }
    for (text, line) in chapter.run.words { results.append(known.findings(in: text, file: file, line: line)) }
    return (results.reduce(0) { $0 + $1.checked }, results.flatMap(\.findings))
  }

  /// Checks a page that is written by hand: its prose, and its listings but for commands.
  static func findings(page: String, file: String, known: KnownNumbers) -> (checked: Int, findings: [Finding]) {
    known.findings(in: withoutCode(page, keeping: ["text", "swift"]), file: file, line: 1)
  }

  /// Markdown without code, links' targets and a chapter's references to its own sections, line for line.
  ///
  /// - Parameter languages: The listings that stay.
  static func withoutCode(_ markdown: String, sections: Set<String> = [], keeping languages: Set<String> = []) -> String
  {
    var fence: Substring?
    return markdown.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let content = line.drop { $0 == " " }
      if content.hasPrefix("```") {
        fence = fence == nil ? content.dropFirst(3) : nil
        return ""
      }
      if let language = fence { return language == "math" || languages.contains(String(language)) ? String(line) : "" }
      let prose = String(line).replacing(/\]\([^)]*\)/, with: "]").replacing(/="[^"]*"/, with: "")
        .replacing("$`", with: "$").replacing("`$", with: "$")
      return prose.replacing(/[0-9]+\.[0-9]+/) { sections.contains(String($0.0)) ? "" : String($0.0) }
    }.joined(separator: "\n").replacing(/`[^`]*`/) { span in span.0.filter { $0 == "\n" } }
  }
}
