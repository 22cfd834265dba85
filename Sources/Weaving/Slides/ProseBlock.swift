import Foundation

/// One block of Markdown as it was written, and about how high it stands on a slide.
struct ProseBlock: Equatable {
  enum Kind { case paragraph, formula, listing, item, table, heading }

  let kind: Kind
  let markdown: String

  /// Its height in lines of a slide's words, with the space after it.
  var height: Double {
    let lines = markdown.split(separator: "\n")
    switch kind {
    case .formula: return 1.2 + 1.5 * Double(1 + markdown.matches(of: /\\\\/).count)
    case .listing, .table: return 0.6 + 0.9 * Double(lines.count)
    case .heading: return 1.8
    case .paragraph, .item:
      // About 76 letters a line; a formula's source is longer than the formula.
      let formulas = markdown.matches(of: /\$`[^`]*`\$/).reduce(0) { $0 + $1.output.count }
      return 0.7 + (Double(markdown.count - formulas / 2) / 76).rounded(.up)
    }
  }

  /// A folded solution inside it: what its fold is called, and what it hides.
  var solution: (name: String, markdown: String)? {
    guard let fold = markdown.firstMatch(of: Self.fold) else { return nil }
    return (String(fold.output.1), Self.withoutIndentation(fold.output.2))
  }

  /// The block without its folded solution.
  var withoutSolution: ProseBlock {
    let rest = markdown.replacing(Self.fold, with: "")
    return ProseBlock(kind: kind, markdown: rest.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static var fold: Regex<(Substring, Substring, Substring)> {
    /<details><summary>(.*?)<\/summary>((?:.|\n)*?)<\/details>/
  }

  private static func withoutIndentation(_ text: Substring) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
      .joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

extension ProseBlock {
  /// Takes Markdown apart at blank lines, fences and items; an item keeps the indented lines that follow it.
  static func blocks(of markdown: String) -> [ProseBlock] {
    var blocks: [ProseBlock] = []
    var lines: [Substring] = []
    var isInFence = false
    func end() {
      while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
      if let first = lines.first {
        blocks.append(ProseBlock(kind: kind(of: first), markdown: lines.joined(separator: "\n")))
      }
      lines = []
    }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let isItem = lines.first.map { kind(of: $0) == .item } ?? false
      let isInside = isItem && (line.allSatisfy(\.isWhitespace) || line.hasPrefix("  "))
      if isInFence || isInside {
        lines.append(line)
        if isInFence, line.hasPrefix("```") {
          isInFence = false
          end()
        }
      } else if line.hasPrefix("```") {
        end()
        isInFence = true
        lines = [line]
      } else if line.allSatisfy(\.isWhitespace) {
        end()
      } else {
        let kind = kind(of: line)
        if kind == .item || kind == .heading || (kind == .table) != (lines.first?.hasPrefix("|") ?? false) { end() }
        lines.append(line)
      }
    }
    end()
    return blocks
  }

  private static func kind(of line: Substring) -> Kind {
    if line.hasPrefix("```math") { return .formula }
    if line.hasPrefix("```") { return .listing }
    if line.hasPrefix("|") { return .table }
    if line.hasPrefix("#") { return .heading }
    return line.firstMatch(of: #/^([-*]|\d+\.) /#) == nil ? .paragraph : .item
  }
}
