/// A point of the plane.
public struct Point: Sendable, Equatable {
  /// The horizontal coordinate.
  public var x: Double
  /// The vertical coordinate.
  public var y: Double

  /// A point with two coordinates.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// A point with two coordinates.
  public init(x: Double, y: Double) {
    self.init(x, y)
  }
}

/// A point known up to an error: drawn as y ± error.
public struct UncertainPoint: Sendable, Equatable {
  /// The horizontal coordinate.
  public var x: Double
  /// The vertical coordinate.
  public var y: Double
  /// Half the length of the bar; not negative.
  public var error: Double

  /// The point (x, y ± error).
  public init(_ x: Double, _ y: Double, error: Double) {
    self.x = x
    self.y = y
    self.error = error
  }
}

/// The colours of Okabe and Ito, which colour-blind readers tell apart, and two greys.
public enum Color: String, Sendable, CaseIterable {
  /// Okabe and Ito's blue.
  case blue = "#0072B2"
  /// Their vermilion.
  case vermilion = "#D55E00"
  /// Their bluish green.
  case green = "#009E73"
  /// Their reddish purple.
  case pink = "#CC79A7"
  /// Their orange.
  case orange = "#E69F00"
  /// Their sky blue.
  case sky = "#56B4E9"
  /// A middle grey, for guides.
  case grey = "#8C8C8C"
  /// A grey that is nearly black, for what is exact.
  case black = "#333333"
}

/// How much a line asks to be looked at.
public enum LineStyle: Sendable {
  /// A series: two pixels wide, in the next colour and dash.
  case series
  /// One of many that are seen together, such as repeated runs: thin and half transparent.
  case faint
  /// A known answer to compare with: dark and dashed.
  case reference
}

/// One kind of mark over one set of data. Layers are made by the functions of `Layer`, and drawn from back to front.
public struct Layer: Sendable {
  /// What the layer draws.
  enum Kind: Sendable {
    case line([Point], LineStyle)
    case scatter([Point])
    case band(x: [Double], lower: [Double], upper: [Double])
    case histogram(edges: [Double], heights: [Double])
    case bars(categories: [String], segments: [BarSegment], baseline: Double?)
    case errorBars([UncertainPoint])
    case horizontalLine(Double)
    case verticalLine(Double)
    case text(String, at: Point)
    case heatMap(HeatMap)
    case surface(Surface)
    case imageGrid(ImageGrid)
  }

  var kind: Kind
  var label: String?
  var color: Color?
}
