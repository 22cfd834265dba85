/// How numbers are laid out along an axis.
public enum Scale: Sendable {
  /// Equal differences are equal lengths.
  case linear
  /// Equal ratios are equal lengths; every number must be positive.
  case logarithmic
}

/// A mark on an axis, with the text that stands beside it.
public struct Tick: Sendable, Equatable {
  /// Where the mark stands, in the axis's units.
  public var position: Double
  /// What stands beside it.
  public var label: String

  /// A mark at a position, with its text.
  public init(_ position: Double, _ label: String) {
    self.position = position
    self.label = label
  }
}

/// One axis of a figure: what it measures, in which unit, and how.
public struct Axis: Sendable {
  /// What the axis measures, with its unit in parentheses.
  public var label: String
  /// How numbers are laid out.
  public var scale: Scale
  /// The numbers at the two ends; without it, all data with a little air.
  public var range: ClosedRange<Double>?
  /// Marks to draw instead of the automatic ones.
  public var ticks: [Tick]?

  /// An axis that shows all the data, unless it is given a range, with automatic marks, unless it is given some.
  public init(
    _ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil, ticks: [Tick]? = nil
  ) {
    self.label = label
    self.scale = scale
    self.range = range
    self.ticks = ticks
  }

  /// The same axis, with its label to be said elsewhere.
  var withoutLabel: Axis {
    var axis = self
    axis.label = ""
    return axis
  }

  /// An axis without label, for image grids and bars, whose categories speak for themselves.
  public static let unlabelled = Axis("")
}
