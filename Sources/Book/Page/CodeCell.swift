import Notebook

/// A block of a chapter's code, taken apart into its declarations, so that a page can show some and fold others.
///
/// The chapters' code is formatted: a declaration begins at its own indentation after a blank line. The members of
/// `extension ChapterN` stand as if they were free, because that line says nothing on a page of chapter N.
struct CodeCell {
  /// A declaration.
  struct Declaration: Equatable {
    var code: String
    /// The lines of the chapter's source.
    var lines: ClosedRange<Int>
  }

  /// Declarations up to this length stand among a whole deck's argument.
  static let shortest = 20

  let code: String
  /// The lines of the file.
  let lines: ClosedRange<Int>
  let declarations: [Declaration]

  /// Takes the code of a chapter apart.
  init(_ code: String, firstLine: Int, chapter: Int) {
    self.code = code
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, text in
      (text: text, number: firstLine + index)
    }
    self.lines = firstLine...(firstLine + lines.count - 1)
    var declarations: [Declaration] = []
    for declaration in Self.declarations(lines[...], indentation: 0) {
      let head = declaration.drop { $0.text.hasPrefix("//") }
      guard head.first?.text == "extension Chapter\(chapter) {", declaration.last?.text == "}" else {
        declarations.append(Self.declaration(declaration, indentation: 0))
        continue
      }
      let members = head.dropFirst().dropLast()
      declarations += Self.declarations(members, indentation: 2).map { Self.declaration($0, indentation: 2) }
    }
    self.declarations = declarations
  }

  private typealias Line = (text: Substring, number: Int)

  /// Splits at the blank lines that a line of the given indentation follows.
  private static func declarations(_ lines: ArraySlice<Line>, indentation: Int) -> [ArraySlice<Line>] {
    var starts: [Int] = []
    var isAfterBlank = true
    for index in lines.indices {
      let text = lines[index].text
      let isBlank = text.isBlank
      if !isBlank, isAfterBlank, text.prefix(while: { $0 == " " }).count == indentation { starts.append(index) }
      isAfterBlank = isBlank
    }
    return zip(starts, starts.dropFirst() + [lines.endIndex]).map { start, end in
      var slice = lines[start..<end]
      while slice.last?.text.isBlank == true { slice.removeLast() }
      return slice
    }
  }

  private static func declaration(_ lines: ArraySlice<Line>, indentation: Int) -> Declaration {
    let texts = lines.map { $0.text.isBlank ? "" : $0.text.dropFirst(indentation) }
    let first = lines.first?.number ?? 0
    return Declaration(code: texts.joined(separator: "\n"), lines: first...max(first, lines.last?.number ?? 0))
  }

  private static func summary(of declarations: [Declaration]) -> String {
    let names = MarkdownText.list(declarations.flatMap(\.names).map { "<code>\($0)</code>" })
    if declarations.contains(where: { $0.code.contains("@main") }) { return "The program: \(names)" }
    return declarations.allSatisfy { DeclaredList(declaredBy: $0.code) != nil }
      ? "The same in Swift: \(names)" : "Also here: \(names)"
  }

  /// The names of all its declarations, for a fold.
  var summary: String { Self.summary(of: declarations) }

  /// True if it declares lists and nothing besides.
  var declaresOnlyLists: Bool { declarations.allSatisfy { DeclaredList(declaredBy: $0.code) != nil } }

  /// The shown part of its declarations.
  var excerpts: [CellExcerpt] { declarations.map(CellExcerpt.init) }

  /// True if all of it is shown, and nothing is folded.
  var isWhole: Bool { excerpts.allSatisfy(\.isWhole) }

  /// The code that is shown, in listings that can be taken in at a glance.
  var listings: [String] {
    var listings: [(code: String, lines: Int)] = []
    for excerpt in excerpts where excerpt.isShown {
      if let last = listings.last, last.lines + 1 + excerpt.lineCount <= CellExcerpt.longest {
        listings[listings.count - 1] = ("\(last.code)\n\n\(excerpt.code)", last.lines + 1 + excerpt.lineCount)
      } else {
        listings.append((excerpt.code, excerpt.lineCount))
      }
    }
    return listings.map(\.code)
  }

  /// All of its declarations, as they are folded.
  var wholeCode: String { declarations.map(\.code).joined(separator: "\n\n") }

  /// The name of the fold that holds the whole cell.
  var foldedName: String {
    let names = MarkdownText.list(declarations.flatMap(\.names).map { "<code>\($0)</code>" })
    return listings.isEmpty ? summary : "The whole cell: \(names)"
  }

  /// The cell as Markdown: its equations, and all of it folded where something is left out of them.
  func markdown() -> String {
    let fold = isWhole ? [] : [MarkdownText.folded(foldedName, MarkdownText.swift(wholeCode))]
    return (listings.map(MarkdownText.swift) + fold).joined(separator: "\n\n")
  }
}

extension CodeCell.Declaration {
  func isOpen(shownLines: Set<Int>) -> Bool {
    if code.contains("@main") || code.hasPrefix("import ") || code.contains(") -> Figure {") { return false }
    if DeclaredList(declaredBy: code) != nil { return false }
    if code.contains("func checkParameters()") { return false }
    if shownLines.contains(where: lines.contains) { return true }
    return code.contains("notebook.choose(") || code.contains("notebook.makes(") || lines.count <= CodeCell.shortest
  }

  /// The names that it declares at its outermost level.
  var names: [String] {
    if code.hasPrefix("import ") { return ["imports"] }
    return code.split(separator: "\n").compactMap { line in
      guard line.first != " ", line.first != "/", line.first != "@" else { return nil }
      let words = line.split(whereSeparator: { " (:<=".contains($0) })
      guard let keyword = words.firstIndex(where: Self.keywords.contains) else { return nil }
      return words.dropFirst(keyword + 1).first.map(String.init)
    }
  }

  private static let keywords: Set<Substring> = [
    "func", "struct", "enum", "extension", "var", "let", "class", "protocol", "typealias",
  ]
}
