import Notebook

/// Text in the forms that Jupyter takes.
enum JupyterText {
  /// The lines of a text, each with its end, as the format keeps them.
  static func lines(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { $0.offset < lines.count - 1 ? $0.element + "\n" : String($0.element) }
  }

  /// A page's Markdown with its formulas between dollars: `` $`x`$ `` is $x$, a fence of mathematics is $$…$$, and a dollar
  /// in words is escaped.
  ///
  /// A displayed formula stands on one line: a line of it that begins with a plus would be an item of a list.
  static func markdown(_ text: String) -> String {
    var formula: [Substring] = []
    return MarkdownProse.replaced(in: text) { prose in
      MarkdownProse.withFormulas(in: prose, { "$\($0)$" }, dollar: { _ in "\\$" })
    } other: { line in
      guard line.language == "math" else { return String(line.text) }
      formula.append(line.text)
      guard line.kind == .fence, formula.count > 1 else { return gap }
      defer { formula = [] }
      let indentation = line.text.prefix { $0 == " " }
      let inside = formula.dropFirst().dropLast().map(\.trimmed).joined(separator: " ")
      return ["$$", inside, "$$"].map { indentation + $0 }.joined(separator: "\n")
    }.replacing("\(gap)\n", with: "")
  }

  /// Marks the lines of a formula that stand on another.
  private static let gap = "\u{E001}"
}
