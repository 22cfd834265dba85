import Notebook

/// One slide of a deck: a place in the chapter and one idea.
struct Slide {
  /// The content of a slide.
  enum Content {
    /// The deck's first slide, with the chapter's thesis as Markdown.
    case title(String)
    /// A section begins.
    case section
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

  /// The Markdown that the slide shows, if it shows Markdown.
  var markdown: String? {
    switch content {
    case .title(let text), .prose(let text), .question(let text), .solution(_, let text), .table(let text): text
    case .code(let code): MarkdownText.swift(code.code)
    case .section, .numbers, .figure, .verdict, .appendix: nil
    }
  }

  /// The name of its style, and what kind of thing it is, in the slide's corner.
  var names: (style: String, kind: String) {
    switch content {
    case .title: ("title", "")
    case .section, .appendix: ("section", "")
    case .prose: ("prose", "")
    case .question: ("question", "a question")
    case .solution: ("solution", "a solution")
    case .table: ("table", "")
    case .code: ("code", "the cell")
    case .numbers: ("numbers", "what it gave")
    case .figure: ("figure", "a figure")
    case .verdict: ("verdict", "")
    }
  }
}
