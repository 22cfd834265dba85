extension Layer {
  /// What is wrong with the layer between these axes, or nil.
  func problem(_ xAxis: Axis, _ yAxis: Axis, _ neighbours: Int) -> String? {
    if let label, let problem = Quoting.problem(with: label) { return problem }
    switch kind {
    case .line(let points, _), .scatter(let points):
      return Self.emptiness(points.count)
        ?? xAxis.problem(with: points.map(\.x), named: "x") ?? yAxis.problem(with: points.map(\.y), named: "y")
    case .errorBars(let points):
      return Self.emptiness(points.count)
        ?? xAxis.problem(with: points.map(\.x), named: "x")
        ?? yAxis.problem(with: points.map { $0.y - $0.error }, named: "y − error")
        ?? yAxis.problem(with: points.map { $0.y + $0.error }, named: "y + error")
        ?? points.firstIndex { $0.error < 0 }.map { "error[\($0)] is negative: \(points[$0].error)" }
    case .band(let x, let lower, let upper):
      return Self.bandProblem(x, lower, upper, xAxis, yAxis)
    case .histogram(let edges, let heights):
      return Self.histogramProblem(edges, heights, xAxis, yAxis)
    case .bars(let categories, let segments, let baseline):
      return Self.barsProblem(categories, segments, baseline, xAxis, yAxis)
    case .horizontalLine(let y):
      return yAxis.problem(with: [y], named: "y")
    case .verticalLine(let x):
      return xAxis.problem(with: [x], named: "x")
    case .text(let words, let point):
      return Quoting.problem(with: words)
        ?? xAxis.problem(with: [point.x], named: "x") ?? yAxis.problem(with: [point.y], named: "y")
    case .heatMap(let map):
      return map.problem(xAxis, yAxis)
    case .surface(let surface):
      return neighbours == 1 ? surface.problem(xAxis, yAxis) : "a surface fills a panel alone"
    case .imageGrid(let grid):
      return neighbours == 1 ? grid.problem() : "an image grid fills a panel alone"
    }
  }

  private static func emptiness(_ count: Int) -> String? {
    count == 0 ? "there are no points" : nil
  }

  private static func bandProblem(
    _ x: [Double], _ lower: [Double], _ upper: [Double], _ xAxis: Axis, _ yAxis: Axis
  ) -> String? {
    guard x.count == lower.count, x.count == upper.count else {
      return "x, lower and upper hold \(x.count), \(lower.count) and \(upper.count) numbers; expected as many of each"
    }
    return (x.count < 2 ? "a band needs two positions or more, found \(x.count)" : nil)
      ?? xAxis.problem(with: x, named: "x") ?? yAxis.problem(with: lower, named: "lower")
      ?? yAxis.problem(with: upper, named: "upper")
      ?? x.indices.first { lower[$0] > upper[$0] }.map {
        "lower[\($0)] is above upper[\($0)]: \(lower[$0]) > \(upper[$0])"
      }
  }

  private static func histogramProblem(
    _ edges: [Double], _ heights: [Double], _ xAxis: Axis, _ yAxis: Axis
  ) -> String? {
    guard !heights.isEmpty, heights.count <= Thinning.limit else {
      return "expected 1 to \(Thinning.limit) bins, found \(heights.count)"
    }
    guard edges.count == heights.count + 1 else {
      return "\(heights.count) heights need \(heights.count + 1) edges, found \(edges.count)"
    }
    return xAxis.problem(with: edges, named: "edges") ?? yAxis.problem(with: heights, named: "heights")
      ?? edges.indices.dropFirst().first { !(edges[$0 - 1] < edges[$0]) }.map {
        "edges[\($0)] is not above the edge before it"
      }
      ?? heights.firstIndex { $0 < 0 }.map { "heights[\($0)] is negative: \(heights[$0])" }
  }

  private static func barsProblem(
    _ categories: [String], _ segments: [BarSegment], _ baseline: Double?, _ xAxis: Axis, _ yAxis: Axis
  ) -> String? {
    guard !categories.isEmpty, !segments.isEmpty else { return "there are no bars" }
    guard xAxis.scale == .linear, yAxis.scale == .linear else { return "bars need linear axes" }
    for segment in segments {
      guard segment.values.count == categories.count else {
        return "'\(segment.name)' holds \(segment.values.count) values for \(categories.count) categories"
      }
      if let problem = yAxis.problem(with: segment.values, named: segment.name) { return problem }
    }
    return (categories + segments.map(\.name)).lazy.compactMap(Quoting.problem).first
      ?? yAxis.problem(with: baseline.map { [$0] } ?? [], named: "baseline")
  }
}
