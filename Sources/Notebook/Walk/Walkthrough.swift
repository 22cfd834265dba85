import Plotting

/// A finished run, walked through step by step in a terminal, or printed straight through where there is none.
struct Walkthrough {
  let title: String
  let steps: [WalkStep]
  /// The step at which the reader begins.
  let start: Int
  /// Where each figure was drawn, by its name.
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
    var easel = FigureEasel(walk: self, showsSixel: terminal.showsSixel)
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
      var sight = FigureSight(lines: [], image: [])
      if case .figure(let figure) = state.step.content, state.mode != .help {
        sight = easel.sight(of: figure, size: state.layout.size)
      }
      if afresh || isShowingImage { terminal.clear() }
      isShowingImage = !sight.image.isEmpty
      terminal.show(screen.lines(of: state, figure: sight.lines), image: sight.image)
    }
  }
}

/// What a figure is on the screen: lines, and an image above the last of them where the terminal shows images.
struct FigureSight {
  let lines: [String]
  let image: [UInt8]
}

/// Draws the figures of a walk to the size of its terminal, each once a size.
struct FigureEasel {
  private let walk: Walkthrough
  private let showsSixel: Bool
  private var sights: [String: FigureSight] = [:]
  private var size = ScreenSize(columns: 0, rows: 0)

  init(walk: Walkthrough, showsSixel: Bool) { (self.walk, self.showsSixel) = (walk, showsSixel) }

  /// A figure with its caption; the path of its drawing where the terminal cannot show it.
  mutating func sight(of figure: Figure, size: ScreenSize) -> FigureSight {
    if size != self.size { (sights, self.size) = ([:], size) }
    if let sight = sights[figure.slug] { return sight }
    let sight = draw(figure, size: size)
    sights[figure.slug] = sight
    return sight
  }

  private func draw(_ figure: Figure, size: ScreenSize) -> FigureSight {
    let step = WalkStep(number: nil, title: nil, isFirst: false, content: .figure(figure))
    var caption = StepText(columns: size.columns, isStyled: walk.isStyled).lines(of: step)
    if let path = walk.drawings[figure.slug] { caption += TextWidth.folded("drawn in \(path)", columns: size.columns) }
    let rows = size.body - caption.count - 1
    if showsSixel, let image = image(of: figure, size: size, rows: rows) {
      return FigureSight(lines: [String](repeating: "", count: rows + 1) + caption, image: image)
    }
    do {
      let drawing = try Gnuplot.drawAsText(figure, columns: min(size.columns, 120), rows: min(rows, 40))
      let lines = drawing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast()
      return FigureSight(lines: lines.prefix(max(0, rows)) + [""] + caption, image: [])
    } catch {
      // Too small a window, or no gnuplot: the caption and the path say where to look.
      return FigureSight(lines: caption + [""] + TextWidth.folded("\(error)", columns: size.columns), image: [])
    }
  }

  private func image(of figure: Figure, size: ScreenSize, rows: Int) -> [UInt8]? {
    // A terminal that does not tell the size of its characters rarely has smaller ones than 8 × 16 pixels.
    let cell = size.cell ?? (width: 8, height: 16)
    let height = min((rows - 1) * cell.height, figure.size.height)
    let width = min(size.columns * cell.width, figure.size.width)
    // Sixel images are made of bands of six rows, and one that reaches the last line would scroll the screen.
    return try? Gnuplot.drawAsSixel(figure, width: width, height: height / 6 * 6)
  }
}
