import Notebook

/// As much code as a slide shows at a size that the last row can read.
struct SlideCode: Equatable {
  let code: String
  /// The lines of the chapter's source.
  let lines: ClosedRange<Int>
  /// Which part of its declarations it is, counted from 1, and of how many.
  var part = 1
  var parts = 1
  /// The largest size that its letters may have.
  var largestSize = 23.0

  /// The size of its letters in pixels of a slide: as large as width and height allow.
  var letterSize: Double {
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    let columns = lines.map(\.count).max() ?? 1
    // A letter of a fixed-width face is at most 0.61 of its size wide.
    let size = min(largestSize, 1120 / (0.61 * Double(max(1, columns))), 535 / (1.42 * Double(lines.count)))
    return (2 * size).rounded(.down) / 2
  }

  /// The declarations' code, parted between its paragraphs; short declarations that follow each other share a slide.
  ///
  /// - Parameter shownLines: The lines of the text that showed something: what they showed comes right after their code.
  static func slides(of declarations: [CodeCell.Declaration], shownLines: Set<Int>) -> [SlideCode] {
    var groups: [[CodeCell.Declaration]] = []
    for declaration in declarations {
      let shown = groups.last?.contains { group in shownLines.contains(where: group.lines.contains) } ?? true
      let length = (groups.last ?? []).reduce(declaration.lines.count) { $0 + $1.lines.count + 1 }
      if shown || length > Int(SlideRoom.linesOfCode) {
        groups.append([declaration])
      } else {
        groups[groups.count - 1].append(declaration)
      }
    }
    return groups.flatMap(parted)
  }

  private static func parted(_ declarations: [CodeCell.Declaration]) -> [SlideCode] {
    let paragraphs = declarations.flatMap(paragraphs)
    // A blank line stands before what the source sets apart.
    let blanks = zip(paragraphs, paragraphs.dropFirst()).map { $1.lines.lowerBound > $0.lines.upperBound + 1 }
    let parts = EvenParts.of(Array(zip(paragraphs, [true] + blanks)), capacity: SlideRoom.linesOfCode + 1) {
      paragraph, isApart in
      Double(paragraph.lines.count + (isApart ? 1 : 0))
    }.map { $0.map(\.0) }
    return parts.enumerated().map { index, part in
      let first = part.first?.lines.lowerBound ?? 0
      return SlideCode(
        code: joined(part), lines: first...max(first, part.last?.lines.upperBound ?? 0), part: index + 1,
        parts: parts.count)
    }
  }

  /// Paragraphs with a blank line between them where the source has one.
  private static func joined(_ paragraphs: [CodeCell.Declaration]) -> String {
    var result = ""
    var previous: Int?
    for paragraph in paragraphs {
      if let previous { result += paragraph.lines.lowerBound > previous + 1 ? "\n\n" : "\n" }
      result += paragraph.code
      previous = paragraph.lines.upperBound
    }
    return result
  }

  /// The lines between blank lines, parted where they are longer than a slide.
  private static func paragraphs(of declaration: CodeCell.Declaration) -> [CodeCell.Declaration] {
    let lines = declaration.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { (number: declaration.lines.lowerBound + $0.offset, text: $0.element) }
    let paragraphs = lines.split { $0.text.isBlank }
    return paragraphs.flatMap { paragraph in
      statements(of: Array(paragraph)).compactMap { lines in
        guard let first = lines.first, let last = lines.last else { return nil }
        return CodeCell.Declaration(code: lines.map(\.text).joined(separator: "\n"), lines: first.number...last.number)
      }
    }
  }

  private typealias Line = (number: Int, text: Substring)

  /// A long paragraph, before each of its statements; a statement that is still too long, such as a loop, before each of
  /// its own. A comment stays with what is below it, and the head of a function or a loop with its first statement.
  ///
  /// - Parameter outer: The lines of heads around it, which stay with its own head.
  private static func statements(of paragraph: [Line], below outer: Int = 0) -> [[Line]] {
    guard Double(paragraph.count) > SlideRoom.linesOfCode, outer < paragraph.count else { return [paragraph] }
    let indentation = { (line: Line) in line.text.prefix { $0 == " " }.count }
    let closes = { (line: Line) in line.text.first { $0 != " " }.map(")]}".contains) == true }
    let head = outer + paragraph.dropFirst(outer).prefix(while: isComment).count + 1
    let inner = paragraph.dropFirst(head).filter { !closes($0) }.map(indentation).min() ?? 0
    let hasHead = head <= paragraph.count && inner > indentation(paragraph[head - 1])
    var parts: [[Line]] = []
    for line in paragraph {
      let isHead = parts.count == 1 && hasHead && parts[0].count <= head
      let isBegun = isHead || parts.last?.allSatisfy(isComment) == true
      let begins = indentation(line) <= inner && !closes(line) && !isBegun
      let isFull = (parts.last?.count ?? 0) >= 2 * Int(SlideRoom.linesOfCode)
      if parts.isEmpty || begins || isFull { parts.append([line]) } else { parts[parts.count - 1].append(line) }
    }
    guard parts.count == 1 else { return parts.flatMap { statements(of: $0) } }
    return hasHead ? statements(of: paragraph, below: head) : parts
  }

  /// Whether a line is a comment or an attribute, which belongs to the line below it.
  private static func isComment(_ line: Line) -> Bool {
    let text = line.text.drop { $0 == " " }
    return text.hasPrefix("//") || text.hasPrefix("@")
  }
}
