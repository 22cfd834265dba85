import Platform

/// What a panel shows of each axis: the data with a little air, or the range that the axis asks for.
struct Extent {
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>

  /// The extent of a panel's layers.
  init(_ panel: Panel) {
    var xValues: [Double] = []
    var yValues: [Double] = []
    var xAir = 0.0
    var floor: Double?
    var fits = false
    for layer in panel.layers {
      let reach = layer.reach()
      xValues += reach.x
      yValues += reach.y
      xAir = max(xAir, reach.xAir)
      floor = floor ?? reach.floor
      fits = fits || reach.fits
    }
    if fits { xAir = 0 }
    x = panel.xAxis.range ?? Self.around(xValues, panel.xAxis.scale, lowAir: xAir, highAir: xAir)
    let lowAir = floor != nil || fits ? 0 : 0.06
    y = panel.yAxis.range ?? Self.around(yValues, panel.yAxis.scale, lowAir: lowAir, highAir: fits ? 0 : 0.06)
    if let floor, panel.yAxis.range == nil, panel.yAxis.scale == .linear, floor < y.upperBound {
      y = floor...y.upperBound
    }
  }

  /// The least and the greatest, with shares of their distance added below and above.
  private static func around(
    _ values: [Double], _ scale: Scale, lowAir: Double, highAir: Double
  ) -> ClosedRange<Double> {
    guard var low = values.min(), var high = values.max() else { return scale == .linear ? 0...1 : 1...10 }
    if scale == .logarithmic {
      // Values are from 1e-100 to 1e100, so that neither the ratio nor an end is 0 or infinite.
      let ratio = max(high / low, 1.01)
      return low / pow(ratio, lowAir)...max(high, low * 1.01) * pow(ratio, highAir)
    }
    // Keep the two ends apart in six digits.
    let least = max(abs(low), abs(high)) * 2e-4
    if high - low < least || high == low {
      let half = max(least, 0.05 * abs(low)) < Axis.smallest ? 0.5 : max(least, 0.05 * abs(low)) / 2
      low -= half
      high += half
    }
    let distance = high - low
    return low - lowAir * distance...high + highAir * distance
  }
}

extension Layer {
  /// The coordinates a layer reaches, the air it wants beside it, and the level that it stands on.
  struct Reach {
    var x: [Double] = []
    var y: [Double] = []
    var xAir = 0.0
    var floor: Double?
    /// Fills the panel to its edges, without air above and below.
    var fits = false
  }

  /// The coordinates a layer reaches.
  func reach() -> Reach {
    switch kind {
    case .line(let points, _): Reach(x: points.map(\.x), y: points.map(\.y))
    case .scatter(let points): Reach(x: points.map(\.x), y: points.map(\.y), xAir: 0.03)
    case .errorBars(let points):
      Reach(x: points.map(\.x), y: points.flatMap { [$0.y - $0.error, $0.y + $0.error] }, xAir: 0.04)
    case .band(let x, let lower, let upper): Reach(x: x, y: lower + upper)
    case .histogram(let edges, let heights): Reach(x: edges, y: heights, floor: 0)
    case .bars(let categories, let segments, let baseline):
      Self.reach(categories, segments, BarStack.baseline(baseline, categories: categories.count, segments: segments))
    case .horizontalLine(let y): Reach(y: [y])
    case .verticalLine(let x): Reach(x: [x])
    case .text(_, let point): Reach(x: [point.x], y: [point.y])
    case .heatMap(let map):
      Reach(x: Self.cellEdges(map.grid.x), y: Self.cellEdges(map.grid.y), fits: true)
    case .surface(let surface): Reach(x: surface.grid.x, y: surface.grid.y, fits: true)
    case .imageGrid: Reach(x: [0, 1], y: [0, 1], fits: true)
    }
  }

  private static func reach(_ categories: [String], _ segments: [BarSegment], _ baseline: Double) -> Reach {
    let sums = categories.indices.flatMap { BarStack.sums(segments: segments, category: $0) }
    let lowest = min(baseline, sums.min() ?? baseline)
    return Reach(
      x: [-0.6, Double(categories.count) - 0.4], y: [baseline] + sums, floor: lowest == baseline ? baseline : nil)
  }

  /// The outer edges of cells whose centres are evenly spaced.
  private static func cellEdges(_ centres: [Double]) -> [Double] {
    let half = (centres[centres.count - 1] - centres[0]) / Double(centres.count - 1) / 2
    return [centres[0] - half, centres[centres.count - 1] + half]
  }
}
