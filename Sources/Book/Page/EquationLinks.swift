import Notebook

/// Markdown in which every number of the notes leads to its equation, and every display of one has an anchor.
struct EquationLinks {
  let places: EquationPlaces
  let page: EquationPlaces.Page

  /// Prose with a link at each "(16)", "Definition 1" and "Figure 1", and an anchor before each numbered display.
  func linked(_ markdown: String) -> String {
    var fence: [String] = []
    return MarkdownProse.replaced(in: Self.withOpenFolds(markdown), prose: linkedWords) { line in
      guard line.language == "math" else { return String(line.text) }
      fence.append(String(line.text))
      guard line.kind == .fence, fence.count > 1 else { return Self.gap }
      defer { fence = [] }
      return anchors(before: fence.dropFirst().dropLast().joined(separator: "\n")) + fence.joined(separator: "\n")
    }.replacing("\(Self.gap)\n", with: "")
  }

  /// Prose with links, and its displays as they are.
  func linkedProse(_ markdown: String) -> String {
    MarkdownProse.replaced(in: Self.withOpenFolds(markdown), prose: linkedWords)
  }

  /// A label such as "(13), (14)" or "Definition 1" with each of its numbers as a link.
  func linked(label: String) -> String { linkedWords(label) }

  // MARK: Words

  /// The parts that must stay as they are, and the numbers; a number counts after a blank, a bracket or a dash only.
  private static var pieces: Regex<(Substring, number: Substring?, name: Substring?)> {
    /\$`[^`]+`\$|`[^`]*`|!?\[[^\]]*\]\([^)]*\)|<[^>\n]*>|\((?<number>[0-9]{1,2})\)|(?<name>Definition 1|Figure 1)\b/
  }

  private func linkedWords(_ prose: String) -> String {
    var result = ""
    var rest = prose[...]
    while let match = rest.firstMatch(of: Self.pieces) {
      result += rest[..<match.range.lowerBound]
      let before = result.last
      let isApart = before.map { $0.isWhitespace || "–—(,;*\"“".contains($0) } ?? true
      let label = (match.output.number ?? match.output.name).map(String.init)
      if let label, isApart, NotesPlace.all.contains(where: { $0.label == label }) {
        result += "[\(match.0)](\(places.address(of: label, from: page)))"
      } else {
        result += match.0
      }
      rest = rest[match.range.upperBound...]
    }
    return result + rest
  }

  // MARK: Displays

  /// Marks the lines of a fence that were taken together.
  private static let gap = "\u{E001}"

  private func anchors(before latex: String) -> String {
    guard case .chapter(let folder) = page, let formula = NumberedFormula(latex) else { return "" }
    let labels = formula.labels.filter { label in
      places.places.contains { $0.label == label && $0.chapter.folder == folder && $0.latex == formula.latex }
    }
    let anchors = labels.map { "<a id=\"\(NumberedFormula.anchor($0))\"></a>" }.joined()
    return anchors.isEmpty ? "" : anchors + "\n\n"
  }

  // MARK: Folds

  /// Markdown in which a fold's content stands apart from its tags: right beside them GitHub would show its marks.
  static func withOpenFolds(_ markdown: String) -> String {
    markdown.replacing(/(?m)^(\ *)<details><summary>([^\n]*?)<\/summary>([^\n](?:.|\n)*?)\n?\ *<\/details>/) { match in
      "\(match.1)<details><summary>\(match.2)</summary>\n\n\(match.1)\(match.3)\n\n\(match.1)</details>"
    }
  }
}
