/// What the layers of a panel share while they are written.
struct LayerContext {
  let extent: Extent
  /// The colours that layers of the panel were given by hand.
  let taken: [Color]
  /// How many series have taken a look so far.
  var series = 0
  /// The colour that the last series was given by hand.
  var lastColor: Color?
  /// How many reference lines have taken a dash so far.
  var references = 0
  /// A number for the layer's words, unique within the panel.
  var labelNumber = 0
  /// Commands that must come before `plot`.
  var settings = ""

  /// The look of the next series; one without label, in the same given colour as the last, continues it.
  mutating func nextLook(_ color: Color?, label: String?) -> SeriesLook {
    if label == nil, let color, color == lastColor { return SeriesLook(series - 1, color: color) }
    lastColor = color
    defer { series += 1 }
    return look(color)
  }

  /// The look of the series that comes next, for a layer that goes with it.
  func look(_ color: Color?) -> SeriesLook {
    SeriesLook(series, color: color, taken: taken)
  }

  /// The line of the next reference: dark, in a dash of its own.
  mutating func nextReference(_ color: Color?) -> String {
    defer { references += 1 }
    let dashes = ["(6,4)", "(2,3)", "(10,3,2,3)"]
    let color = color ?? .black
    return "lines linewidth 1.5 dashtype \(dashes[references % dashes.count]) linecolor '\(color.rawValue)'"
  }
}

extension Layer {
  /// Whether the layer stands in the key.
  var hasKeyEntry: Bool {
    if case .bars = kind { return true }
    if case .surface(let surface) = kind {
      return [label, surface.planeLabel, surface.markLabel].contains { $0 != nil }
    }
    return label != nil
  }

  /// The parts of the `plot` command that draw the layer.
  func elements(_ context: inout LayerContext, into blocks: inout DataBlocks) -> [String] {
    let extent = context.extent
    switch kind {
    case .line(let points, let style):
      let kept = Thinning.outline(count: points.count) { points[$0].y }.map { points[$0] }
      let block = blocks.add([kept.map(\.x), kept.map(\.y)])
      // Between characters a faint line is as loud as any other, and many of them hide the rest.
      let look = blocks.readsAsText && style == .faint ? "dots" : lineLook(style, &context)
      return ["\(block) using 1:2 with \(look) \(title)"]
    case .scatter(let points):
      let kept = Thinning.even(count: points.count, coordinates: [{ points[$0].x }, { points[$0].y }]).map {
        points[$0]
      }
      let block = blocks.add([kept.map(\.x), kept.map(\.y)])
      let look = context.nextLook(color, label: label)
      let size = points.count > 1000 ? 0.25 : points.count > 150 ? 0.4 : 0.7
      return [
        "\(block) using 1:2 with points pointtype \(look.pointType) pointsize \(size) linecolor '\(look.color)' \(title)"
      ]
    case .errorBars(let points):
      let kept = Thinning.even(count: points.count, coordinates: [{ points[$0].y }]).map { points[$0] }
      let block = blocks.add([kept.map(\.x), kept.map(\.y), kept.map(\.error)])
      let look = context.nextLook(color, label: label)
      let bars =
        "\(block) using 1:2:3 with yerrorbars linewidth 1.5 pointtype \(look.pointType) pointsize 0.7 "
        + "linecolor '\(look.color)'"
      guard blocks.readsAsText, label != nil else { return ["\(bars) \(title)"] }
      // Between characters the key's bar is three lines high, and would cross the lines above and below.
      return ["\(bars) notitle", "keyentry with points pointtype \(look.pointType) \(title)"]
    case .band(let x, let lower, let upper):
      let kept = Thinning.even(count: x.count, coordinates: [{ lower[$0] }, { upper[$0] }])
      if blocks.readsAsText {
        // Between characters a filled band hides what lies in it; its edges do not.
        let edges = blocks.add(
          [(kept + kept).map { x[$0] }, kept.map { lower[$0] } + kept.map { upper[$0] }], scanLength: kept.count)
        return ["\(edges) using 1:2 with lines \(title)"]
      }
      let block = blocks.add([kept.map { x[$0] }, kept.map { lower[$0] }, kept.map { upper[$0] }])
      let look = context.look(color)
      return [
        "\(block) using 1:2:3 with filledcurves fillstyle transparent solid 0.18 linecolor '\(look.color)' \(title)"
      ]
    case .histogram(let edges, let heights):
      return histogramElements(edges, heights, &context, into: &blocks)
    case .bars(let categories, let segments, let baseline):
      return barElements(categories, segments, baseline, &context, into: &blocks)
    case .horizontalLine(let y):
      let block = blocks.add([[extent.x.lowerBound, extent.x.upperBound], [y, y]])
      return ["\(block) using 1:2 with \(context.nextReference(color)) \(title)"]
    case .verticalLine(let x):
      let block = blocks.add([[x, x], [extent.y.lowerBound, extent.y.upperBound]])
      return ["\(block) using 1:2 with \(context.nextReference(color)) \(title)"]
    case .text(let words, let point):
      let place = [point.x, point.y].map(DecimalText.sixDigits).joined(separator: ",")
      context.settings +=
        "set label \(context.labelNumber) \(Quoting.string(words)) at \(place) left front boxed textcolor '#333333'\n"
      return []
    case .heatMap(let map):
      return map.elements(&context, into: &blocks)
    case .surface, .imageGrid:
      return []  // Drawn by the panel that they fill.
    }
  }

  /// The layer's entry in the key.
  var title: String { Self.title(label) }

  /// An entry in the key; a line break would upset the key's rows.
  static func title(_ label: String?) -> String {
    guard let label else { return "notitle" }
    return "title \(Quoting.string(String(label.map { $0 == "\n" ? " " : $0 })))"
  }

  private func lineLook(_ style: LineStyle, _ context: inout LayerContext) -> String {
    switch style {
    case .series:
      let look = context.nextLook(color, label: label)
      return "lines linewidth 2 dashtype \(look.dash) linecolor '\(look.color)'"
    case .faint:
      return "lines linewidth 1 dashtype 1 linecolor '#A0\((color ?? .grey).rawValue.dropFirst())'"
    case .reference:
      return context.nextReference(color)
    }
  }
}
