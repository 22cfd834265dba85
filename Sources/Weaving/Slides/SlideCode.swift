/// As much code as a slide shows at a size that the last row can read.
struct SlideCode: Equatable {
  let code: String
  /// The lines of the chapter's source.
  let lines: ClosedRange<Int>
  /// Which part of its declarations it is, counted from 1, and of how many.
  var part = 1
  var parts = 1

  /// More lines than this are parted.
  static let mostLines = 18.0

  /// The size of its letters in pixels of a slide: as large as width and height allow.
  var letterSize: Double {
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    let columns = lines.map(\.count).max() ?? 1
    // A letter of a fixed-width face is at most 0.61 of its size wide.
    let size = min(23, 1120 / (0.61 * Double(max(1, columns))), 535 / (1.42 * Double(lines.count)))
    return (2 * size).rounded(.down) / 2
  }

  /// The declarations' code, parted between its paragraphs; short declarations that follow each other share a slide.
  ///
  /// - Parameter recorded: The source lines that showed something: what they showed comes right after their code.
  static func slides(of pieces: [CodeCell.Piece], recorded: Set<Int>) -> [SlideCode] {
    var groups: [[CodeCell.Piece]] = []
    for piece in pieces {
      let shown = groups.last?.contains { group in recorded.contains(where: group.lines.contains) } ?? true
      let length = (groups.last ?? []).reduce(piece.lineCount) { $0 + $1.lineCount + 1 }
      if shown || length > Int(mostLines) { groups.append([piece]) } else { groups[groups.count - 1].append(piece) }
    }
    return groups.flatMap(parted)
  }

  private static func parted(_ pieces: [CodeCell.Piece]) -> [SlideCode] {
    let paragraphs = pieces.flatMap(paragraphs)
    let parts = EvenParts.of(paragraphs, capacity: mostLines + 1) { Double($0.lineCount + 1) }
    return parts.enumerated().map { index, part in
      let first = part.first?.lines.lowerBound ?? 0
      return SlideCode(
        code: joined(part), lines: first...max(first, part.last?.lines.upperBound ?? 0), part: index + 1,
        parts: parts.count)
    }
  }

  /// Paragraphs with a blank line between them where the source has one.
  private static func joined(_ paragraphs: [CodeCell.Piece]) -> String {
    var result = ""
    var previous: Int?
    for paragraph in paragraphs {
      if let previous { result += paragraph.lines.lowerBound > previous + 1 ? "\n\n" : "\n" }
      result += paragraph.code
      previous = paragraph.lines.upperBound
    }
    return result
  }

  /// What stands between blank lines, and pieces of it where that is longer than a slide.
  private static func paragraphs(of piece: CodeCell.Piece) -> [CodeCell.Piece] {
    let lines = piece.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { (number: piece.lines.lowerBound + $0.offset, text: $0.element) }
    let paragraphs = lines.split { $0.text.allSatisfy(\.isWhitespace) }
    return paragraphs.flatMap { paragraph -> [CodeCell.Piece] in
      let statements = Double(paragraph.count) > mostLines ? statements(of: paragraph) : [Array(paragraph)]
      return statements.compactMap { lines in
        guard let first = lines.first, let last = lines.last else { return nil }
        return CodeCell.Piece(code: lines.map(\.text).joined(separator: "\n"), lines: first.number...last.number)
      }
    }
  }

  /// A long paragraph, before each line that is indented as little as its second: a statement each.
  private static func statements(
    of paragraph: ArraySlice<(number: Int, text: Substring)>
  ) -> [[(number: Int, text: Substring)]] {
    let indentation = { (text: Substring) in text.prefix { $0 == " " }.count }
    let inner = paragraph.dropFirst().map { indentation($0.text) }.filter { $0 > 0 }.min() ?? 0
    var result: [[(number: Int, text: Substring)]] = []
    for line in paragraph {
      let closes = line.text.first { $0 != " " }.map(")]}".contains) == true
      let begins = indentation(line.text) <= inner && (result.last?.count ?? 0) > 1
      let isFull = (result.last?.count ?? 0) >= Int(mostLines)
      if result.isEmpty || (!closes && (isFull || begins)) {
        result.append([line])
      } else {
        result[result.count - 1].append(line)
      }
    }
    return result
  }
}

extension CodeCell.Piece {
  var lineCount: Int { lines.count }
}
