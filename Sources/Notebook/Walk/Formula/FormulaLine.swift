/// Parts side by side on one line, with the spaces that typesetting would put between them.
enum FormulaLine {
  /// A part as text, with what its neighbours need to know of it.
  struct Piece {
    let text: String
    let kind: FormulaClass
    /// A fraction with a slash needs brackets where something stands right beside it.
    let isSlashed: Bool
    /// A script that Unicode lacks ends in ordinary characters, which must not touch the next letter.
    let hasPlainScript: Bool

    var isWideSpace: Bool { kind == .space && text.count > 2 }
  }

  /// All characters that stand above or below the line.
  static let raised = Set(FormulaSymbols.above.values).union(FormulaSymbols.below.values).subtracting([" "])

  static func text(of parts: [FormulaNode], isScript: Bool) -> String {
    let pieces = pieces(of: parts)
    var result = ""
    for index in pieces.indices {
      let separator = separator(pieces, before: index, isScript: isScript)
      result += result.hasSuffix(" ") && separator == " " ? "" : separator
      if !(isScript && pieces[index].kind == .space) { result += pieces[index].text }
    }
    return result
  }

  static func pieces(of parts: [FormulaNode]) -> [Piece] {
    let flat = parts.flatMap { node in
      if case .row(let inner) = node { inner } else { [node] }
    }
    var pieces = flat.map(piece)
    for index in pieces.indices where pieces[index].isSlashed {
      let before = pieces[..<index].last { !$0.text.isEmpty }?.kind
      // A narrow space hardly parts the denominator from what follows: "1/V E" could be read as 1/(VE).
      let after = pieces[(index + 1)...].first { !$0.text.isEmpty && ($0.kind != .space || $0.isWideSpace) }?.kind
      let touches: Set<FormulaClass> = [.ordinary, .function, .large]
      let isBeside = before.map { touches.contains($0) || $0 == .close } ?? false
      let isFollowed = after.map { touches.contains($0) || $0 == .open } ?? false
      guard isBeside || isFollowed else { continue }
      pieces[index] = Piece(text: "(\(pieces[index].text))", kind: .ordinary, isSlashed: false, hasPlainScript: false)
    }
    return pieces
  }

  private static func piece(_ node: FormulaNode) -> Piece {
    let text = FormulaText.text(of: node)
    switch node {
    case .symbol(_, let kind): return Piece(text: text, kind: kind, isSlashed: false, hasPlainScript: false)
    case .scripts(let base, _, _):
      let inner = piece(base)
      let last = text.last ?? " "
      return Piece(
        text: text, kind: inner.kind, isSlashed: false,
        hasPlainScript: text.count > inner.text.count && !raised.contains(last))
    case .fraction:
      return Piece(text: text, kind: .ordinary, isSlashed: text.contains("/"), hasPlainScript: false)
    default: return Piece(text: text, kind: .ordinary, isSlashed: false, hasPlainScript: false)
    }
  }

  /// The space between a piece and the one before it.
  static func separator(_ pieces: [Piece], before index: Int, isScript: Bool) -> String {
    guard index > 0, !isScript else { return "" }
    let (left, right) = (pieces[index - 1], pieces[index])
    if left.text == "/" || right.text == "/" { return "" }
    switch (left.kind, right.kind) {
    case (.space, .space), (.space, _), (_, .space): return ""
    case (.relation, _), (_, .relation): return " "
    case (_, .binary): return isSign(pieces, at: index) ? spaceBeforeSign(left) : " "
    case (.binary, _): return isSign(pieces, at: index - 1) ? "" : " "
    case (.punctuation, .close): return ""
    case (.punctuation, _): return " "
    case (_, .punctuation), (.open, _), (_, .close): return ""
    case (.function, .open): return ""
    case (.function, _), (.large, _): return " "
    case (_, .function), (_, .large): return " "
    default: return left.hasPlainScript && right.kind == .ordinary ? " " : ""
    }
  }

  private static func spaceBeforeSign(_ left: Piece) -> String {
    [.function, .large, .punctuation].contains(left.kind) ? " " : ""
  }

  /// A plus or minus with nothing on its left to add to is a sign.
  private static func isSign(_ pieces: [Piece], at index: Int) -> Bool {
    guard let left = pieces[..<index].last(where: { $0.kind != .space || $0.isWideSpace }) else { return true }
    return [.open, .relation, .binary, .punctuation, .function, .large, .space].contains(left.kind)
  }
}
