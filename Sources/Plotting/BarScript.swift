extension Layer {
  /// A histogram: one outline, filled down to the floor and then drawn.
  func histogramElements(
    _ edges: [Double], _ heights: [Double], _ context: inout LayerContext, into blocks: inout DataBlocks
  ) -> [String] {
    let floor = max(context.extent.y.lowerBound, 0)
    var x = [edges[0]]
    var y = [floor]
    for (bin, height) in heights.enumerated() {
      x += [edges[bin], edges[bin + 1]]
      y += [height, height]
    }
    x.append(edges[edges.count - 1])
    y.append(floor)
    let block = blocks.add([x, y])
    // Neighbours differ in shade too, for print in grey.
    let shade = context.series.isMultiple(of: 2) ? 0.4 : 0.18
    let look = context.nextLook(color, label: label)
    let level = DecimalText.sixDigits(floor)
    return [
      "\(block) using 1:2 with filledcurves y1=\(level) fillstyle transparent solid \(shade) linecolor '\(look.color)' \(title)",
      "\(block) using 1:2 with lines linewidth 1.5 dashtype 1 linecolor '\(look.color)' notitle",
    ]
  }

  /// Stacked bars: for each segment, one rectangle in each category, from the sum before it to the sum with it.
  func barElements(
    _ categories: [String], _ segments: [BarSegment], _ baseline: Double?, _ context: inout LayerContext,
    into blocks: inout DataBlocks
  ) -> [String] {
    let start = BarStack.baseline(baseline, categories: categories.count, segments: segments)
    let sums = categories.indices.map { [start] + BarStack.sums(segments: segments, category: $0) }
    return segments.indices.map { index in
      let ends = sums.map { ($0[index], $0[index + 1]) }
      let middle = categories.indices.map(Double.init)
      let block = blocks.add([
        middle, ends.map(\.1), middle.map { $0 - 0.3 }, middle.map { $0 + 0.3 },
        ends.map { min($0.0, $0.1) }, ends.map { max($0.0, $0.1) },
      ])
      let look = BarLook(index)
      return "\(block) using 1:2:3:4:5:6 with boxxyerror fillstyle \(look.fill) border linecolor '#333333' "
        + "fillcolor '\(look.color)' linewidth 1 \(Self.title(segments[index].name))"
    }
  }
}

/// The look of a bar's n-th segment: neighbours differ in lightness as well as in hue.
private struct BarLook {
  let color: String
  let fill = "solid 1"

  init(_ index: Int) {
    let order: [Color] = [.blue, .orange, .green, .sky, .vermilion, .pink]
    color = order[index % order.count].rawValue
  }
}
