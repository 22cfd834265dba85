extension Panel {
  /// The commands that draw the panel; its data go into `blocks`.
  func drawing(into blocks: inout DataBlocks, figureTitle: String?) -> String {
    switch layers.first?.kind {
    case .surface(let surface): return surfaceDrawing(surface, into: &blocks, figureTitle: figureTitle)
    case .imageGrid(let grid): return imageGridDrawing(grid, into: &blocks, figureTitle: figureTitle)
    default: break
    }
    let extent = Extent(self)
    blocks.scales = [xAxis.scale, yAxis.scale]
    var settings = titleCommand(figureTitle, below: blocks.readsAsText ? heightNote : nil)
    settings += axisCommands("x", xAxis, extent.x, ticks: categoryTicks)
    settings += axisCommands("y", blocks.readsAsText ? yAxis.withoutLabel : yAxis, extent.y, ticks: nil)
    if categoryTicks != nil { settings += "set grid noxtics\n" }
    settings += keyCommand

    var elements: [String] = []
    var context = LayerContext(extent: extent, taken: layers.compactMap(\.color))
    for (index, layer) in layers.enumerated() {
      context.labelNumber = index + 1
      elements += layer.elements(&context, into: &blocks)
    }
    settings += context.settings
    // A panel of words alone still needs something to plot.
    if elements.isEmpty { elements = ["NaN notitle"] }
    return "\n" + settings + "plot " + elements.joined(separator: ", \\\n  ") + "\n"
  }

  /// What is measured upwards, and what the lines of equal value are of. Characters cannot stand sideways, and gnuplot
  /// would print the label of the y axis across its marks.
  private var heightNote: String {
    let values = layers.compactMap { layer -> String? in
      guard case .heatMap(let map) = layer.kind, map.isReadByLines, !map.valueLabel.isEmpty else { return nil }
      return "lines: \(map.valueLabel)"
    }
    return ((yAxis.label.isEmpty ? [] : ["↑ \(yAxis.label)"]) + values).joined(separator: "; ")
  }

  /// The title of the figure or, beneath it, of the panel.
  ///
  /// - Parameter note: A last line.
  func titleCommand(_ figureTitle: String?, below note: String? = nil) -> String {
    let texts = [figureTitle ?? "", title, note ?? ""].filter { !$0.isEmpty }
    guard !texts.isEmpty else { return "" }
    let font = figureTitle == nil ? "sans,13" : "sans,16"
    return "set title \(Quoting.string(texts.joined(separator: "\n"))) font '\(font)' textcolor '#222222'\n"
  }

  /// The key, or its absence.
  var keyCommand: String {
    guard layers.contains(where: \.hasKeyEntry) else { return "unset key\n" }
    let place: String
    switch key {
    case .none: return "unset key\n"
    case .automatic: place = "outside center bottom horizontal"
    case .topLeft: place = "inside left top vertical opaque"
    case .topRight: place = "inside right top vertical opaque"
    case .bottomLeft: place = "inside left bottom vertical opaque"
    case .bottomRight: place = "inside right bottom vertical opaque"
    }
    return "set key \(place) Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'\n"
  }

  /// The names below bars, if the panel has bars.
  private var categoryTicks: [Tick]? {
    for layer in layers {
      guard case .bars(let categories, _, _) = layer.kind else { continue }
      return categories.enumerated().map { Tick(Double($0.offset), $0.element) }
    }
    return nil
  }

  /// The label, scale, range and marks of one axis.
  func axisCommands(_ name: String, _ axis: Axis, _ range: ClosedRange<Double>, ticks: [Tick]?) -> String {
    var commands = labelCommand(name, axis, ticks: axis.ticks ?? ticks)
    if axis.scale == .logarithmic { commands += "set logscale \(name)\n" }
    commands += "set \(name)range \(rangeText(range, axis.scale))\n"
    if let ticks = axis.ticks ?? ticks {
      let marks = ticks.map { "\(Quoting.tick($0.label)) \(DecimalText.sixDigits($0.position))" }
      commands += marks.isEmpty ? "unset \(name)tics\n" : "set \(name)tics (\(marks.joined(separator: ", ")))\n"
    } else if axis.scale == .logarithmic {
      commands += "set \(name)tics \(LogarithmicTicks.list(range))\n"
    } else {
      commands += "set format \(name) '%.6g'\n"
    }
    return commands
  }

  /// A range as gnuplot reads it; on a logarithmic axis gnuplot leaves out a mark that stands exactly at the lower end.
  func rangeText(_ range: ClosedRange<Double>, _ scale: Scale) -> String {
    let lower = scale == .logarithmic ? range.lowerBound * (1 - 1e-5) : range.lowerBound
    // Each end is its own column: beside 10⁶, 10⁻⁶ is no rounding noise.
    let ends = [lower, range.upperBound].map { DecimalText.column([$0])[0] }
    return "[\(ends[0]):\(ends[1])]"
  }

  /// The axis's label. gnuplot keeps room for one line of marks; empty lines of the label make room for more.
  private func labelCommand(_ name: String, _ axis: Axis, ticks: [Tick]?) -> String {
    let lines = (ticks ?? []).map { $0.label.unicodeScalars.count { $0 == "\n" } }.max() ?? 0
    let room = name == "x" ? String(repeating: "\n", count: lines) : ""
    guard !(room + axis.label).isEmpty else { return "" }
    return "set \(name)label \(Quoting.string(room + axis.label)) textcolor '#333333'\n"
  }
}
