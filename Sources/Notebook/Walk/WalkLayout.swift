/// A terminal's size in characters.
struct ScreenSize: Equatable {
  let columns: Int
  let rows: Int
  /// A character's size in pixels; nil where the terminal does not tell.
  var cell: (width: Int, height: Int)?

  static func == (left: ScreenSize, right: ScreenSize) -> Bool {
    (left.columns, left.rows) == (right.columns, right.rows)
  }

  /// The rows between the line at the top and the line at the bottom.
  var body: Int { max(1, rows - 2) }
}

/// A place where a walk waits: the lines on the screen, and the step that came last.
struct WalkStop {
  /// The place of its last step among the walk's steps.
  let step: Int
  /// The lines between top and bottom; empty for a figure.
  let lines: [String]
  /// Whether the step goes on at the next stop, because the screen is full.
  let goesOn: Bool
}

/// A walk's steps, laid out for one size of terminal.
///
/// A step joins the ones before it on the screen while there is room, so that a question, its cell and its numbers are
/// seen together; else it begins a new screen. What is higher than the screen is parted: nothing scrolls away unseen.
struct WalkLayout {
  let size: ScreenSize
  let stops: [WalkStop]

  init(_ steps: [WalkStep], size: ScreenSize, isStyled: Bool) {
    self.size = size
    let text = StepText(columns: size.columns, isStyled: isStyled)
    var stops: [WalkStop] = []
    var screen: [String] = []
    for (index, step) in steps.enumerated() {
      if case .figure = step.content {
        stops.append(WalkStop(step: index, lines: [], goesOn: false))
        screen = []
        continue
      }
      if step.isFirst { screen = [] }
      let lines = text.lines(of: step)
      if !screen.isEmpty, screen.count + 1 + lines.count <= size.body {
        screen += [""] + lines
        stops.append(WalkStop(step: index, lines: screen, goesOn: false))
      } else {
        let pages = Self.pages(of: lines, rows: size.body)
        for page in pages.indices {
          stops.append(WalkStop(step: index, lines: pages[page], goesOn: page < pages.count - 1))
        }
        screen = pages.last ?? []
      }
    }
    self.stops = stops
  }

  /// Parts lines into screens, at a blank line of the last third where there is one; else so that the last screen holds
  /// a third at least, and not a cell's closing brackets alone.
  static func pages(of lines: [String], rows: Int) -> [[String]] {
    var pages: [[String]] = []
    var rest = lines[...]
    while rest.count > rows {
      let screen = rest.prefix(rows + 1)
      let blank = screen.lastIndex { $0.isEmpty }.flatMap { $0 - rest.startIndex >= rows * 2 / 3 ? $0 : nil }
      let end = blank ?? rest.startIndex + min(rows, rest.count - rows / 3)
      pages.append(Array(rest[..<end]))
      rest = rest[end...].drop { $0.isEmpty }
    }
    return rest.isEmpty ? pages : pages + [Array(rest)]
  }

  /// The first stop of a step.
  func firstStop(of step: Int) -> Int { stops.firstIndex { $0.step == step } ?? 0 }
}

/// The lines of one step.
struct StepText {
  let columns: Int
  let isStyled: Bool

  /// Prose is read more easily in short lines than across a wide screen.
  private static let widestProse = 92

  func lines(of step: WalkStep) -> [String] {
    (heading(of: step) + body(of: step)).flatMap { TextWidth.folded($0, columns: columns) }
  }

  private func heading(of step: WalkStep) -> [String] {
    guard step.isFirst, let title = step.title else { return [] }
    let heading = step.number.map { "\($0)  \(title)" } ?? title
    return [heading.styled(.bold, if: isStyled), ""]
  }

  private func body(of step: WalkStep) -> [String] {
    let prose = ProseText(columns: min(columns, Self.widestProse), isStyled: isStyled)
    switch step.content {
    case .prose(let text), .question(let text): return prose.lines(text)
    case .code(let text): return CodeText.lines(text, isStyled: isStyled)
    case .numbers(let records):
      let terminal = TerminalRendering(isStyled: isStyled)
      return records.flatMap { Self.split(terminal.text(of: $0)) }
    case .figure(let figure): return prose.lines("*\(figure.slug).* \(figure.caption)")
    case .plain(let text): return Self.split(text)
    }
  }

  private static func split(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines.drop { $0.isEmpty })
  }
}
