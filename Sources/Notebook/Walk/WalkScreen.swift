/// A walk's screen as lines: where one is, what one reads, what one can press.
struct WalkScreen {
  let title: String
  let isStyled: Bool

  /// Exactly as many lines as the terminal has rows, none wider than its columns.
  ///
  /// - Parameter figure: The lines of the figure, where the stop is one.
  func lines(of state: WalkState, figure: [String]) -> [String] {
    let size = state.layout.size
    let body =
      switch state.mode {
      case .help: Self.help
      case .asking, .reading: state.current.lines.isEmpty ? figure : state.current.lines
      }
    let cut = body.prefix(size.body).map { Self.cut($0, size.columns) }
    let blank = [String](repeating: "", count: size.body - cut.count)
    return [top(state, size.columns)] + cut + blank + [bottom(state, size.columns)]
  }

  private func top(_ state: WalkState, _ columns: Int) -> String {
    let place = (state.step.number ?? state.step.title).map { "\($0) · " } ?? ""
    let right = " \(place)\(state.stop + 1)/\(state.layout.stops.count) "
    let left = Self.cut(" " + title, max(0, columns - TextWidth.of(right)))
    return (TextWidth.padded(left, to: columns - TextWidth.of(right)) + right).styled(.reversed, if: isStyled)
  }

  private func bottom(_ state: WalkState, _ columns: Int) -> String {
    if let complaint = state.complaint { return Self.cut(" " + complaint, columns).styled(.boldRed, if: isStyled) }
    switch state.mode {
    case .asking(let text):
      return Self.cut(" go to section: \(text)▏   (\(state.steps.sectionNames.joined(separator: " ")))", columns)
    case .help: return Self.cut(" any key: back to the walk", columns).styled(.dim, if: isStyled)
    case .reading:
      let keys = "   b back · g go to · ? help · q quit"
      return Self.cut(" " + prompt(state) + keys, columns).styled(.dim, if: isStyled)
    }
  }

  private func prompt(_ state: WalkState) -> String {
    if state.current.goesOn { return "Enter: read on" }
    let next = state.stop + 1
    guard next < state.layout.stops.count else { return "Enter: the end" }
    let name = "Enter: " + state.steps[state.layout.stops[next].step].name
    if case .question = state.step.content { return "Think first, then " + name }
    return name
  }

  private static func cut(_ line: String, _ columns: Int) -> String {
    guard TextWidth.of(line) > columns else { return line }
    if line.contains("\u{1B}") { return TextWidth.folded(line, columns: columns)[0] }
    var (result, width) = ("", 0)
    for character in line {
      let own = TextWidth.of(String(character))
      if width + own > columns - 1 { break }
      result.append(character)
      width += own
    }
    return result + "…"
  }

  private static let help = [
    "", "  Enter, space, →, ↓    on: the cell, its numbers, the figure, the next section",
    "  b, ←, ↑, Backspace    back; the numbers stay what they are",
    "  g 4, /4, /3.4         to a section: its number, or how its title begins; Enter",
    "  Home, End             to the beginning, to the verdict",
    "  ?                     this page",
    "  q, Ctrl-C             quit",
    "", "  The numbers are those of a run with the same options.", "  Quitting ends with its verdict.",
  ]
}
