import Checkpoints
import Plotting
import VAEEngine

/// Observations that are images, as a figure.
enum ImageFigure {
  /// The most images that a figure shows.
  static let most = 100

  /// How many images stand side by side: as many as above each other, and at most ten.
  static func across(_ count: Int) -> Int { min(10, Int(Double(count).squareRoot().rounded(.up))) }

  /// The rows and columns of pixels of a model's observations: those of its data, or those of a square.
  static func shape<Scalar>(of file: ModelFile<Scalar>, path: String) throws -> (rows: Int, columns: Int)? {
    if let image = try file.trainingRecord(path: path)?.data.image, image.count == 2 { return (image[0], image[1]) }
    let dimension = file.model.encoder.observationDimension
    let side = Int(Double(dimension).squareRoot().rounded())
    return side > 1 && side * side == dimension ? (side, side) : nil
  }

  /// Images in rows, the values between 0 and 1.
  static func grid<Scalar: NetworkScalar>(
    _ images: Batch<Scalar>, shape: (rows: Int, columns: Int), columns: Int, slug: String, title: String,
    caption: String
  ) -> Figure {
    let pixels = (0..<images.rows).map { row in images[row: row].map { min(1, max(0, Double($0))) } }
    let lines = (images.rows + columns - 1) / columns
    let width = 720
    return Figure(
      slug: slug, title: title, caption: caption, xAxis: .unlabelled, yAxis: .unlabelled,
      layers: [.imageGrid(images: pixels, width: shape.columns, height: shape.rows, columns: columns)],
      size: Size(width: width, height: max(160, width * lines * shape.rows / (columns * shape.columns) + 60)))
  }
}

extension Batch {
  /// Some of the rows.
  func rows(_ range: Range<Int>) -> Batch {
    Batch(
      rows: range.count, columns: columns,
      elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
  }
}
