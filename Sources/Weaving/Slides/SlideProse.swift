import Literate

/// Prose cut into what a slide holds: a paragraph with its formula, some items of a list, a question, a solution.
enum SlideProse {
  /// What the slides of some Markdown show, in order.
  static func contents(of markdown: String) -> [Slide.Content] {
    ProsePassage.passages(of: markdown).flatMap { passage -> [Slide.Content] in
      if passage.isQuestion { return [.question(passage.text)] }
      let quoted = passage.text.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }
      return slides(of: passage.isQuotation ? quoted.joined(separator: "\n") : passage.text)
    }
  }

  private static func slides(of markdown: String) -> [Slide.Content] {
    let ideas = ideas(of: ProseBlock.blocks(of: markdown))
    var contents: [Slide.Content] = []
    var together: [[ProseBlock]] = []
    func end() {
      let parts = EvenParts.of(together, capacity: roomForWords) { idea in idea.reduce(0) { $0 + $1.height } }
      contents += parts.map { .prose($0.joined().map(\.markdown).joined(separator: "\n\n")) }
      together = []
    }
    for idea in ideas {
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

  /// Lines of words that can be listened to on one slide; an idea that takes more has a slide of its own.
  private static let roomForWords = 8.5
  /// Lines that a slide has room for.
  private static let room = 12.5

  /// Blocks that belong together: a formula to the words that lead to it, a sentence that goes on to the formula, the
  /// first item of a list to the words before its colon.
  private static func ideas(of blocks: [ProseBlock]) -> [[ProseBlock]] {
    var ideas: [[ProseBlock]] = []
    for block in blocks {
      let height = (ideas.last ?? []).reduce(block.height) { $0 + $1.height }
      let leads = ideas.last?.last.map { $0.markdown.hasSuffix(":") || $0.kind == .heading } ?? false
      let goesOn =
        switch block.kind {
        case .formula: true
        case .paragraph: ideas.last?.last?.kind == .formula && block.markdown.first?.isLowercase == true
        case .item, .table, .listing: leads
        case .heading: false
        }
      if goesOn || leads, !ideas.isEmpty, height <= room {
        ideas[ideas.count - 1].append(block)
      } else {
        ideas.append([block])
      }
    }
    return ideas
  }
}
