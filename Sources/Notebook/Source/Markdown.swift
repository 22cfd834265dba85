/// One block of a chapter's Markdown, as it was written.
package struct MarkdownBlock: Equatable {
  /// The kinds of blocks.
  package enum Kind: Equatable { case paragraph, formula, listing, item, table, heading }

  /// Its kind.
  package let kind: Kind
  /// Its Markdown, with the marks.
  package let markdown: String

  /// Creates a block.
  package init(_ kind: Kind, _ markdown: String) { (self.kind, self.markdown) = (kind, markdown) }

  /// Takes Markdown apart at blank lines, listings and items; an item keeps the indented lines that follow it.
  package static func blocks(of markdown: String) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var lines: [Substring] = []
    func end() {
      while lines.last?.isBlank == true { lines.removeLast() }
      if let first = lines.first { blocks.append(MarkdownBlock(kind(of: first), lines.joined(separator: "\n"))) }
      lines = []
    }
    for line in MarkdownLine.lines(of: markdown) {
      let open = lines.first.map(kind)
      if open == .item, line.text.isBlank || line.text.hasPrefix("  ") {
        lines.append(line.text)
      } else if line.kind != .prose {
        // A fence begins a listing, and another one ends it.
        let isListing = open == .listing || open == .formula
        if !isListing { end() }
        lines.append(line.text)
        if isListing, line.kind == .fence { end() }
      } else if line.text.isBlank {
        end()
      } else {
        let kind = kind(of: line.text)
        let isAfterItem = open == .item && lines.last?.isBlank == true
        if kind == .item || kind == .heading || isAfterItem || (kind == .table) != (open == .table) { end() }
        lines.append(line.text)
      }
    }
    end()
    return blocks
  }

  /// "- text" and "2. text" begin an item; "2.5 nats" does not.
  private static func kind(of line: Substring) -> Kind {
    if line.hasPrefix("```math") { return .formula }
    if line.hasPrefix("```") { return .listing }
    if line.hasPrefix("|") { return .table }
    if line.hasPrefix("#") { return .heading }
    return line.prefixMatch(of: itemMark) == nil ? .paragraph : .item
  }

  private static var itemMark: Regex<(Substring, Substring)> { /([-*]|[0-9]+\.)\ +/ }

  // MARK: Inside

  /// An item's mark ("-" or "2."), and its Markdown without mark and indentation; nil for other blocks.
  package var item: (mark: String, markdown: String)? {
    guard kind == .item, let match = markdown.prefixMatch(of: Self.itemMark) else { return nil }
    let lines = markdown[match.range.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    let rest = lines.dropFirst().map { line in
      line.dropFirst(min(match.0.count, line.prefix { $0 == " " }.count))
    }
    return (String(match.1), (lines.prefix(1) + rest).joined(separator: "\n"))
  }

  /// The lines between a listing's or a formula's fences.
  package var listing: String {
    markdown.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast().joined(separator: "\n")
  }

  /// A table's rows, cell by cell, without the line that aligns the columns.
  package var rows: [[String]] {
    markdown.split(separator: "\n").map { $0.split(separator: "|").map(\.trimmed) }
      .filter { !$0.allSatisfy { $0.allSatisfy { "-: ".contains($0) } } }
  }

  /// The words of a paragraph on one line.
  package var flowing: String { markdown.split(separator: "\n").map(\.trimmed).joined(separator: " ") }
}

extension StringProtocol {
  /// Whether there is nothing but blanks.
  package var isBlank: Bool { allSatisfy(\.isWhitespace) }

  /// Without blanks at either end.
  package var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
