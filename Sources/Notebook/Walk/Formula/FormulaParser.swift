/// Reads the LaTeX that the chapters use: the subset that a page, a terminal and a reader's eye all take.
struct FormulaParser {
  private let formula: String
  private var rest: Substring

  /// Reads a formula, or says what it cannot read.
  static func node(of formula: String) throws(FormulaProblem) -> FormulaNode {
    var parser = FormulaParser(formula)
    return try parser.row(until: nil)
  }

  private init(_ formula: String) { (self.formula, rest) = (formula, formula[...]) }

  private func problem(_ expected: String, _ found: String) -> FormulaProblem {
    FormulaProblem(formula: formula, expected: expected, found: found)
  }

  // MARK: Rows

  /// Parts up to a closing brace, the end of an environment, or the end.
  private mutating func row(until end: String?) throws(FormulaProblem) -> FormulaNode {
    var lines: [FormulaNode] = []
    var parts: [FormulaNode] = []
    while true {
      skipBlanks()
      if let end, take(end) { break }
      guard let next = rest.first else {
        if let end { throw problem(end, "the end") }
        break
      }
      if take("\\\\") {
        lines.append(.row(parts))
        parts = []
      } else if take("&&") {
        // The next column of an aligned display stands apart: a line's number, or its name.
        parts.append(.symbol("      ", .space))
      } else if take("&") {
        continue
      } else if next == "^" || next == "_" {
        rest.removeFirst()
        try attach(isAbove: next == "^", to: &parts)
      } else {
        parts.append(try part())
      }
    }
    return lines.isEmpty ? .row(parts) : .lines(lines + [.row(parts)])
  }

  /// Puts what follows above or below the last part.
  private mutating func attach(isAbove: Bool, to parts: inout [FormulaNode]) throws(FormulaProblem) {
    skipBlanks()
    let script = try argument()
    switch parts.popLast() {
    case .scripts(let base, let below, nil)? where isAbove: parts.append(.scripts(base, below: below, above: script))
    case .scripts(let base, nil, let above)? where !isAbove: parts.append(.scripts(base, below: script, above: above))
    case let base?: parts.append(.scripts(base, below: isAbove ? nil : script, above: isAbove ? script : nil))
    case nil: throw problem("something to carry a script", "nothing")
    }
  }

  // MARK: Parts

  private mutating func part() throws(FormulaProblem) -> FormulaNode {
    skipBlanks()
    guard let next = rest.popFirst() else { throw problem("a symbol", "the end") }
    switch next {
    case "{": return try row(until: "}")
    case "\\": return try command()
    case "+": return .symbol("+", .binary)
    case "-": return .symbol("−", .binary)
    case "*": return .symbol("∗", .binary)
    case "=", "<", ">": return .symbol(String(next), .relation)
    case "(", "[": return .symbol(String(next), .open)
    case ")", "]", "!": return .symbol(String(next), .close)
    case ",", ";", ".", ":":
      return next == "." && isDigit(rest.first) ? number(".") : .symbol(String(next), .punctuation)
    case "'": return .symbol("′", .close)
    case "~": return .symbol(" ", .space)
    case "}", "^", "_", "&": throw problem("a symbol", String(next))
    default: return isDigit(next) ? number(String(next)) : .symbol(String(next), .ordinary)
    }
  }

  private func isDigit(_ character: Character?) -> Bool { character.map { $0.isASCII && $0.isNumber } ?? false }

  /// A number is one symbol, so that its decimal point is no punctuation.
  private mutating func number(_ start: String) -> FormulaNode {
    var text = start
    while let next = rest.first, isDigit(next) || (next == "." && isDigit(rest.dropFirst().first)) {
      text.append(next)
      rest.removeFirst()
    }
    return .symbol(text, .ordinary)
  }

  /// An argument: a group, a command, or one character; of 12 the first digit alone.
  private mutating func argument() throws(FormulaProblem) -> FormulaNode {
    skipBlanks()
    if let next = rest.first, isDigit(next) {
      rest.removeFirst()
      return .symbol(String(next), .ordinary)
    }
    return try part()
  }

  private mutating func command() throws(FormulaProblem) -> FormulaNode {
    var name = String(rest.prefix { $0.isASCII && $0.isLetter })
    rest.removeFirst(name.count)
    if name.isEmpty, let symbol = rest.popFirst() { name = symbol.isNewline ? " " : String(symbol) }
    if let (text, kind) = FormulaSymbols.symbols[name] { return .symbol(text, kind) }
    if let letter = FormulaSymbols.greek[name] { return .symbol(letter, .ordinary) }
    if FormulaSymbols.functions.contains(name) { return .symbol(name, .function) }
    if let mark = FormulaSymbols.accents[name] { return .accented(try argument(), mark) }
    if FormulaSymbols.shapes.contains(name) { return try shaped(as: name) }
    if FormulaSymbols.sizes.contains(name) { return try bracket(of: name) }
    switch name {
    case "frac", "tfrac", "dfrac": return .fraction(try argument(), try argument())
    case "sqrt": return .root(try argument())
    case "text", "textbf", "textit": return .symbol(try words(), .ordinary)
    case "{": return .symbol("❴", .open)
    case "}": return .symbol("❵", .close)
    case "begin":
      let environment = try words()
      guard ["aligned", "align", "gathered", "split"].contains(environment) else {
        throw problem("aligned lines", "\\begin{\(environment)}")
      }
      return try row(until: "\\end{\(environment)}")
    default: throw problem("a known command", "\\\(name)")
    }
  }

  /// A name in upright letters takes an argument as log does; one letter is a symbol.
  private mutating func shaped(as shape: String) throws(FormulaProblem) -> FormulaNode {
    skipBlanks()
    if rest.first == "{", shape == "mathrm" || shape == "operatorname" {
      let name = try words()
      return .symbol(name, name.count > 1 ? .function : .ordinary)
    }
    let node = try argument()
    if shape == "mathbb", node == .row([.symbol("R", .ordinary)]) { return .symbol("ℝ", .ordinary) }
    return node
  }

  /// A bracket whose size is set opens or closes as its command says.
  private mutating func bracket(of name: String) throws(FormulaProblem) -> FormulaNode {
    let node = try part()
    guard case .symbol(let text, let kind) = node else { throw problem("a bracket after \\\(name)", "something else") }
    if text == "." { return .symbol("", .space) }
    if name.hasSuffix("l") || name == "left" { return .symbol(text, .open) }
    if name.hasSuffix("r") || name == "right" { return .symbol(text, .close) }
    return .symbol(text, kind == .ordinary || text == "|" ? .relation : kind)
  }

  /// The words in braces, as they stand.
  private mutating func words() throws(FormulaProblem) -> String {
    skipBlanks()
    guard take("{"), let end = rest.firstIndex(of: "}") else {
      throw problem("words in braces", String(rest.prefix(8)))
    }
    let words = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    return words
  }

  // MARK: Characters

  private mutating func skipBlanks() { rest = rest.drop { $0.isWhitespace } }

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest.removeFirst(text.count)
    return true
  }
}
