import Notebook

/// The formulas of pages, and whether they can be shown.
enum Formulas {
  /// A formula as it stands on a page, with its own marks, and its first line.
  struct Formula: Equatable {
    let file: String
    let line: Int
    let markdown: String
  }

  /// The commands that GitHub refuses or shows unreliably.
  static let refused = ["operatorname", "mbox", "phantom", "tag", "label", "newcommand"]

  /// Every formula of a page: ```` ```math ```` fences and `` $`…`$ ``, which may break over lines.
  static func formulas(of text: String, file: String) -> [Formula] {
    (displays(of: text, file: file) + inline(of: text, file: file)).sorted { $0.line < $1.line }
  }

  private static func displays(of text: String, file: String) -> [Formula] {
    var result: [Formula] = []
    var open: [MarkdownLine] = []
    for line in MarkdownLine.lines(of: text) where line.kind != .prose && line.language == "math" {
      open.append(line)
      guard line.kind == .fence, open.count > 1 else { continue }
      let markdown = open.map { "\($0.text)\n" }.joined()
      result.append(Formula(file: file, line: open[0].number, markdown: markdown))
      open = []
    }
    return result
  }

  private static func inline(of text: String, file: String) -> [Formula] {
    let prose = MarkdownProse.replaced(in: text, prose: { $0 }, other: { _ in "" })
    var (line, place) = (1, prose.startIndex)
    return MarkdownProse.formulas(in: prose).map { range in
      line += prose[place..<range.lowerBound].count { $0.isNewline }
      place = range.lowerBound
      return Formula(file: file, line: line, markdown: String(prose[range]))
    }
  }

  /// The formulas that GitHub refuses, and those that pandoc does not convert to MathML, found by halves.
  static func findings(_ formulas: [Formula]) throws -> [Finding] {
    let refusals = formulas.flatMap { formula in
      refused.filter { formula.markdown.contains("\\" + $0) }.map {
        Finding(formula.file, line: formula.line, expected: "a formula that GitHub shows", found: "\\\($0)")
      }
    }
    return try refusals + unconverted(formulas[...])
  }

  private static func unconverted(_ formulas: ArraySlice<Formula>) throws -> [Finding] {
    guard let first = formulas.first else { return [] }
    do {
      _ = try Pandoc.html(of: formulas.map(\.markdown), file: first.file)
      return []
    } catch let problem as BookProblem {
      guard problem.expected != "the program pandoc" else { throw problem }
      if formulas.count == 1 {
        let shown = first.markdown.split(separator: "\n").joined(separator: " ")
        return [
          Finding(first.file, line: first.line, expected: "a formula that pandoc converts to MathML", found: shown)
        ]
      }
      let middle = formulas.startIndex + formulas.count / 2
      return try unconverted(formulas[..<middle]) + unconverted(formulas[middle...])
    }
  }
}
