import Literate
import Plotting

/// One step of a walk: what one press of Enter adds.
struct WalkStep {
  /// What a step shows.
  enum Content {
    case prose(String)
    /// A question to the reader, before the numbers answer it.
    case question(String)
    case code(String)
    case numbers([Transcript.Record])
    case figure(Figure)
    /// The verdict: text that is ready.
    case plain(String)
  }

  /// The section's number, such as "3.4"; nil before the first and after the last.
  let number: String?
  /// The section's heading; nil before the first.
  let title: String?
  /// Whether it opens its section.
  let isFirst: Bool
  let content: Content

  /// What the footer calls it while it is still to come.
  var name: String {
    switch content {
    case .prose, .plain: isFirst ? "the next section" : "more"
    case .question: "a question"
    case .code: "the cell"
    case .numbers: "its numbers"
    case .figure: "the figure"
    }
  }
}

extension WalkStep {
  /// The steps of a chapter whose run has ended.
  ///
  /// The program's own declarations are left out: nothing of the argument is in them.
  static func steps(
    of source: ChapterSource, transcript: Transcript, verdict: String, lists: WalkLists
  ) -> [WalkStep] {
    let opening = source.opening.flatMap { block -> [Content] in
      switch block {
      case .prose(let text, _): contents(of: text)
      case .code(let text, _): text.contains("@main") ? [] : [.code(text)]
      }
    }
    var steps = numbered(opening, number: nil, title: nil)
    for section in source.sections {
      var contents: [Content] = []
      for (block, output) in section.woven(with: records(of: section, in: transcript), line: \.line) {
        switch block {
        case .prose(let text, _): contents += self.contents(of: text)
        case .code(let text, _): contents.append(lists.text(insteadOf: text).map { .prose($0) } ?? .code(text))
        }
        contents += shown(output)
      }
      if let text = lists.text(endOf: section) { contents.append(.prose(text)) }
      steps += numbered(contents, number: section.number, title: section.title)
    }
    return steps + [WalkStep(number: nil, title: "The verdict", isFirst: true, content: .plain(verdict))]
  }

  private static func records(of section: SourceSection, in transcript: Transcript) -> [Transcript.Record] {
    transcript.records.filter { $0.section == section.number }
  }

  private static func numbered(_ contents: [Content], number: String?, title: String?) -> [WalkStep] {
    contents.enumerated().map { WalkStep(number: number, title: title, isFirst: $0 == 0, content: $1) }
  }

  /// Prose, parted after each question.
  private static func contents(of prose: String) -> [Content] {
    var contents: [Content] = []
    var text = ""
    for passage in ProsePassage.passages(of: prose) {
      let quoted = passage.text.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }
      let own = passage.isQuotation ? quoted.joined(separator: "\n") : passage.text
      if passage.isQuestion {
        if !text.isEmpty { contents.append(.prose(text)) }
        contents.append(.question(own))
        text = ""
      } else {
        text += (text.isEmpty ? "" : "\n\n") + own
      }
    }
    return text.isEmpty ? contents : contents + [.prose(text)]
  }

  /// The numbers of a cell together, each figure by itself.
  private static func shown(_ records: [Transcript.Record]) -> [Content] {
    var contents: [Content] = []
    var numbers: [Transcript.Record] = []
    for record in records {
      guard case .figure(let figure) = record.content else {
        numbers.append(record)
        continue
      }
      if !numbers.isEmpty { contents.append(.numbers(numbers)) }
      numbers = []
      contents.append(.figure(figure))
    }
    return numbers.isEmpty ? contents : contents + [.numbers(numbers)]
  }
}
