import Foundation
import Notebook

/// Prose cut into what a slide holds: a paragraph with its formula, some items of a list, a question, a solution.
enum SlideProse {
  /// The contents of the slides for some Markdown, in order.
  static func contents(of markdown: String) -> [Slide.Content] {
    ProsePassage.passages(of: markdown).flatMap { passage -> [Slide.Content] in
      passage.isQuestion ? [.question(passage.text)] : slides(of: passage.markdown)
    }
  }

  private static func slides(of markdown: String) -> [Slide.Content] {
    var contents: [Slide.Content] = []
    var together: [[MarkdownBlock]] = []
    func end() {
      let parts = EvenParts.of(together, capacity: SlideRoom.linesOfWords) {
        $0.reduce(0) { $0 + SlideRoom.height(of: $1) }
      }
      contents += parts.map { .prose($0.joined().map(\.markdown).joined(separator: "\n\n")) }
      together = []
    }
    for idea in ideas(of: MarkdownBlock.blocks(of: markdown)) {
      let solutions = idea.compactMap(\.solution)
      let isAlone = idea.contains { $0.kind == .formula } || !solutions.isEmpty
      if isAlone || together.last.map({ $0.first?.kind != idea.first?.kind }) == true { end() }
      together.append(idea.map(\.withoutSolution))
      if isAlone { end() }
      contents += solutions.map { .solution($0.name, $0.markdown) }
    }
    end()
    return contents
  }

  /// Blocks that belong together: a formula to the words that lead to it, a sentence that goes on to the formula, the
  /// first item of a list to the words before its colon.
  private static func ideas(of blocks: [MarkdownBlock]) -> [[MarkdownBlock]] {
    var ideas: [[MarkdownBlock]] = []
    for block in blocks {
      let height = (ideas.last ?? []).reduce(SlideRoom.height(of: block)) { $0 + SlideRoom.height(of: $1) }
      let leads = ideas.last?.last.map { $0.markdown.hasSuffix(":") || $0.kind == .heading } ?? false
      let goesOn =
        switch block.kind {
        case .formula: true
        case .paragraph: ideas.last?.last?.kind == .formula && block.markdown.first?.isLowercase == true
        case .item, .table, .listing: leads
        case .heading: false
        }
      if goesOn || leads, !ideas.isEmpty, height <= SlideRoom.lines {
        ideas[ideas.count - 1].append(block)
      } else {
        ideas.append([block])
      }
    }
    return ideas
  }
}

extension MarkdownBlock {
  /// A folded solution inside it: what its fold is called, and what it hides.
  fileprivate var solution: (name: String, markdown: String)? {
    guard let fold = markdown.firstMatch(of: Self.fold) else { return nil }
    let lines = fold.2.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
    return (String(fold.1), lines.joined(separator: "\n").trimmed)
  }

  /// The block without its folded solution.
  fileprivate var withoutSolution: MarkdownBlock {
    MarkdownBlock(kind, markdown.replacing(Self.fold, with: "").trimmed)
  }

  private static var fold: Regex<(Substring, Substring, Substring)> {
    /<details><summary>(.*?)<\/summary>((?:.|\n)*?)<\/details>/
  }
}
