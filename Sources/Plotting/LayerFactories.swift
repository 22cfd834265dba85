extension Layer {
  /// A line through points, in the order given.
  public static func line(
    _ points: [Point], label: String? = nil, style: LineStyle = .series, color: Color? = nil
  ) -> Layer {
    Layer(kind: .line(points, style), label: label, color: color)
  }

  /// Separate points.
  public static func scatter(_ points: [Point], label: String? = nil, color: Color? = nil) -> Layer {
    Layer(kind: .scatter(points), label: label, color: color)
  }

  /// A shaded band between two curves; it takes the colour of the series that follows it.
  public static func band(
    x: [Double], lower: [Double], upper: [Double], label: String? = nil, color: Color? = nil
  ) -> Layer {
    Layer(kind: .band(x: x, lower: lower, upper: upper), label: label, color: color)
  }

  /// A histogram: `heights[i]`, a count or a density, between `edges[i]` and `edges[i + 1]`.
  public static func histogram(
    edges: [Double], heights: [Double], label: String? = nil, color: Color? = nil
  ) -> Layer {
    Layer(kind: .histogram(edges: edges, heights: heights), label: label, color: color)
  }

  /// Stacked bars, one for each category.
  ///
  /// Each segment runs from the sum of those before it to the sum with it, so that the bar ends at the total. The first
  /// starts at `baseline`: with a bound of −6.8, a divergence of 4.9 and a baseline of −8, it ends at log p = −1.9.
  ///
  /// - Parameters:
  ///   - categories: The words below the bars.
  ///   - segments: The parts of every bar, from the first to the last one stacked.
  ///   - baseline: Where bars begin; without it, 0, or below the lowest sum when one is negative.
  public static func bars(categories: [String], segments: [BarSegment], baseline: Double? = nil) -> Layer {
    Layer(kind: .bars(categories: categories, segments: segments, baseline: baseline), label: nil, color: nil)
  }

  /// Points, each with a bar of plus and minus its error.
  public static func errorBars(_ points: [UncertainPoint], label: String? = nil, color: Color? = nil) -> Layer {
    Layer(kind: .errorBars(points), label: label, color: color)
  }

  /// A dashed line across the panel at a height.
  public static func horizontalLine(_ y: Double, label: String? = nil, color: Color? = nil) -> Layer {
    Layer(kind: .horizontalLine(y), label: label, color: color)
  }

  /// A dashed line from bottom to top.
  public static func verticalLine(_ x: Double, label: String? = nil, color: Color? = nil) -> Layer {
    Layer(kind: .verticalLine(x), label: label, color: color)
  }

  /// Words that begin at a point.
  public static func text(_ words: String, at point: Point) -> Layer {
    Layer(kind: .text(words, at: point), label: nil, color: nil)
  }

  /// Numbers over a grid as colours, with lines of equal value if levels are given.
  ///
  /// - Parameters:
  ///   - x: The columns' positions.
  ///   - y: The rows' positions.
  ///   - values: Row by row from the lowest y: `values[row * x.count + column]`.
  ///   - valueLabel: What the colours measure, beside their scale.
  ///   - contours: The levels of the lines of equal value.
  ///   - palette: Use `.diverging` where the sign matters; it puts white at 0.
  public static func heatMap(
    x: [Double], y: [Double], values: [Double], valueLabel: String = "", contours: [Double] = [],
    palette: Palette = .sequential
  ) -> Layer {
    let map = HeatMap(
      grid: Grid(x: x, y: y, values: values), valueLabel: valueLabel, contours: contours, palette: palette)
    return Layer(kind: .heatMap(map), label: nil, color: nil)
  }

  /// A surface over a grid, seen from above and aside, with a level plane if one is given; it fills a panel alone.
  ///
  /// - Parameters:
  ///   - x: The columns' positions.
  ///   - y: The rows' positions.
  ///   - values: Row by row from the lowest y: `values[row * x.count + column]`.
  ///   - valueAxis: The upright axis.
  ///   - label: What the surface is, in the key.
  ///   - plane: The height of the level plane.
  ///   - planeLabel: What the plane is, in the key.
  ///   - mark: The point of the grid's plane above which a dot is drawn, on the level plane.
  ///   - markLabel: What the dot is, in the key.
  public static func surface(
    x: [Double], y: [Double], values: [Double], valueAxis: Axis, label: String? = nil, plane: Double? = nil,
    planeLabel: String? = nil, mark: Point? = nil, markLabel: String? = nil
  ) -> Layer {
    let surface = Surface(
      grid: Grid(x: x, y: y, values: values), valueAxis: valueAxis, plane: plane, planeLabel: planeLabel, mark: mark,
      markLabel: markLabel)
    return Layer(kind: .surface(surface), label: label, color: nil)
  }

  /// Grey images in rows, 0 as white paper and the greatest value as black ink; it fills a panel alone.
  ///
  /// - Parameters:
  ///   - images: Each row by row from the top: `images[i][row * width + column]`.
  ///   - width: Pixels of an image from left to right.
  ///   - height: Pixels of an image from top to bottom.
  ///   - columns: Images in a row.
  ///   - captions: One for each image, written below it.
  public static func imageGrid(
    images: [[Double]], width: Int, height: Int, columns: Int, captions: [String]? = nil
  ) -> Layer {
    let grid = ImageGrid(images: images, width: width, height: height, columns: columns, captions: captions)
    return Layer(kind: .imageGrid(grid), label: nil, color: nil)
  }
}
