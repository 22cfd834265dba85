import Checkpoints
import Plotting
import VAEEngine

/// How the numbers of an image become a picture.
struct ImageScale {
  let rows: Int
  let columns: Int
  /// The values of paper and of ink.
  let least: Double
  let most: Double

  /// The ink of a value, from 0 to 1.
  func ink(_ value: Double) -> Double {
    guard most > least else { return 0 }
    return min(1, max(0, (value - least) / (most - least)))
  }
}

/// Observations that are images, as a figure.
enum ImageFigure {
  /// The most images that a figure shows.
  static let most = 100

  /// How many images stand side by side: as many as above each other, and at most ten.
  static func across(_ count: Int) -> Int { min(10, Int(Double(count).squareRoot().rounded(.up))) }

  /// The rows and columns of pixels of a model's observations and the range of their values, where its data were images.
  static func shape<Scalar>(of file: ModelFile<Scalar>, path: String) throws -> ImageScale? {
    guard let data = try file.trainingRecord(path: path)?.data, let image = data.image, image.count == 2 else {
      return nil
    }
    let range = data.range ?? [0, 1]
    return ImageScale(rows: image[0], columns: image[1], least: range[0], most: range[1])
  }

  /// Images in rows, from paper at the range's least value to ink at its largest.
  static func grid<Scalar: NetworkScalar>(
    _ images: Batch<Scalar>, shape: ImageScale, columns: Int, slug: String, title: String,
    caption: String
  ) -> Figure {
    let pixels = (0..<images.rows).map { row in images[row: row].map { shape.ink(Double($0)) } }
    let lines = (images.rows + columns - 1) / columns
    let width = 720
    return Figure(
      slug: slug, title: title, caption: caption, xAxis: .unlabelled, yAxis: .unlabelled,
      layers: [.imageGrid(images: pixels, width: shape.columns, height: shape.rows, columns: columns)],
      size: Size(width: width, height: max(160, width * lines * shape.rows / (columns * shape.columns) + 60)))
  }
}

extension Batch where Scalar: NetworkScalar {
  /// The columns whose numbers are all the same.
  var unvaryingColumns: [Int] {
    var candidates = Array(0..<columns)
    for row in 1..<max(rows, 1) where !candidates.isEmpty { candidates.removeAll { self[row, $0] != self[0, $0] } }
    return rows > 1 ? candidates : []
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
