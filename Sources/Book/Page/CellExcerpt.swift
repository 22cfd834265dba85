import Notebook

/// The equation in a declaration of a cell: what is left when the checks, the tolerances and the mistakes are folded.
///
/// A check keeps its equation's number and its two sides; `…` stands for its words, its tolerance and the value of a
/// mistake. What only those need is left out, and so is what a cell shows or draws, which stands under it anyway.
struct CellExcerpt: Equatable {
  /// The most lines that are shown; what is longer is folded.
  static let longest = 25
  /// The widest line that a shortened call is put on.
  private static let widestLine = 100

  /// The code; empty if nothing of it is an equation.
  let code: String
  /// True if something was left out.
  let isAbridged: Bool

  /// True if the whole declaration is shown, and nothing is to be folded.
  var isWhole: Bool { !isAbridged && isShown }
  /// True if anything is shown.
  var isShown: Bool { !code.isEmpty && lineCount <= Self.longest }
  /// The number of its lines.
  var lineCount: Int { code.split(separator: "\n", omittingEmptySubsequences: false).count }

  init(_ declaration: CodeCell.Declaration) {
    let lines = declaration.code.split(separator: "\n", omittingEmptySubsequences: false)
    guard declaration.isOfTheArgument else {
      (code, isAbridged) = ("", true)
      return
    }
    let isCell = declaration.code.contains(/notebook\.(?:check|show|draw|remark)\(/)
    guard isCell,
      let opens = lines.firstIndex(where: { $0.hasSuffix("{") && !$0.hasPrefix(" ") && !$0.hasPrefix("/") }),
      lines.last == "}"
    else {
      let shortened = Self.withShortChoices(declaration.code)
      (code, isAbridged) = (shortened, shortened != declaration.code)
      return
    }
    var needed: Set<Substring> = []
    let inside = Self.equation(in: lines[(opens + 1)..<(lines.count - 1)], indentation: 2, &needed)
    let whole = (lines[...opens].map(String.init) + inside + ["}"]).joined(separator: "\n")
    code = inside.isEmpty ? "" : Self.withShortChoices(whole)
    isAbridged = code != declaration.code
  }

  // MARK: Statements

  /// The lines of a block that its equations need, read from the last to the first.
  ///
  /// - Parameter needed: The names that what follows needs.
  private static func equation(
    in lines: some Sequence<Substring>, indentation: Int, _ needed: inout Set<Substring>
  ) -> [String] {
    var kept: [String] = []
    for statement in SwiftStatement.statements(of: lines, indentation: indentation).reversed() {
      kept = Self.lines(of: statement, &needed) + kept
    }
    return kept
  }

  private static func lines(of statement: SwiftStatement, _ needed: inout Set<Substring>) -> [String] {
    let code = statement.code
    if let call = code.prefixMatch(of: /(?:try\ )?notebook\.(check|show|draw|remark|progress)\(/) {
      return lines(ofCall: call.1, statement.arguments(after: call.0), statement.indentation, &needed)
    }
    // What another cell shows is its own.
    if code.contains(/^(?:try )?[\w.]+\((?:[^{]*, )?notebook\)$/) { return [] }
    if code.contains("notebook."), code.prefixMatch(of: /(?:for|if|do)\b/) != nil {
      guard let (head, inside) = statement.block else {
        return code.contains(/notebook\.(?:check|show|draw|remark)\(/) ? [] : statement.lines.map(String.init)
      }
      let kept = equation(in: inside, indentation: statement.indentation + 2, &needed)
      guard !kept.isEmpty else { return [] }
      needed.formUnion(names(in: head.joined(separator: "\n")))
      return head.map(String.init) + kept + [String(repeating: " ", count: statement.indentation) + "}"]
    }
    if let binding = code.prefixMatch(of: /(?:let|var)\ (\([^)]*\)|\w+)/) {
      guard !needed.isDisjoint(with: names(in: String(binding.1))) else { return [] }
    }
    needed.formUnion(names(in: code))
    return statement.lines.map(String.init)
  }

  /// A check's number and sides; nothing of the other calls, whose values are needed all the same.
  private static func lines(
    ofCall name: Substring, _ arguments: [String], _ indentation: Int, _ needed: inout Set<Substring>
  ) -> [String] {
    let blanks = String(repeating: " ", count: indentation)
    guard name == "check", arguments.count > 2 else {
      if name == "show" { needed.formUnion(arguments.dropFirst(2).flatMap(names)) }
      return []
    }
    let other = arguments.filter { $0.contains(/^(?:equals|isBelow|isAbove):/) }
    let sides = [arguments[2]] + other
    needed.formUnion(sides.flatMap(names))
    let short = ([arguments[0], "…"] + sides + ["…"]).joined(separator: ", ")
    let line = "\(blanks)notebook.check(\(short))"
    guard line.count > widestLine || line.contains("\n") else { return [line] }
    return ["\(blanks)notebook.check("] + "\(blanks)  \(short))".split(separator: "\n").map(String.init)
  }

  /// The names in code, those in the interpolations of its texts among them.
  private static func names(in code: String) -> [Substring] {
    let withoutTexts = code.replacing(/"(?:\\.|[^"\\])*"/) { text in
      text.0.matches(of: /\\\(([^)]*)\)/).map { String($0.1) }.joined(separator: " ")
    }
    return withoutTexts.matches(of: /[A-Za-z_]\w*/).map { Substring(String($0.0)) }
  }

  // MARK: Mistakes

  /// The code with `…` for the mistakes that a choice lists on several lines.
  private static func withShortChoices(_ code: String) -> String {
    let short = code.replacing(/\bor:\ \[\n(?:[^\[\]]|\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\])*\]/, with: "or: […]")
    // A call that fits on one line now stands on one.
    return short.replacing(/(?m)^(.*notebook\.choose\()\n\ *([^\n]*)\n\ *or:\ \[…\]\)/) { match in
      let line = "\(match.1)\(match.2) or: […])"
      return line.count <= widestLine ? line : String(match.0)
    }
  }
}

extension CodeCell.Declaration {
  /// True if it belongs to the argument, and is neither the program's frame, nor a list, nor a drawing, nor a check of
  /// options.
  var isOfTheArgument: Bool {
    !(code.contains("@main") || code.hasPrefix("import ") || code.contains(") -> Figure {")
      || code.contains("func checkParameters()") || DeclaredList(declaredBy: code) != nil)
  }
}
