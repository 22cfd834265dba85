import Literate

/// One slide of a deck: a place in the chapter and one idea.
struct Slide: Equatable {
  /// What a slide shows.
  enum Content: Equatable {
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
    case numbers([OutputRecord])
    case figure(FigureRecord)
    /// What the run came to.
    case verdict
    /// What follows are the program's own declarations and its drawings.
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
    case .section, .code, .numbers, .figure, .verdict, .appendix: nil
    }
  }

  /// What kind of thing it is, in the slide's corner.
  var kind: String {
    switch content {
    case .title, .section, .prose, .table, .verdict, .appendix: ""
    case .question: "a question"
    case .solution: "a solution"
    case .code: "the cell"
    case .numbers: "what it gave"
    case .figure: "a figure"
    }
  }

  /// The name of its style.
  var style: String {
    switch content {
    case .title: "title"
    case .section: "section"
    case .prose: "prose"
    case .question: "question"
    case .solution: "solution"
    case .table: "table"
    case .code: "code"
    case .numbers: "numbers"
    case .figure: "figure"
    case .verdict: "verdict"
    case .appendix: "section"
    }
  }
}
