/// The formulas of pages, and whether they can be shown.
enum Formulas {
  /// A formula as it stands on a page, with its own marks, and its first line.
  struct Formula: Equatable {
    let file: String
    let line: Int
    let markdown: String
  }

  /// What GitHub refuses or shows unreliably.
  static let refused = ["operatorname", "mbox", "phantom", "tag", "label", "newcommand"]

  /// Every formula of a page: ```` ```math ```` fences and `` $`…`$ ``, which may break over lines.
  static func formulas(of text: String, file: String) -> [Formula] {
    var result: [Formula] = []
    var line = 1
    var isInListing = false
    var isLineStart = true
    var rest = text[...]
    func take(to end: Substring.Index) {
      let formula = String(rest[..<end])
      result.append(Formula(file: file, line: line, markdown: formula))
      line += formula.count { $0 == "\n" }
      isLineStart = formula.last == "\n"
      rest = rest[end...]
    }
    while !rest.isEmpty {
      if isLineStart, !isInListing, rest.hasPrefix("```math\n"), let end = rest.firstRange(of: "\n```\n") {
        take(to: end.upperBound)
      } else if isLineStart, rest.hasPrefix("```") {
        isInListing.toggle()
        rest = rest.drop { $0 != "\n" }
        isLineStart = false
      } else if !isInListing, rest.hasPrefix("$`"), let end = rest.firstRange(of: "`$") {
        take(to: end.upperBound)
      } else {
        isLineStart = rest.removeFirst() == "\n"
        line += isLineStart ? 1 : 0
      }
    }
    return result
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
