import Plotting

/// Draws the figures of a walk to the size of its terminal, and draws each again only if the size changes.
struct WalkFigures {
  /// A figure on the screen: lines, and an image above the last of them where the terminal shows images.
  struct Drawing {
    let lines: [String]
    let image: [UInt8]
  }

  private let walk: Walkthrough
  private let showsSixel: Bool
  private var drawings: [String: Drawing] = [:]
  private var size = ScreenSize(columns: 0, rows: 0)

  init(walk: Walkthrough, showsSixel: Bool) { (self.walk, self.showsSixel) = (walk, showsSixel) }

  /// A figure with its caption; the path of its file where the terminal cannot show it.
  mutating func drawing(of figure: ShownFigure, size: ScreenSize) -> Drawing {
    if size != self.size { (drawings, self.size) = ([:], size) }
    if let drawing = drawings[figure.slug] { return drawing }
    let drawing = draw(figure, size: size)
    drawings[figure.slug] = drawing
    return drawing
  }

  private func draw(_ shown: ShownFigure, size: ScreenSize) -> Drawing {
    let step = WalkStep(number: nil, title: nil, isFirst: false, content: .figure(shown))
    var caption = StepText(columns: size.columns, isStyled: walk.isStyled).lines(of: step)
    if let path = walk.drawings[shown.slug] { caption += TextWidth.folded("drawn in \(path)", columns: size.columns) }
    guard let figure = walk.figures[shown.slug] else { return Drawing(lines: caption, image: []) }
    let rows = size.body - caption.count - 1
    if showsSixel, let image = image(of: figure, size: size, rows: rows) {
      return Drawing(lines: [String](repeating: "", count: rows + 1) + caption, image: image)
    }
    do {
      let drawing = try Gnuplot.drawAsText(figure, columns: min(size.columns, 120), rows: min(rows, 40))
      let lines = drawing.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast()
      return Drawing(lines: lines.prefix(max(0, rows)) + [""] + caption, image: [])
    } catch {
      // Too small a window, or no gnuplot: the caption and the path say where to look.
      return Drawing(lines: caption + [""] + TextWidth.folded("\(error)", columns: size.columns), image: [])
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
