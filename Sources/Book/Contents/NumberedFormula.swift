import Notebook

/// A displayed formula that bears numbers of the notes, as in `\qquad (16)` at its end.
struct NumberedFormula: Equatable {
  /// The formula without its numbers.
  let latex: String
  /// The numbers, such as "16".
  let labels: [String]

  /// Reads the formula between a fence's marks; nil if it bears no number. Numbers beside the lines of a derivation stay.
  init?(_ latex: String) {
    let text = latex.trimmed
    let ending = "\\end{aligned}"
    let isAligned = text.hasSuffix(ending)
    let body = isAligned ? String(text.dropLast(ending.count)).trimmed : text
    guard let match = body.firstMatch(of: /\\qquad\s*((?:\([0-9]{1,2}\)[,\s]*)+)$/) else {
      labels = text.matches(of: /&&\s*\(([0-9]{1,2})\)/).map { String($0.1) }
      self.latex = text
      if labels.isEmpty { return nil }
      return
    }
    labels = match.1.matches(of: /[0-9]+/).map { String($0.0) }
    self.latex = String(body[..<match.range.lowerBound]).trimmed + (isAligned ? "\n\(ending)" : "")
  }

  /// The anchor of a number on the page that displays it.
  static func anchor(_ label: String) -> String { "eq-\(label)" }
}

/// The places where the book displays the numbers of the notes.
struct EquationPlaces {
  /// A display of a number.
  struct Place: Equatable {
    let label: String
    let chapter: BookChapter
    let section: SourceSection?
    /// The formula without its number.
    let latex: String

    static func == (left: Place, right: Place) -> Bool {
      (left.label, left.chapter.number, left.latex) == (right.label, right.chapter.number, right.latex)
    }
  }

  /// A page from which links lead to the equations.
  enum Page {
    case chapter(folder: String)
    case contents
  }

  /// The first display of each number in each chapter, in order.
  let places: [Place]

  init(_ chapters: [BookChapter]) {
    places = chapters.flatMap { chapter -> [Place] in
      var seen: Set<String> = []
      let opening = chapter.source.opening.map { (block: $0, section: SourceSection?.none) }
      let others = chapter.source.sections.flatMap { section in section.blocks.map { (block: $0, section: section) } }
      return (opening + others).flatMap { block, section -> [Place] in
        guard case .prose(let text, _) = block else { return [] }
        return Self.formulas(of: text).flatMap { formula in
          formula.labels.filter { seen.insert($0).inserted }.map {
            Place(label: $0, chapter: chapter, section: section, latex: formula.latex)
          }
        }
      }
    }
  }

  /// The numbered formulas of some Markdown.
  static func formulas(of markdown: String) -> [NumberedFormula] {
    var formulas: [NumberedFormula] = []
    var open: [Substring] = []
    for line in MarkdownLine.lines(of: markdown) where line.language == "math" {
      if line.kind == .listing { open.append(line.text) }
      if line.kind == .fence {
        formulas += NumberedFormula(open.joined(separator: "\n")).map { [$0] } ?? []
        open = []
      }
    }
    return formulas
  }

  /// The display that a page leads to: its own, or the book's first.
  func place(of label: String, from page: Page) -> Place? {
    let all = places.filter { $0.label == label }
    guard case .chapter(let folder) = page else { return all.first }
    return all.first { $0.chapter.folder == folder } ?? all.first
  }

  /// The address of a number in the pages of the checkout: its display, or its line in the contents.
  func address(of label: String, from page: Page) -> String {
    let place = place(of: label, from: page)
    switch page {
    case .contents:
      return place.map { "\($0.chapter.folder)/README.md#\(NumberedFormula.anchor(label))" }
        ?? "#\(NotesPlace.anchor(label))"
    case .chapter(let folder):
      guard let place else { return "../README.md#\(NotesPlace.anchor(label))" }
      let path = place.chapter.folder == folder ? "" : "../\(place.chapter.folder)/README.md"
      return "\(path)#\(NumberedFormula.anchor(label))"
    }
  }
}
