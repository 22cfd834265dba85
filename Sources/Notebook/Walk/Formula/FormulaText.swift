/// A formula as text on one line: fractions with a slash, scripts in Unicode where it has them.
///
///     \frac1m\sum_{i=1}^m p(x\mid z_i)   →   (1/m) Σᵢ₌₁ᵐ p(x | zᵢ)
package enum FormulaText {
  /// A formula of the prose as one line.
  package static func line(_ formula: String) throws(FormulaProblem) -> String {
    text(of: try FormulaParser.node(of: formula))
  }

  /// A displayed formula as lines no wider than `columns`, broken before relations where it can.
  static func lines(_ formula: String, columns: Int) throws(FormulaProblem) -> [String] {
    let node = try FormulaParser.node(of: formula)
    return rows(of: node).enumerated().flatMap { index, row in
      var lines: [String] = []
      for chunk in indented(chunks(of: row, columns: columns), isFirst: index == 0) {
        if let last = lines.last, TextWidth.of(last + chunk) <= columns {
          lines[lines.count - 1] = last + chunk
        } else {
          lines.append(lines.isEmpty ? chunk : "  " + chunk.drop { $0 == " " })
        }
      }
      return lines
    }
  }

  // MARK: Breaking

  private static func rows(of node: FormulaNode) -> [FormulaNode] {
    switch node {
    case .lines(let lines): lines
    case .row(let parts) where parts.count == 1: rows(of: parts[0])
    default: [node]
    }
  }

  /// The pieces of a row between which a line may be broken: before a relation or a wide space, outside all brackets.
  ///
  /// A row with a piece that is wider than `columns` even so may be broken before signs of addition too, those in its
  /// outermost brackets as well.
  private static func chunks(of node: FormulaNode, columns: Int) -> [String] {
    guard case .row(let parts) = node else { return [text(of: node)] }
    let pieces = FormulaLine.pieces(of: parts)
    let chunks = chunks(of: pieces) { piece, depth in depth == 0 && (piece.kind == .relation || piece.isWideSpace) }
    guard chunks.contains(where: { TextWidth.of($0) > columns - 2 }) else { return chunks }
    return Self.chunks(of: pieces) { piece, depth in
      depth == 0 && (piece.kind == .relation || piece.isWideSpace)
        || depth <= 1 && piece.kind == .binary && ["+", "−"].contains(piece.text)
    }
  }

  private static func chunks(of pieces: [FormulaLine.Piece], breaks: (FormulaLine.Piece, Int) -> Bool) -> [String] {
    var chunks = [""]
    var depth = 0
    for index in pieces.indices {
      let piece = pieces[index]
      let separator = FormulaLine.separator(pieces, before: index, isScript: false)
      if breaks(piece, depth), index == 0 || pieces[index - 1].kind != .open { chunks.append("") }
      chunks[chunks.count - 1] += separator + piece.text
      if piece.kind == .open { depth += 1 } else if piece.kind == .close, piece.text != "′" { depth -= 1 }
    }
    return chunks.filter { !$0.isEmpty }
  }

  /// A later line of a display that goes on with a relation stands to the right of what it goes on from.
  private static func indented(_ chunks: [String], isFirst: Bool) -> [String] {
    guard !isFirst, let first = chunks.first, let sign = first.first else { return chunks }
    if "=≈≤≥<>".contains(sign) { return ["  " + first] + chunks.dropFirst() }
    // A line that opens with a sign adds to the line above it.
    guard "+−".contains(sign) else { return chunks }
    return ["  \(sign) " + first.dropFirst().drop { $0 == " " }] + chunks.dropFirst()
  }

  // MARK: Nodes

  static func text(of node: FormulaNode, isScript: Bool = false) -> String {
    switch node {
    case .symbol(let text, _): return text
    case .row(let parts): return FormulaLine.text(of: parts, isScript: isScript)
    case .fraction(let upper, let lower): return fraction(text(of: upper), text(of: lower))
    case .root(let radicand):
      let inside = text(of: radicand)
      return isSimple(inside) ? "√" + inside : "√(\(inside))"
    case .scripts(let base, let below, let above):
      return text(of: base) + script(below, FormulaSymbols.below, "_") + script(above, FormulaSymbols.above, "^")
    case .accented(let base, let mark): return text(of: base) + mark
    case .lines(let lines): return lines.map { text(of: $0) }.joined(separator: ";  ")
    }
  }

  private static func fraction(_ upper: String, _ lower: String) -> String {
    if let character = FormulaSymbols.fractions["\(upper)/\(lower)"] { return character }
    let top = hasSpaceOutsideBrackets(upper) ? "(\(upper))" : upper
    return top + "/" + (isSimple(lower) || isApplication(lower) ? lower : "(\(lower))")
  }

  private static func script(_ node: FormulaNode?, _ table: [Character: Character], _ mark: String) -> String {
    guard let node else { return "" }
    let text = text(of: node, isScript: true)
    let characters = text.compactMap { table[$0] }
    if characters.count == text.count { return String(characters) }
    return text.count == 1 ? mark + text : "\(mark)(\(text))"
  }

  private static func hasSpaceOutsideBrackets(_ text: String) -> Bool {
    var depth = 0
    for character in text {
      if "([".contains(character) { depth += 1 } else if ")]".contains(character) { depth -= 1 }
      if character == " ", depth == 0 { return true }
    }
    return false
  }

  /// One letter or number with its scripts.
  private static func isSimple(_ text: String) -> Bool {
    let letters = text.filter { !FormulaLine.raised.contains($0) }
    return letters.count == 1 || letters.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
  }

  /// A letter before one pair of brackets: p(z | x).
  private static func isApplication(_ text: String) -> Bool {
    guard text.last == ")", let open = text.firstIndex(of: "("), isSimple(String(text[..<open])) else { return false }
    return !text[text.index(after: open)...].dropLast().contains { "()".contains($0) }
  }
}
