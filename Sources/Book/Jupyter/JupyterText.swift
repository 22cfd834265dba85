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
  static func markdown(_ text: String) -> String {
    MarkdownProse.replaced(in: text) { prose in
      MarkdownProse.withFormulas(in: prose, { "$\($0)$" }, dollar: { _ in "\\$" })
    } other: { line in
      let isMathFence = line.kind == .fence && line.language == "math"
      return isMathFence ? "\(line.text.prefix { $0 == " " })$$" : String(line.text)
    }
  }
}
