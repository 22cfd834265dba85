/// Mends pandoc's MathML where browsers, which follow MathML Core, would set it otherwise than TeX.
enum MathML {
  /// Upright letters as one identifier, functions' names with their spaces, fences as tall as the fractions in them.
  static func mended(_ html: String) -> String {
    var result = html.replacing(" xmlns=\"http://www.w3.org/1998/Math/MathML\"", with: "")
    result = withUprightWords(result)
    result = withFencesAsWritten(result)
    result = withTallFences(result)
    result = result.replacing(bigFence, with: "minsize=\"1.2em\" maxsize=\"1.2em\" stretchy=\"true\"")
    for name in functions {
      // A function stands a thin space off what it follows, unless that is an operator or opens something.
      for end in ends { result = result.replacing("\(end)<mo>\(name)</mo>", with: "\(end)\(thin)<mo>\(name)</mo>") }
      // A fence follows its function closely; anything else stands a thin space off.
      result = result.replacing("<mo>\(name)</mo><mo", with: "<mi>\(name)</mi><mo")
      result = result.replacing("<mo>\(name)</mo><mrow><mo", with: "<mi>\(name)</mi><mrow><mo")
      result = result.replacing("<mo>\(name)</mo>", with: "<mi>\(name)</mi>\(thin)")
    }
    return result
  }

  private static let thin = "<mspace width=\"0.17em\"></mspace>"
  /// The ends of what a function is multiplied with.
  private static let ends = [
    "</mi>", "</mn>", "</mfrac>", "</mstyle>", "</msup>", "</msub>", "</msubsup>", "</msqrt>",
    "form=\"postfix\">)</mo>", "form=\"postfix\">]</mo>",
  ]

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

  // MARK: Fences

  /// `\bigl(` and `\bigr)` in a row of their own, where they grow with it, if there is a full-sized fraction between them.
  private static func withTallFences(_ html: String) -> String {
    let (opening, closing) = ("<mo \(bigFence) form=\"prefix\">", "<mo \(bigFence) form=\"postfix\">")
    var result = ""
    var rest = html[...]
    while let open = rest.firstRange(of: opening) {
      result += rest[..<open.lowerBound]
      rest = rest[open.lowerBound...]
      guard let end = matchingFence(in: rest[open.upperBound...], opening, closing),
        let close = rest[end...].firstRange(of: "</mo>")
      else { return result + rest }
      let inside = rest[open.upperBound..<end]
      if hasTallFraction(inside), isBalanced(inside.drop { $0 != "<" }.dropFirst("</mo>".count)) {
        let content = withTallFences(String(inside))
        let tall = "<mo stretchy=\"true\" form="
        result += "<mrow>\(tall)\"prefix\">\(content)\(tall)\"postfix\">"
        result += rest[end..<close.upperBound].dropFirst(closing.count) + "</mrow>"
        rest = rest[close.upperBound...]
      } else {
        result += opening
        rest = rest[open.upperBound...]
      }
    }
    return result + rest
  }

  /// The place of the fence that closes the one before the text.
  private static func matchingFence(in text: Substring, _ opening: String, _ closing: String) -> Substring.Index? {
    var (depth, place) = (1, text.startIndex)
    while let close = text[place...].firstRange(of: closing) {
      depth += text[place..<close.lowerBound].ranges(of: opening).count - 1
      if depth == 0 { return close.lowerBound }
      place = close.upperBound
    }
    return nil
  }

  private static func hasTallFraction(_ math: Substring) -> Bool {
    math.ranges(of: "<mfrac>").count > math.ranges(of: "<mstyle displaystyle=\"false\"><mfrac>").count
  }

  /// True if every element that begins in a piece ends in it, and no other does.
  private static func isBalanced(_ math: Substring) -> Bool {
    var depth = 0
    for tag in math.matches(of: /<(\/?)[a-z]+[^>]*?(\/?)>/) where tag.2.isEmpty {
      depth += tag.1.isEmpty ? 1 : -1
      if depth < 0 { return false }
    }
    return depth == 0
  }

  // MARK: Letters

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
