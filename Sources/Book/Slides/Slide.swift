import Notebook

/// One slide of a deck: a place in the chapter and one idea.
struct Slide {
  /// The content of a slide.
  enum Content {
    /// The deck's first slide, with the chapter's thesis as Markdown.
    case title(String)
    /// A section begins.
    case section
    /// A section of a lecture begins: its first words as Markdown.
    case opener(String)
    /// An instrument that the class can try.
    case instrument(Explorable)
    case prose(String)
    /// A question to the class, before the numbers answer it.
    case question(String)
    /// An exercise's solution, on the slide after it: what it is called, and its Markdown.
    case solution(String, String)
    /// A table in Markdown.
    case table(String)
    case code(SlideCode)
    /// Claims, values and remarks, in the order in which the cell made them.
    case numbers([Transcript.Record])
    /// The one or two claims of a section that matter in a lecture.
    case keyClaims([Transcript.Record])
    case figure(Transcript.Record)
    /// The run's verdict.
    case verdict
    /// The program's own declarations and drawings follow.
    case appendix
  }

  /// The section's number, such as "3.4".
  let number: String?
  /// The section's title.
  let title: String
  /// The slide's address in its deck.
  let anchor: String
  let content: Content
  /// The words for the speaker, as Markdown.
  var notes = ""
  /// True if it lies below the lecture.
  var isDetail = false
  /// The part of the whole deck that it belongs to.
  var part = Part.section

  /// A part of a whole deck.
  enum Part { case opening, section, appendix }

  /// The section's number; nil in the opening, the unnumbered sections and the appendix.
  var section: String? { number }

  /// The slide at another address.
  func with(anchor: String, isDetail: Bool = false) -> Slide {
    Slide(
      number: number, title: title, anchor: anchor, content: content, notes: notes, isDetail: isDetail, part: part)
  }

  /// The Markdown that the slide shows, if it shows Markdown.
  var markdown: String? {
    switch content {
    case .title(let text), .opener(let text), .prose(let text), .question(let text), .solution(_, let text),
      .table(let text):
      text
    case .code(let code): MarkdownText.swift(code.code)
    case .section, .instrument, .numbers, .keyClaims, .figure, .verdict, .appendix: nil
    }
  }

  /// The name of its style, and what kind of thing it is, in the slide's corner.
  var names: (style: String, kind: String) {
    switch content {
    case .title: ("title", "")
    case .section, .appendix: ("section", "")
    case .opener: ("opener", "")
    case .instrument: ("instrument", "try it")
    case .prose: ("prose", "")
    case .question: ("question", "a question")
    case .solution: ("solution", "a solution")
    case .table: ("table", "")
    case .code: ("code", "the cell")
    case .numbers: ("numbers", "what it gave")
    case .keyClaims: ("numbers key", "what it gave")
    case .figure: ("figure", "a figure")
    case .verdict: ("verdict", "")
    }
  }
}
