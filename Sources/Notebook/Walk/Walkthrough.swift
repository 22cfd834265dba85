import Plotting

/// A finished run, walked through step by step in a terminal, or printed straight through where there is none.
struct Walkthrough {
  let title: String
  let steps: [WalkStep]
  /// The step at which the reader begins.
  let start: Int
  /// The figures by name.
  let figures: [String: Figure]
  /// The path of each figure's file, by the figure's name.
  let drawings: [String: String]
  let isStyled: Bool

  // MARK: Straight through

  /// One step as text, as wide as a page.
  func text(of step: WalkStep) -> String {
    let lines = StepText(columns: 80, isStyled: isStyled).lines(of: step)
    return (step.isFirst ? "\n\n" : "\n") + lines.joined(separator: "\n") + "\n"
  }

  // MARK: In a terminal

  /// Walks until the reader quits or comes to the end.
  func walk(_ terminal: WalkTerminal) {
    let screen = WalkScreen(title: title, isStyled: isStyled)
    var state = WalkState(steps, at: start, size: terminal.size, isStyled: isStyled)
    var drawings = WalkFigures(walk: self, showsSixel: terminal.showsSixel)
    var isShowingImage = false
    show()
    while true {
      let key = terminal.key(withinMilliseconds: 250)
      let size = terminal.size
      if size != state.layout.size {
        state.resize(size)
        show(afresh: true)
      } else if terminal.wasStopped {
        show(afresh: true)
      }
      guard let key else { continue }
      guard state.press(key) else { return }
      show()
    }

    func show(afresh: Bool = false) {
      var shown = WalkFigures.Drawing(lines: [], image: [])
      if case .figure(let figure) = state.step.content, state.mode != .help {
        shown = drawings.drawing(of: figure, size: state.layout.size)
      }
      if afresh || isShowingImage { terminal.clear() }
      isShowingImage = !shown.image.isEmpty
      terminal.show(screen.lines(of: state, figure: shown.lines), image: shown.image)
    }
  }
}
