/// Where the key to a panel's series stands.
public enum Key: Sendable {
  /// Below the panel, where it covers no data; nowhere if no layer has a label.
  case automatic
  /// Nowhere.
  case none
  /// Inside the panel, on an opaque ground. Choose a corner without data.
  case topLeft, topRight, bottomLeft, bottomRight
}

/// The size of a drawing in pixels of 1/96 inch.
public struct Size: Sendable, Equatable {
  /// Pixels from left to right.
  public var width: Int
  /// Pixels from top to bottom.
  public var height: Int

  /// A size in pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// A page's width, in the proportion 8 : 5.
  public static let page = Size(width: 720, height: 450)
}

/// One pair of axes with what is drawn between them.
public struct Panel: Sendable {
  /// What stands above the axes; may be empty.
  public var title: String
  /// The horizontal axis.
  public var xAxis: Axis
  /// The vertical axis.
  public var yAxis: Axis
  /// What is drawn, from back to front.
  public var layers: [Layer]
  /// Where the key stands.
  public var key: Key

  /// A pair of axes and what is drawn between them, from back to front.
  public init(title: String = "", xAxis: Axis, yAxis: Axis, layers: [Layer], key: Key = .automatic) {
    self.title = title
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.layers = layers
    self.key = key
  }
}

/// A figure as a value: nothing is drawn, and nothing can fail, until it is given to `Gnuplot`.
public struct Figure: Sendable {
  /// The figure's name and its files' names: `ch03-sampled-divergence`.
  public var slug: String
  /// What stands above the drawing.
  public var title: String
  /// What the reader should see in it; for the page, and the first lines of the script.
  public var caption: String
  /// One pair of axes, or several side by side.
  public var panels: [Panel]
  /// The drawing's size in pixels.
  public var size: Size
  /// The name of its files without their endings, where it is not the slug: any name that a file can have.
  public var fileName: String?
  /// The output that the figure was drawn for, such as the table beside it; for the first lines of the script.
  public var origin: String?

  /// A figure with one pair of axes.
  public init(
    slug: String, title: String, caption: String, xAxis: Axis, yAxis: Axis, layers: [Layer], key: Key = .automatic,
    size: Size = .page
  ) {
    self.init(
      slug: slug, title: title, caption: caption,
      panels: [Panel(xAxis: xAxis, yAxis: yAxis, layers: layers, key: key)], size: size)
  }

  /// A figure of up to four panels side by side.
  public init(
    slug: String, title: String, caption: String, panels: [Panel], size: Size = Size(width: 960, height: 420)
  ) {
    self.slug = slug
    self.title = title
    self.caption = caption
    self.panels = panels
    self.size = size
  }
}
