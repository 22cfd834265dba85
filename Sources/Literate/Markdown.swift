/// One block of a chapter's Markdown, as far as forms other than a page need to tell blocks apart.
public enum MarkdownBlock: Sendable, Equatable {
  /// Flowing text, its lines joined.
  case paragraph(String)
  /// A displayed formula in LaTeX.
  case formula(String)
  /// A fenced listing and its language.
  case listing(String, language: String)
  /// An item of a list: its mark ("-" or "2."), and its text.
  case item(mark: String, text: String)
  /// A row of a table, cell by cell.
  case row([String])

  /// Splits Markdown into blocks.
  public static func blocks(of markdown: String) -> [MarkdownBlock] {
    var splitter = MarkdownSplitter()
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) { splitter.read(line) }
    return splitter.finish()
  }
}

/// Reads Markdown line by line.
private struct MarkdownSplitter {
  private var blocks: [MarkdownBlock] = []
  private var text: [String] = []
  private var mark: String?
  private var fence: (language: String, lines: [Substring])?

  mutating func read(_ line: Substring) {
    let content = line.trimmed
    if var open = fence {
      if content == "```" {
        let body = open.lines.joined(separator: "\n")
        blocks.append(open.language == "math" ? .formula(body) : .listing(body, language: open.language))
        fence = nil
      } else {
        open.lines.append(line)
        fence = open
      }
    } else if content.hasPrefix("```") {
      endText()
      fence = (String(content.dropFirst(3)), [])
    } else if content.isEmpty {
      endText()
    } else if content.hasPrefix("|") {
      endText()
      blocks.append(.row(content.split(separator: "|").map(\.trimmed)))
    } else if let (mark, rest) = Self.item(content), !line.hasPrefix("    ") {
      endText()
      self.mark = mark
      text = [rest]
    } else {
      text.append(content)
    }
  }

  mutating func finish() -> [MarkdownBlock] {
    endText()
    return blocks
  }

  private mutating func endText() {
    if !text.isEmpty {
      let joined = text.joined(separator: " ")
      blocks.append(mark.map { .item(mark: $0, text: joined) } ?? .paragraph(joined))
    }
    (text, mark) = ([], nil)
  }

  /// "- text" and "2. text" begin an item; "2.5 nats" does not.
  private static func item(_ content: String) -> (String, String)? {
    let words = content.split(separator: " ", maxSplits: 1)
    guard words.count == 2 else { return nil }
    let isBullet = words[0] == "-" || words[0] == "*"
    let isNumber = words[0].last == "." && Int(words[0].dropLast()) != nil
    return isBullet || isNumber ? (String(words[0]), String(words[1])) : nil
  }
}
