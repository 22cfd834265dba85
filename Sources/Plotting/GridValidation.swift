extension Grid {
  /// The most cells of a grid: beyond it a drawing takes longer than a reader waits.
  static let limit = 40_000

  /// What is wrong with the grid, or nil.
  func problem(_ xAxis: Axis, _ yAxis: Axis, _ valueAxis: Axis) -> String? {
    guard x.count >= 2, y.count >= 2 else { return "a grid needs 2 × 2 numbers or more, found \(x.count) × \(y.count)" }
    guard x.count <= Grid.limit, y.count <= Grid.limit, x.count * y.count <= Grid.limit else {
      return "a grid of \(x.count) × \(y.count) is larger than \(Grid.limit) numbers"
    }
    guard values.count == x.count * y.count else {
      return "a grid of \(x.count) × \(y.count) needs \(x.count * y.count) values, found \(values.count)"
    }
    return xAxis.problem(with: x, named: "x") ?? yAxis.problem(with: y, named: "y")
      ?? valueAxis.problem(with: values, named: "values")
      ?? Grid.order(x, "x") ?? Grid.order(y, "y")
  }

  private static func order(_ positions: [Double], _ name: String) -> String? {
    positions.indices.dropFirst()
      .first { !(positions[$0 - 1] < positions[$0]) }
      .map { "\(name)[\($0)] is not above \(name)[\($0 - 1)]" }
  }

  /// Whether positions are evenly spaced, as the cells of a heat map are.
  static func isEven(_ positions: [Double]) -> Bool {
    let step = (positions[positions.count - 1] - positions[0]) / Double(positions.count - 1)
    return positions.indices.allSatisfy { abs(positions[$0] - positions[0] - Double($0) * step) < 1e-3 * step }
  }
}

extension HeatMap {
  /// What is wrong with the heat map, or nil.
  func problem(_ xAxis: Axis, _ yAxis: Axis) -> String? {
    guard xAxis.scale == .linear, yAxis.scale == .linear else { return "a heat map needs linear axes" }
    let anyValue = Axis(valueLabel)
    if let problem = anyValue.problem() ?? grid.problem(xAxis, yAxis, anyValue) { return problem }
    guard Grid.isEven(grid.x), Grid.isEven(grid.y) else { return "a heat map's grid must be evenly spaced" }
    return anyValue.problem(with: contours, named: "contours")
  }
}

extension Surface {
  /// What is wrong with the surface, or nil.
  func problem(_ xAxis: Axis, _ yAxis: Axis) -> String? {
    [planeLabel, markLabel].lazy.compactMap { $0 }.compactMap(Quoting.problem).first
      ?? valueAxis.problem() ?? grid.problem(xAxis, yAxis, valueAxis)
      ?? valueAxis.problem(with: plane.map { [$0] } ?? [], named: "plane")
      ?? xAxis.problem(with: mark.map { [$0.x] } ?? [], named: "mark's x")
      ?? yAxis.problem(with: mark.map { [$0.y] } ?? [], named: "mark's y")
  }
}

/// The limits of the images in a figure: beyond them a drawing takes longer than a reader waits.
public enum ImageLimits {
  /// The most pixels of all the images together.
  public static let pixels = 200_000
  /// The most pixels of a side of an image.
  public static let sideOfImage = 1000
}

extension ImageGrid {
  /// The most pixels of all the images together.
  static let limit = ImageLimits.pixels

  /// What is wrong with the images, or nil.
  func problem() -> String? {
    guard !images.isEmpty else { return "there are no images" }
    guard (1...1000).contains(width), (1...1000).contains(height), (1...1000).contains(columns) else {
      return "width, height and columns must be from 1 to 1000, found \(width), \(height) and \(columns)"
    }
    guard images.count <= ImageGrid.limit, images.count * width * height <= ImageGrid.limit else {
      return "\(images.count) images of \(width) × \(height) are more than \(ImageGrid.limit) pixels"
    }
    if let captions, captions.count != images.count {
      return "\(images.count) images have \(captions.count) captions"
    }
    for (index, image) in images.enumerated() {
      guard image.count == width * height else {
        return "image \(index) holds \(image.count) pixels; expected \(width) × \(height) = \(width * height)"
      }
      if let problem = Axis.unlabelled.problem(with: image, named: "image \(index)") { return problem }
    }
    return (captions ?? []).lazy.compactMap(Quoting.problem).first
  }
}
