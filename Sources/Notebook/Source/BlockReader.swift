/// Collects a chapter's lines into blocks, and its blocks into sections.
struct BlockReader {
  private(set) var title: (text: String, line: Int)?
  private(set) var opening: [SourceBlock] = []
  private(set) var sections: [SourceSection] = []
  private var prose: [Substring] = []
  private var code: [Substring] = []
  private var firstLine = 1
  /// Inside a fence a line that looks like a heading is none.
  private var isInFence = false

  mutating func read(_ line: Substring, number: Int) {
    guard line.hasPrefix("//:") else {
      if code.isEmpty {
        endProse()
        firstLine = number
      }
      code.append(line)
      return
    }
    endCode()
    let text = line.dropFirst(3).first == " " ? line.dropFirst(4) : line.dropFirst(3)
    if text.hasPrefix("```") { isInFence.toggle() }
    if !isInFence, text.hasPrefix("# ") {
      endProse()
      title = title ?? (String(text.dropFirst(2)).trimmed, number)
    } else if !isInFence, text.hasPrefix("## ") {
      endProse()
      sections.append(Self.section(headed: String(text.dropFirst(3)).trimmed, line: number))
    } else {
      if prose.isEmpty { firstLine = number }
      prose.append(text)
    }
  }

  mutating func finish() {
    endProse()
    endCode()
  }

  /// "3.4 The closed form" has a number, "Exercises" has none.
  private static func section(headed heading: String, line: Int) -> SourceSection {
    let words = heading.split(separator: " ", maxSplits: 1)
    if words.count == 2, words[0].contains("."), words[0].allSatisfy({ $0.isNumber || $0 == "." }) {
      return SourceSection(number: String(words[0]), title: String(words[1]), line: line, blocks: [])
    }
    return SourceSection(number: nil, title: heading, line: line, blocks: [])
  }

  private mutating func endProse() {
    let (lines, first) = Self.withoutBlankEnds(prose, firstLine: firstLine)
    if !lines.isEmpty { append(.prose(lines.joined(separator: "\n"), line: first)) }
    prose = []
  }

  private mutating func endCode() {
    let (lines, first) = Self.withoutBlankEnds(code, firstLine: firstLine)
    if !lines.isEmpty {
      append(.code(lines.joined(separator: "\n"), lines: first...(first + lines.count - 1)))
    }
    code = []
  }

  private mutating func append(_ block: SourceBlock) {
    if sections.isEmpty { opening.append(block) } else { sections[sections.count - 1].blocks.append(block) }
  }

  private static func withoutBlankEnds(_ lines: [Substring], firstLine: Int) -> ([Substring], Int) {
    guard let first = lines.firstIndex(where: { !$0.isBlank }),
      let last = lines.lastIndex(where: { !$0.isBlank })
    else { return ([], firstLine) }
    return (Array(lines[first...last]), firstLine + first)
  }
}
