import Plotting

extension Examples {
  /// A grid of images, so many in a row; nil if the examples are a table's rows, of which there are no pictures.
  public func pictures(
    _ images: [[Double]], columns: Int, captions: [String]? = nil, title: String = ""
  ) -> Panel? {
    guard let shape else { return nil }
    return Panel(
      title: title, xAxis: Axis(""), yAxis: Axis(""),
      layers: [
        .imageGrid(images: images, width: shape.columns, height: shape.rows, columns: columns, captions: captions)
      ])
  }

  /// One image, or the numbers of a row over their columns.
  public func picture(_ image: [Double], title: String) -> Panel {
    if let panel = pictures([image], columns: 1, title: title) { return panel }
    let points = image.enumerated().map { Point(Double($0 + 1), $1) }
    return Panel(
      title: title, xAxis: Axis("column", range: 0.5...Double(image.count) + 0.5), yAxis: Axis("number"),
      layers: [.line(points, style: .faint, color: .blue), .scatter(points, color: .blue)])
  }

  /// Returns an image's numbers as ink from 0 to 1; a decoded mean can leave the range of the data by a little.
  public func inked(_ image: [Double]) -> [Double] {
    shape == nil ? image : unclamped(image).map { min(1, max(0, $0)) }
  }

  /// Returns the same without limits.
  public func unclamped(_ image: [Double]) -> [Double] {
    shape == nil ? image : image.map { ($0 - range.lowerBound) / (range.upperBound - range.lowerBound) }
  }

  /// So many examples of different labels, lowest label first; or, with fewer labels, spread evenly.
  public func oneOfEachKind(_ count: Int) -> [[Double]] {
    let kinds = Set(labels ?? []).sorted().prefix(count)
    guard kinds.count == count else { return spread(count).images }
    return kinds.compactMap { labelled($0).images.first }
  }
}
