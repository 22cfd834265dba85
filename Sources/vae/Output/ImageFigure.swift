import Checkpoints
import Plotting
import VAEEngine

/// The scale that makes a picture of an image's numbers.
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

/// Observations that are images, as a figure: as many of them, at such a size, as the limits of a figure allow.
struct ImageFigure {
  private let shape: ImageScale
  /// The side of the squares of pixels that are shown as one, their mean.
  private let square: Int

  /// Takes a shape of images, of which a figure is to show at least some.
  init(_ shape: ImageScale, atLeast count: Int = 1) {
    self.shape = shape
    square =
      (1...).first { side in
        let (rows, columns) = (Self.parts(shape.rows, side), Self.parts(shape.columns, side))
        return max(rows, columns) <= ImageLimits.sideOfImage && count * rows * columns <= ImageLimits.pixels
      } ?? 1
  }

  /// The most images that a figure shows.
  var most: Int { max(1, min(100, ImageLimits.pixels / (rows * columns))) }

  private var rows: Int { Self.parts(shape.rows, square) }
  private var columns: Int { Self.parts(shape.columns, square) }

  private static func parts(_ pixels: Int, _ side: Int) -> Int { (pixels - 1) / side + 1 }

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
  func grid<Scalar: NetworkScalar>(_ images: Batch<Scalar>, columns across: Int, title: String, caption: String)
    -> Figure
  {
    let pixels = (0..<images.rows).map { row in shrunk(images[row: row].map { shape.ink(Double($0)) }) }
    let lines = (images.rows - 1) / across + 1
    // As wide as a page, or as high as a figure may be.
    let height = Double(lines * rows) / Double(across * columns)
    let width = max(100, min(720, Int(3900 / height)))
    let note = square == 1 ? "" : " A square of \(square) × \(square) pixels is one, their mean."
    return Figure(
      slug: "images", title: title, caption: caption + note, xAxis: .unlabelled, yAxis: .unlabelled,
      layers: [.imageGrid(images: pixels, width: columns, height: rows, columns: across)],
      size: Size(width: width, height: min(4000, max(160, Int(Double(width) * height) + 60))))
  }

  /// An image whose pixels are the means of squares; at the right and below what is left of them.
  private func shrunk(_ image: [Double]) -> [Double] {
    guard square > 1 else { return image }
    return (0..<rows * columns).map { place in
      let ys = place / columns * square..<min(shape.rows, (place / columns + 1) * square)
      let xs = place % columns * square..<min(shape.columns, (place % columns + 1) * square)
      let sum = ys.reduce(0.0) { sum, y in xs.reduce(sum) { $0 + image[y * shape.columns + $1] } }
      return sum / Double(ys.count * xs.count)
    }
  }
}

extension Batch {
  /// Some of the rows.
  func rows(_ range: Range<Int>) -> Batch {
    Batch(
      rows: range.count, columns: columns,
      elements: Array(elements[range.lowerBound * columns..<range.upperBound * columns]))
  }

  /// Rows at even distances, the first and the last among them; all where there are not so many.
  func evenRows(_ count: Int) -> Batch {
    guard count < rows else { return self }
    let places = count == 1 ? [0] : (0..<count).map { $0 * (rows - 1) / (count - 1) }
    return Batch(rows: count, columns: columns, elements: places.flatMap { Array(self[row: $0]) })
  }
}
