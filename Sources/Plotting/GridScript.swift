import Platform

extension HeatMap {
  /// The colours, the scale beside them, and the lines of equal value.
  func elements(_ context: inout LayerContext, into blocks: inout DataBlocks) -> [String] {
    let block = blocks.add(grid.columns, scanLength: grid.x.count)
    if blocks.readsAsText, isReadByLines { return blocks.linesOfEqualValue(of: block, levels: contours) }
    context.settings += palette.command + "\n"
    context.settings += "unset grid\nset colorbox user origin graph 1.02,0 size graph 0.03,1 noborder\n"
    context.settings += "set rmargin 14\nset cbtics scale 0.4\nset format cb '%.6g'\n"
    if !valueLabel.isEmpty {
      context.settings += "set cblabel \(Quoting.string(valueLabel)) offset 1,0 textcolor '#333333'\n"
    }
    context.settings += rangeCommand
    var elements = ["\(block) using 1:2:3 with image notitle"]
    guard !contours.isEmpty else { return elements }
    let lines = blocks.addContours(of: block, levels: contours)
    let color = palette == .diverging ? "#333333" : "#FFFFFF"
    elements.append("\(lines) using 1:2 with lines linewidth 1.2 dashtype 1 linecolor '\(color)' notitle")
    elements.append(
      "\(lines) using 1:2:(sprintf('%.6g', $3)) every ::12::12 with labels boxed font 'sans,10' textcolor '#222222' notitle"
    )
    return elements
  }

  /// Whether its lines tell enough where there are no colours.
  var isReadByLines: Bool { !contours.isEmpty }

  /// The numbers at the ends of the colours; a diverging palette has 0 in its middle.
  private var rangeCommand: String {
    let lowest = grid.values.min() ?? 0
    let highest = grid.values.max() ?? 1
    let range: ClosedRange<Double>
    switch palette {
    case .diverging:
      let reach = max(abs(lowest), abs(highest))
      range = reach == 0 ? -1...1 : -reach...reach
    case .sequential:
      let least = max(abs(lowest), abs(highest)) * 2e-4
      let apart = highest - lowest > least
      range = apart ? lowest...highest : lowest - max(least, 0.5)...highest + max(least, 0.5)
    }
    let ends = DecimalText.column([range.lowerBound, range.upperBound])
    return "set cbrange [\(ends[0]):\(ends[1])]\n"
  }
}

extension Grid {
  /// The grid as three columns, x fastest.
  var columns: [[Double]] {
    [y.flatMap { _ in x }, y.flatMap { row in x.map { _ in row } }, values]
  }
}

extension Panel {
  /// The commands that draw a surface, its level plane, and a dot on the plane.
  func surfaceDrawing(_ surface: Surface, into blocks: inout DataBlocks, figureTitle: String?) -> String {
    if blocks.readsAsText { return surfaceAsLines(surface, into: &blocks, figureTitle: figureTitle) }
    let grid = surface.grid
    blocks.scales = [xAxis.scale, yAxis.scale, surface.valueAxis.scale]
    let block = blocks.add(grid.columns, scanLength: grid.x.count)
    let values = grid.values + (surface.plane.map { [$0] } ?? [])
    let lowest = values.min() ?? 0
    let highest = values.max() ?? 1
    let air = Self.air(lowest, highest, share: 0.05)
    let extent = Extent(self)
    let heights = surface.valueAxis.range ?? (lowest - (lowest > 0 ? 0 : air))...(highest + air)

    var commands = titleCommand(figureTitle)
    commands += axisCommands("x", xAxis, extent.x, ticks: nil)
    commands += axisCommands("y", yAxis, extent.y, ticks: nil)
    commands += axisCommands("z", surface.valueAxis, heights, ticks: nil)
    for (name, axis, range) in [("x", xAxis, extent.x), ("y", yAxis, extent.y), ("z", surface.valueAxis, heights)]
    where axis.ticks == nil && axis.scale == .linear {
      commands += "set \(name)tics \(DecimalText.sixDigits(Self.roundStep(range)))\n"
    }
    commands += keyCommand
    commands += "set view 60,325\nset xyplane 0\nset border 895 back linecolor '#8C8C8C'\nunset colorbox\n"
    // The labels of x begin at their ticks: lower, they clear the axis.
    commands += "set xtics offset 0.4,-0.5\n"
    commands +=
      "set xlabel rotate parallel offset 0,-0.4\nset ylabel rotate parallel offset 0,-0.4\nset zlabel rotate by 90\n"
    commands += "set pm3d scansautomatic border linecolor '#FFFFFF' linewidth 0.4\n"
    commands += Palette.sequential.command + "\n"
    var elements = ["\(block) using 1:2:3 with pm3d notitle"]
    if let plane = surface.plane {
      let corners = blocks.add(
        [
          [grid.x[0], grid.x[grid.x.count - 1], grid.x[0], grid.x[grid.x.count - 1]],
          [grid.y[0], grid.y[0], grid.y[grid.y.count - 1], grid.y[grid.y.count - 1]],
          [plane, plane, plane, plane],
        ], scanLength: 2)
      elements.append("\(corners) using 1:2:3 with pm3d fillcolor '#A0D55E00' notitle")
    }
    if let mark = surface.mark {
      let dot = blocks.add([[mark.x], [mark.y], [surface.plane ?? highest]])
      elements.append(
        "\(dot) using 1:2:3 with points pointtype 7 pointsize 1.1 linecolor '#333333' \(Layer.title(surface.markLabel))"
      )
    }
    // A coloured surface leaves no sample in the key; these stand in for it.
    if let label = layers[0].label {
      elements.append("keyentry with lines linewidth 9 linecolor '#1F9E89' \(Layer.title(label))")
    }
    if let label = surface.planeLabel {
      elements.append("keyentry with lines linewidth 9 linecolor '#EEBE98' \(Layer.title(label))")
    }
    return "\n" + commands + "splot " + elements.joined(separator: ", \\\n  ") + "\n"
  }

  /// The same between characters, which have no depth: lines of equal height, seen from above.
  private func surfaceAsLines(_ surface: Surface, into blocks: inout DataBlocks, figureTitle: String?) -> String {
    let grid = surface.grid
    blocks.scales = [xAxis.scale, yAxis.scale, surface.valueAxis.scale]
    let block = blocks.add(grid.columns, scanLength: grid.x.count)
    let (lowest, highest) = (grid.values.min() ?? 0, grid.values.max() ?? 1)
    // A flat surface has no line, and a wide range for its step keeps the levels few.
    let step = Self.roundStep(lowest...lowest + Self.air(lowest, highest, share: 1))
    let levels = stride(from: (lowest / step).rounded(.up), through: (highest / step).rounded(.down), by: 1)
    let names = [layers[0].label ?? "", surface.valueAxis.label].filter { !$0.isEmpty }.joined(separator: ", ")
    let note = ["↑ \(yAxis.label)", "lines: \(names)"].filter { !$0.hasSuffix(" ") }.joined(separator: "; ")

    let extent = Extent(self)
    var commands = titleCommand(figureTitle, below: note)
    commands += axisCommands("x", xAxis, extent.x, ticks: nil)
    commands += axisCommands("y", yAxis.withoutLabel, extent.y, ticks: nil)
    commands += surface.markLabel == nil ? "unset key\n" : keyCommand
    var elements = blocks.linesOfEqualValue(of: block, levels: levels.map { $0 * step })
    if elements.isEmpty { elements = ["NaN notitle"] }
    if let mark = surface.mark {
      let dot = blocks.add([[mark.x], [mark.y]])
      elements.append("\(dot) using 1:2 with points pointtype 7 \(Layer.title(surface.markLabel))")
    }
    return "\n" + commands + "plot " + elements.joined(separator: ", \\\n  ") + "\n"
  }

  /// A share of the distance of two heights; a thousandth of a height where they are equal, and a little where both are 0.
  private static func air(_ lowest: Double, _ highest: Double, share: Double) -> Double {
    let air = max((highest - lowest) * share, max(abs(lowest), abs(highest)) * 1e-3)
    return air > Axis.smallest ? air : 1e-6
  }

  /// A step of 1, 2 or 5 times a power of ten that divides a range into some four parts.
  static func roundStep(_ range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    let power = pow(10, log10(width / 4).rounded(.down))
    let steps = [1, 2, 5, 10].map { $0 * power }
    return steps.min { abs(width / $0 - 4) < abs(width / $1 - 4) } ?? width
  }
}
