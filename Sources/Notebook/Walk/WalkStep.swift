/// One step of a walk: what one press of Enter adds.
struct WalkStep {
  /// The content of a step.
  enum Content {
    case prose(String)
    /// A question to the reader, before the numbers answer it.
    case question(String)
    case code(String)
    case numbers([Transcript.Record])
    case figure(ShownFigure)
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

  /// The name that the footer gives it before it comes.
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
  static func steps(of source: ChapterSource, transcript: Transcript, verdict: String) -> [WalkStep] {
    let opening = source.opening.flatMap { block -> [Content] in
      switch block {
      case .prose(let text, _): contents(of: text)
      case .code(let text, _): text.contains("@main") || block.isImports ? [] : [.code(text)]
      }
    }
    var steps = numbered(opening, number: nil, title: nil)
    for section in source.sections {
      let list = DeclaredList(shownIn: section)
      var contents: [Content] = []
      for (block, output) in section.woven(with: transcript.records) {
        switch block {
        case .prose(let text, _): contents += self.contents(of: text)
        case .code(let text, _):
          let isShown = list == nil || DeclaredList(declaredBy: text) != list
          contents = Self.added(isShown ? .code(text) : nil, showing: output, to: contents)
        }
      }
      if let text = list.flatMap(transcript.markdown) { contents.append(.prose(text)) }
      steps += numbered(contents, number: section.number, title: section.title)
    }
    return steps + [WalkStep(number: nil, title: "The verdict", isFirst: true, content: .plain(verdict))]
  }

  /// The contents with a cell and what it showed. The numbers that a question asks about come right after it, and then
  /// the cell that gave them, which may be longer than a screen.
  private static func added(
    _ code: Content?, showing output: [Transcript.Record], to contents: [Content]
  ) -> [Content] {
    let shown = OutputGroup.groups(of: output).map { group -> Content in
      switch group {
      case .numbers(let records): .numbers(records)
      case .figure(let figure, _): .figure(figure)
      }
    }
    let cell = code.map { [$0] } ?? []
    if case .question = contents.last, !shown.isEmpty { return contents + shown + cell }
    return contents + cell + shown
  }

  private static func numbered(_ contents: [Content], number: String?, title: String?) -> [WalkStep] {
    contents.enumerated().map { WalkStep(number: number, title: title, isFirst: $0 == 0, content: $1) }
  }

  /// Prose, parted after each question.
  private static func contents(of prose: String) -> [Content] {
    var contents: [Content] = []
    var text = ""
    for passage in ProsePassage.passages(of: prose) {
      if passage.isQuestion {
        if !text.isEmpty { contents.append(.prose(text)) }
        contents.append(.question(passage.markdown))
        text = ""
      } else {
        text += (text.isEmpty ? "" : "\n\n") + passage.markdown
      }
    }
    return text.isEmpty ? contents : contents + [.prose(text)]
  }
}
