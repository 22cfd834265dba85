import VAECore
import VAEEngine

/// A column's mean taken away and the rest divided by its standard deviation, so that columns of any unit are alike.
///
///     zⱼ = (xⱼ − mⱼ) / sⱼ          xⱼ = mⱼ + sⱼ zⱼ          log p(x) = log p(z) − Σⱼ log sⱼ
///
/// The last equation is the change of variables by which a density of z becomes one of x, in the data's units.
public struct Standardization: Sendable, Equatable, Codable {
  /// The mean of each column, m.
  public let means: [Double]
  /// The standard deviation of each column, s; 1 where the column never varies.
  public let deviations: [Double]

  /// Creates the transform from stored numbers.
  public init(means: [Double], deviations: [Double]) { (self.means, self.deviations) = (means, deviations) }

  /// Measures the columns of some observations.
  ///
  /// Each column is divided by its largest magnitude first: the square of a number that is finite need not be.
  public init(of data: Batch<Double>) {
    var means: [Double] = []
    var deviations: [Double] = []
    for column in 0..<data.columns {
      let values = (0..<data.rows).lazy.map { data[$0, column] }
      let (least, most) = values.reduce((Double.infinity, -Double.infinity)) { (min($0.0, $1), max($0.1, $1)) }
      let size = max(-least, most)
      guard least < most else {
        means.append(least)
        deviations.append(1)
        continue
      }
      let scaled = MonteCarloEstimate(values.map { $0 / size })
      means.append(scaled.mean * size)
      let deviation = (scaled.sumOfSquaredDeviations / Double(scaled.count)).squareRoot() * size
      deviations.append(deviation > 0 && deviation.isFinite ? deviation : 1)
    }
    self.init(means: means, deviations: deviations)
  }

  /// Σⱼ log sⱼ, in nats: what a log density of the standardised numbers has more than one in the data's units.
  public var logVolume: Double { deviations.reduce(0) { $0 + log($1) } }

  /// Returns observations as a model sees them. `first` is the number of the first row among all, for the error.
  ///
  /// - Throws: `InvalidInput` with the row and the column of a number that overflows in this precision.
  /// - Precondition: There are as many columns as means.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func applied<Scalar: NetworkScalar>(
    to data: Batch<Double>, as _: Scalar.Type, from first: Int = 0
  ) throws(InvalidInput) -> Batch<Scalar> {
    var elements: [Scalar] = []
    elements.reserveCapacity(data.elements.count)
    for row in 0..<data.rows {
      for column in 0..<data.columns {
        let element = Scalar((data[row, column] - means[column]) / deviations[column])
        guard element.isFinite else {
          throw InvalidInput(
            "row \(first + row + 1), column \(column + 1)",
            expected: "a number that is finite in this precision once it is standardised",
            found: "\(data[row, column])")
        }
        elements.append(element)
      }
    }
    return Batch(rows: data.rows, columns: data.columns, elements: elements)
  }

  /// Returns what a model says in the data's own units.
  ///
  /// - Precondition: There are as many columns as means.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func undone<Scalar: NetworkScalar>(_ data: Batch<Scalar>) -> Batch<Double> {
    var elements: [Double] = []
    elements.reserveCapacity(data.elements.count)
    for row in 0..<data.rows {
      for column in 0..<data.columns {
        elements.append(means[column] + deviations[column] * Double(data[row, column]))
      }
    }
    return Batch(rows: data.rows, columns: data.columns, elements: elements)
  }
}
