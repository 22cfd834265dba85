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

  /// Declarations up to this length need no folding.
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

  /// The declarations in groups that are shown open or folded. Open are those that showed something, those that make a
  /// mistake on purpose, and short ones.
  ///
  /// - Parameter shownLines: The lines of the text that showed something.
  func groups(shownLines: Set<Int>) -> [(declarations: [Declaration], isOpen: Bool)] {
    declarations.reduce(into: []) { groups, declaration in
      let isOpen = declaration.isOpen(shownLines: shownLines)
      if groups.last?.isOpen == isOpen {
        groups[groups.count - 1].declarations.append(declaration)
      } else {
        groups.append((declarations: [declaration], isOpen: isOpen))
      }
    }
  }

  /// The names of all its declarations, for a fold.
  var summary: String { Self.summary(of: declarations) }

  /// Whether it declares lists and nothing besides.
  var declaresOnlyLists: Bool { declarations.allSatisfy { DeclaredList(declaredBy: $0.code) != nil } }

  /// The cell as Markdown, what is not open folded under its names.
  ///
  /// - Parameter shownLines: The lines of the text that showed something.
  func markdown(shownLines: Set<Int>) -> String {
    groups(shownLines: shownLines).map { group in
      let code = MarkdownText.swift(group.declarations.map(\.code).joined(separator: "\n\n"))
      return group.isOpen ? code : MarkdownText.folded(Self.summary(of: group.declarations), code)
    }.joined(separator: "\n\n")
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
