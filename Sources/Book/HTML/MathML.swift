/// Mends pandoc's MathML where browsers, which follow MathML Core, would set it otherwise than TeX.
enum MathML {
  /// Upright letters as one identifier, functions' names without an operator's spaces, no namespace that HTML implies.
  static func mended(_ html: String) -> String {
    var result = html.replacing(" xmlns=\"http://www.w3.org/1998/Math/MathML\"", with: "")
    result = withUprightWords(result)
    result = withFencesAsWritten(result)
    result = result.replacing(bigFence, with: "minsize=\"1.2em\" maxsize=\"1.2em\" stretchy=\"true\"")
    for name in functions {
      // A fence follows its function closely; anything else stands a thin space off.
      result = result.replacing("<mo>\(name)</mo><mo", with: "<mi>\(name)</mi><mo")
      result = result.replacing("<mo>\(name)</mo><mrow><mo stretchy", with: "<mi>\(name)</mi><mrow><mo stretchy")
      result = result.replacing("<mo>\(name)</mo>", with: "<mi>\(name)</mi><mspace width=\"0.17em\"></mspace>")
    }
    return result
  }

  /// Parentheses grow with what they hold if TeX says `\left`, and otherwise stay as they are.
  private static func withFencesAsWritten(_ html: String) -> String {
    html.split(separator: "<math", omittingEmptySubsequences: false).map { piece in
      guard !piece.contains("\\left") else { return String(piece) }
      return ["prefix", "postfix"].reduce(String(piece)) { piece, form in
        piece.replacing("stretchy=\"true\" form=\"\(form)\"", with: "stretchy=\"false\" form=\"\(form)\"")
      }
    }.joined(separator: "<math")
  }

  private static let functions = ["log", "exp", "tanh", "cos", "sin", "det", "max", "min"]
  /// The attributes that pandoc gives `\bigl(`: a size needs a unit, and a fence that is to have it must be free to stretch.
  private static let bigFence = "minsize=\"1.2\" maxsize=\"1.2\" stretchy=\"false\""
  private static let upright = "<mstyle mathvariant=\"normal\">"

  /// `mstyle` cannot make its letters upright in MathML Core, but an identifier of several letters is upright by itself.
  private static func withUprightWords(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstRange(of: upright), let end = rest[start.upperBound...].firstRange(of: "</mstyle>") {
      result += rest[..<start.lowerBound]
      let inner = rest[start.upperBound..<end.lowerBound]
      let letters = inner.replacing("<mi>", with: "").replacing("</mi>", with: "")
      if letters.contains("<") {
        result += "<mrow>" + inner + "</mrow>"
      } else {
        result += "<mi mathvariant=\"normal\">" + letters + "</mi>"
      }
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}
