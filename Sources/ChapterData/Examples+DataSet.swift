import Datasets
import Files
import Notebook
import VAECore
import VAEEngine

extension Examples {
  /// The fewest rows that a chapter works with: four of twenty are held out.
  static let fewestRows = 20
  /// The fewest columns: two latent dimensions, and one more for noise.
  static let fewestColumns = 3
  /// The most rows, and the most numbers in them, that the core trains on in seconds.
  static let mostRows = 4000
  static let mostNumbers = 400_000

  /// Takes the rows of a file that a chapter can use.
  ///
  /// - Parameters:
  ///   - data: The rows as they were read.
  ///   - source: "digits", a file's path, or "-".
  ///   - areStandardized: True if each column is brought to the mean 0 and the deviation 1 of the rows to train on.
  /// - Throws: `FileError` if they are too few, too large, too small or all the same.
  init(_ data: DataSet<Double>, source: String, areStandardized: Bool) throws {
    let (rows, columns) = (data.observations.rows, data.observations.columns)
    func fault(_ expected: String, _ found: String) -> FileError {
      .malformed(path: source, place: .file, expected: expected, found: found)
    }
    guard columns >= Self.fewestColumns else {
      throw fault("at least \(Self.fewestColumns) columns beside the labels", "\(columns)")
    }
    guard rows >= Self.fewestRows else {
      throw fault("at least \(Self.fewestRows) rows, of which every fifth is held out", "\(rows)")
    }
    let count = min(rows, Self.mostRows, max(Self.mostNumbers / columns, 200))
    let chosen = (0..<count).map { $0 * rows / count }
    var images = chosen.map { Array(data.observations.elements[$0 * columns..<($0 + 1) * columns]) }
    var standardization: Standardization?
    if areStandardized {
      let transform = try Standardization(of: Batch(Self.trainingPart(of: images)))
      let standardized = try transform.applied(to: Batch(images), as: Double.self)
      images = images.indices.map { Array(standardized[row: $0]) }
      standardization = transform
    }
    let values = images.joined()
    let (least, largest) = (values.min() ?? 0, values.max() ?? 0)
    let size = max(abs(least), abs(largest))
    guard size <= 100 else {
      let remedy =
        areStandardized ? "" : " (--standardize columns, or a --scale \(Self.powerOfTen(size)) times as large)"
      throw fault(
        "numbers up to 100\(areStandardized ? " deviations from their column's mean" : remedy)",
        NumberText.significant(size, digits: 3))
    }
    let deviation = MonteCarloEstimate(Array(values)).variance?.squareRoot() ?? 0
    guard deviation > 0 else { throw fault("numbers that differ from row to row", "one number everywhere") }
    guard deviation >= 0.01 else {
      throw fault(
        "numbers with a standard deviation of at least 0.01"
          + " (--standardize columns, or a --scale \(Self.powerOfTen(1 / deviation)) times as small)",
        NumberText.significant(deviation, digits: 3))
    }
    self.init(
      name: data.name, images: images, labels: data.labels.map { labels in chosen.map { labels[$0] } },
      shape: data.imageShape.map { ($0.rows, $0.columns) }, areDigits: false, rowsInFile: rows, range: least...largest,
      logVolume: standardization?.logVolume, notes: data.notes)
  }

  /// The least power of ten that is at least a number above 1.
  private static func powerOfTen(_ number: Double) -> String {
    var power = 1.0
    while power < number, power < 1e18 { power *= 10 }
    return String(Int(power))
  }
}
