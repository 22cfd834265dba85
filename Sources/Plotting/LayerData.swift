/// One part of every bar of a stack: its name and its value in each category.
public struct BarSegment: Sendable {
  /// The name in the key.
  public var name: String
  /// One value for each category.
  public var values: [Double]

  /// A named part, with one value for each category.
  public init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// Numbers over a rectangle: `values[row * x.count + column]` at `(x[column], y[row])`.
struct Grid: Sendable {
  var x: [Double]
  var y: [Double]
  var values: [Double]
}

/// What a heat map shows.
struct HeatMap: Sendable {
  var grid: Grid
  var valueLabel: String
  var contours: [Double]
  var palette: Palette
}

/// What a surface shows.
struct Surface: Sendable {
  var grid: Grid
  var valueAxis: Axis
  var plane: Double?
  var planeLabel: String?
  var mark: Point?
  var markLabel: String?
}

/// What a grid of images shows.
struct ImageGrid: Sendable {
  var images: [[Double]]
  var width: Int
  var height: Int
  var columns: Int
  var captions: [String]?

  /// Rows of images, the last perhaps not full.
  var rows: Int { (images.count + columns - 1) / columns }
}

/// A stack of bars as rectangles: the running sums of its segments.
enum BarStack {
  /// The edges between a category's segments: the baseline, then the sum after each segment.
  static func sums(segments: [BarSegment], category: Int) -> [Double] {
    var sum = 0.0
    return segments.map { segment in
      sum += segment.values[category]
      return sum
    }
  }

  /// The baseline given, or 0, or a little below the lowest sum when one is negative.
  static func baseline(_ given: Double?, categories: Int, segments: [BarSegment]) -> Double {
    if let given { return given }
    let all = (0..<categories).flatMap { sums(segments: segments, category: $0) }
    guard let lowest = all.min(), let highest = all.max(), lowest < 0 else { return 0 }
    return lowest - 0.15 * max(max(highest, 0) - lowest, abs(lowest) * 0.1)
  }
}
